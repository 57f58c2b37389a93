import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { KnownBlock, ModalView } from '@slack/types';
import { type SlackStandIn, startSlack } from '../../../src/sandbox/slack/start-slack.ts';
import { modal, plain, type RunningBolt, startBolt, textInput } from './slack-bolt.ts';

let slack: SlackStandIn;
let bolt: RunningBolt;
let view: ModalView;
let submitted: object[];
let acted: Record<string, unknown>[];
let answer: unknown;

const option = (text: string) => ({ text: plain(text), value: text.toLowerCase() });
const input = (label: string, element: object, more: object = {}) =>
  ({
    type: 'input',
    block_id: label,
    label: plain(label),
    element: { action_id: 'v', ...element },
    ...more,
  }) as KnownBlock;

beforeEach(async () => {
  slack = await startSlack();
  submitted = [];
  acted = [];
  answer = undefined;
  bolt = await startBolt(slack, 'http', (app) => {
    app.shortcut('open', async ({ ack, body, client }) => {
      await ack();
      await client.views.open({ trigger_id: body.trigger_id, view });
    });
    app.view('form', async ({ ack, view: given }) => {
      submitted.push(given.state.values);
      await ack(answer as never);
    });
    app.action(/.*/, async ({ ack, payload }) => {
      acted.push(payload as never);
      await ack();
    });
    app.options('team', async ({ ack }) => ack(answer as never));
  });
});

afterEach(async () => {
  await bolt.stop();
  await slack.close();
});

async function open(blocks: KnownBlock[], more: Partial<ModalView> = {}) {
  view = modal(blocks, more);
  await slack.as('Ana').shortcut('open');
  return slack.as('Ana').waitForModal(() => true);
}

describe('what Slack’s client stops before anything is sent', () => {
  const number = { type: 'number_input', is_decimal_allowed: false };

  test.each<[string, object, string, string]>([
    ['a required field left blank', { type: 'plain_text_input' }, '', 'Please complete this required field.'],
    [
      'too many letters',
      { type: 'plain_text_input', max_length: 3 },
      'four',
      'Please enter no more than 3 characters.',
    ],
    ['a word for a number', number, 'ten', 'Please enter a valid number.'],
    ['a broken number', number, '2.5', 'Please enter a whole number.'],
    ['no URL', { type: 'url_text_input' }, 'harbour', 'Please enter a valid URL.'],
  ])('%s', async (_, element, typed, expected) => {
    const form = await open([input('Field', element)]);
    await form.type('Field', typed);
    expect(await form.submit()).toEqual({ status: 0, ms: 0, body: undefined, timedOut: false });
    expect(form.errors()).toEqual({ Field: expected });
    expect(submitted).toEqual([]);
    expect(form.text()).toContain(expected);
  });

  test('an unticked required box; but optional blanks pass', async () => {
    const box = { type: 'checkboxes', options: [option('Active')] };
    const form = await open([
      input('Box', box),
      input('Note', { type: 'plain_text_input' }, { optional: true }),
    ]);
    await form.submit();
    expect(form.errors()).toEqual({ Box: 'Please complete this required field.' });
    await form.tick('Active');
    await form.submit();
    expect([form.open, submitted.length]).toEqual([false, 1]);
  });

  test('good values go through', async () => {
    const form = await open([input('Number', number), input('URL', { type: 'url_text_input' })]);
    await form.type('Number', '500');
    await form.type('URL', 'https://a.example/b.png');
    await form.submit();
    expect(submitted.length).toBe(1);
  });
});

describe('what the ack of a submission does', () => {
  const names = [
    textInput('name', 'Name'),
    { type: 'section', block_id: 'info', text: plain('Info') } as KnownBlock,
  ];
  const submit = async (given: unknown) => {
    const form = await open(names);
    await form.type('Name', 'Blue');
    answer = given;
    await form.submit();
    return { form, ana: slack.as('Ana') };
  };

  test('errors show under their fields until the next submit', async () => {
    const { form } = await submit({ response_action: 'errors', errors: { name: 'Taken.' } });
    expect([form.open, form.errors(), form.value('Name')]).toEqual([true, { Name: 'Taken.' }, 'Blue']);
    answer = undefined;
    await form.submit();
    expect([form.open, form.errors()]).toEqual([false, {}]);
  });

  test('update shows another view in its place, push one on top, clear none', async () => {
    const { form, ana } = await submit({
      response_action: 'update',
      view: modal([], { title: plain('Working') }),
    });
    expect([form.open, form.title]).toEqual([true, 'Working']);
    answer = { response_action: 'push', view: modal([], { title: plain('On top') }) };
    await form.submit();
    expect(ana.modals().map((each) => each.title)).toEqual(['Working', 'On top']);
    answer = { response_action: 'clear' };
    await ana.modal()?.submit();
    expect(ana.modals()).toEqual([]);
  });

  test.each<[string, unknown, string]>([
    [
      'an error for a block that is no input',
      { response_action: 'errors', errors: { info: 'No.' } },
      'errors names "info", which is no input block in view',
    ],
    [
      'an error for a block that is not there',
      { response_action: 'errors', errors: { name: 'Taken.', gone: 'No.' } },
      'errors names "gone", which is no input block in view',
    ],
    ['no errors at all', { response_action: 'errors', errors: {} }, 'errors must name at least one block'],
    [
      'an invalid view',
      { response_action: 'update', view: modal([], { title: plain('x'.repeat(25)) }) },
      'must be less than 25 characters [json-pointer:/view/title/text]',
    ],
    ['an unknown action', { response_action: 'explode' }, 'unknown response_action: explode'],
    ['words', 'thanks', 'neither empty nor JSON: thanks'],
  ])('%s is trouble for the person and a problem', async (_, given, problem) => {
    const { form, ana } = await submit(given);
    expect([form.open, form.errors(), form.value('Name')]).toEqual([true, {}, 'Blue']);
    expect(ana.notice()).toBe('We had some trouble connecting. Try again?');
    expect(slack.problems).toEqual([`view_submission form answered wrongly: ${problem}`]);
  });
});

describe('using fields', () => {
  const rates = {
    type: 'multi_external_select',
    action_id: 'team',
    min_query_length: 0,
    max_selected_items: 2,
  };
  beforeEach(() => {
    answer = { options: [option('Day'), option('Week'), option('Month')] };
  });

  test('single menus replace, multi menus add, unpick and clear take away', async () => {
    const form = await open([
      input('Plan', { type: 'static_select', options: [option('Basic'), option('Full')] }),
      input('Rates', rates),
    ]);
    await form.pick('Plan', 'Basic');
    await form.pick('Plan', 'Full');
    await form.pick('Rates', 'Day');
    await form.pick('Rates', 'Month');
    expect([form.value('Plan'), form.value('Rates')]).toEqual(['Full', ['Day', 'Month']]);
    await expect(form.pick('Rates', 'Week')).rejects.toThrow('"Rates" takes no more than 2');
    await form.unpick('Rates', 'Day');
    await form.clear('Plan');
    expect([form.value('Plan'), form.value('Rates')]).toEqual(['', ['Month']]);
  });

  test('a text that no option has is told with what there is', async () => {
    const form = await open([input('Rates', rates)]);
    await expect(form.pick('Rates', 'Year')).rejects.toThrow(
      '"Rates" does not offer "Year". It offers: Day · Week · Month',
    );
    await expect(form.type('Rats', 'x')).rejects.toThrow(
      /^There is no field "Rats" on screen\.\n── On Ana Ruiz's screen\n── modal form\n {2}Video room\n {2}Rates/,
    );
  });

  test('several boxes are ticked by their own words, one box also by its label', async () => {
    const form = await open([
      input('Flags', {
        type: 'checkboxes',
        options: [option('Active'), option('Public')],
        initial_options: [option('Public')],
      }),
      input('Only for members', { type: 'checkboxes', options: [option('Yes')] }),
    ]);
    await form.tick('Active');
    await form.tick('Only for members');
    expect(form.value('Flags')).toEqual(['Active', 'Public']);
    expect([form.value('Active'), form.value('Only for members')]).toEqual([true, true]);
    await form.tick('Public', false);
    await form.tick('Only for members', false);
    expect([form.value('Flags'), form.value('Only for members')]).toEqual([['Active'], false]);
  });

  test('the screen in words: labels, hints, values, buttons', async () => {
    const form = await open(
      [
        { type: 'alert', level: 'error', text: plain('Nexudus is slow') } as KnownBlock,
        input(
          'Name',
          { type: 'plain_text_input', initial_value: 'Blue' },
          { hint: plain('As members see it') },
        ),
        input('Active', { type: 'checkboxes', options: [option('Yes')] }),
        input('Owners', { type: 'multi_users_select', initial_users: ['U0SAM0000', 'U0LEO0000'] }),
        input('Team', { type: 'external_select', placeholder: plain('Type a name') }),
      ],
      { close: plain('Cancel') },
    );
    expect(form.text()).toBe(
      'Video room\nNexudus is slow\nName\nAs members see it\nBlue\nActive\n☐ Yes\nOwners\nSam Field, Leo Brandt\nTeam\nType a name\n[Create] [Cancel]',
    );
    expect([form.labels(), form.submitText, form.closeText]).toEqual([
      ['Name', 'Active', 'Yes', 'Owners', 'Team'],
      'Create',
      'Cancel',
    ]);
  });

  test('only what asks for it is dispatched: dispatch_action, and everything outside of inputs', async () => {
    const select = { type: 'static_select', action_id: 'v', options: [option('A')] };
    const form = await open([
      input('Silent', { type: 'static_select', options: [option('A')] }),
      input('Loud', { type: 'static_select', options: [option('A')] }, { dispatch_action: true }),
      input('Text', { type: 'plain_text_input' }, { dispatch_action: true }),
      {
        type: 'section',
        block_id: 'beside',
        text: { type: 'mrkdwn', text: '*Section*' },
        accessory: select,
      } as KnownBlock,
    ]);
    await form.pick('Silent', 'A');
    await form.pick('Loud', 'A');
    await form.type('Text', 'words');
    await form.pick('Section', 'A');
    expect(
      acted.map((each) => [
        each.type,
        each.block_id,
        each.value ?? (each.selected_option as { value: string }).value,
      ]),
    ).toEqual([
      ['static_select', 'Loud', 'a'],
      ['plain_text_input', 'Text', 'words'],
      ['static_select', 'beside', 'a'],
    ]);
    expect(Number(acted[0]?.action_ts)).toBeGreaterThan(1_700_000_000);
  });

  test('wrong suggestions are a problem and show nothing', async () => {
    const form = await open([
      input('Team', { type: 'external_select', action_id: 'team', min_query_length: 0 }),
    ]);
    answer = { options: [{ text: plain('x'.repeat(76)), value: '1' }] };
    expect(await form.search('Team', '')).toEqual([]);
    expect(slack.problems).toEqual([
      'block_suggestion team answered wrongly: must be less than 76 characters [json-pointer:/options/0/text/text]',
    ]);
    answer = { option_groups: [{ label: plain('Soho'), options: [option('Acme')] }] };
    expect(await form.search('Team', '')).toEqual([{ text: 'Acme', value: 'acme', group: 'Soho' }]);
  });

  test('a long option is found by its beginning when the bot does not find all of it', async () => {
    await bolt.stop();
    const asked: string[] = [];
    bolt = await startBolt(slack, 'http', (app) => {
      app.shortcut('open', async ({ ack, body, client }) => {
        await ack();
        await client.views.open({ trigger_id: body.trigger_id, view });
      });
      app.options('team', async ({ ack, options }) => {
        asked.push(options.value);
        await ack({ options: options.value === 'Blue room' ? [option('Blue room · Soho')] : [] });
      });
    });
    const form = await open([input('Team', { type: 'external_select', action_id: 'team' })]);
    // Without min_query_length Slack asks from three letters on.
    expect(await form.search('Team', 'Bl')).toEqual([]);
    await form.pick('Team', 'Blue room · Soho');
    expect([form.value('Team'), asked]).toEqual(['Blue room · Soho', ['Blue room · Soho', 'Blue room']]);
  });
});

describe('using fields by their ids, as the page does', () => {
  const twice = (block_id: string) =>
    input('Same label', { type: 'plain_text_input' }, { block_id, optional: true });

  test('of two fields with one label, the one meant', async () => {
    const form = await open([twice('one'), twice('two')]);
    await form.type({ blockId: 'two', actionId: 'v' }, 'Blue');
    expect(form.fields().map(({ state }) => state.value)).toEqual([null, 'Blue']);
    await expect(form.clear({ blockId: 'three', actionId: 'v' })).rejects.toThrow(
      'There is no field "three"',
    );
  });

  test('an entry by its value, among what the menu showed last, without asking again', async () => {
    const form = await open([
      input('Team', { type: 'external_select', action_id: 'team', min_query_length: 0 }),
    ]);
    answer = { options: ['1', '2'].map((value) => ({ text: plain('Acme'), value })) };
    await expect(form.pick('Team', { value: '2' })).rejects.toThrow('"Team" has not shown 2');
    await form.search('Team', '');
    const asked = slack.interactions.length;
    await form.pick('Team', { value: '2' });
    expect(form.fields()[0]?.state).toMatchObject({ selected_option: { value: '2' } });
    expect(slack.interactions.length).toBe(asked);
  });

  test('one of several boxes by its value', async () => {
    const boxes = { type: 'checkboxes', options: [option('Yes'), option('No')] };
    const form = await open([input('Boxes', boxes)]);
    await form.tick({ blockId: 'Boxes', actionId: 'v' }, true, 'no');
    expect(form.value('Boxes')).toEqual(['No']);
  });

  test('one of two buttons with the same action id', async () => {
    const button = (value: string) => ({
      type: 'actions',
      block_id: value,
      elements: [{ type: 'button', action_id: 'go', text: plain('Go'), value }],
    });
    const form = await open([button('first'), button('second')] as KnownBlock[]);
    await form.press({ actionId: 'go', blockId: 'second' });
    expect(acted).toMatchObject([{ value: 'second' }]);
  });
});

describe('buttons', () => {
  const button = (more: object = {}) => ({
    type: 'button',
    action_id: 'undo',
    value: 'NX-1',
    text: plain('Undo'),
    ...more,
  });
  const post = async (more: object, elements: object[]) => {
    await bolt.app.client.chat.postMessage({
      channel: '#ops',
      text: 'Done',
      blocks: [{ type: 'actions', block_id: 'b', elements }],
      ...more,
    } as never);
    return slack.waitForMessage('#ops', (message) => message.buttons.length > 0);
  };

  test('a click on a message carries message, channel and a response_url', async () => {
    const message = await post({}, [button()]);
    await slack.as('Sam').click(message, 'Undo');
    const payload = slack.interactions.at(-1)?.payload;
    expect(payload).toMatchObject({
      type: 'block_actions',
      user: { id: 'U0SAM0000', username: 'sam', name: 'sam', team_id: 'T0HARBOUR' },
      container: { type: 'message', message_ts: message.ts, channel_id: 'C0OPS0000', is_ephemeral: false },
      channel: { id: 'C0OPS0000', name: 'ops' },
      message: { text: 'Done', ts: message.ts, bot_id: 'B0NEXUDUS' },
      actions: [
        {
          type: 'button',
          action_id: 'undo',
          block_id: 'b',
          value: 'NX-1',
          text: { type: 'plain_text', text: 'Undo', emoji: true },
        },
      ],
    });
    await expect(slack.as('Sam').click(message, 'Redo')).rejects.toThrow(
      'There is no button "Redo" in: [Undo]',
    );
  });

  test('an ephemeral message can be clicked by its person only, and its content is not sent', async () => {
    await bolt.stop();
    bolt = await startBolt(slack, 'http', (app) => {
      app.command('/nexudus', async ({ ack }) =>
        ack({ text: 'For you', blocks: [{ type: 'actions', elements: [button()] }] } as never),
      );
      app.action(/.*/, async ({ ack }) => ack());
    });
    await slack.as('Ana').command('/nexudus', { channel: 'ops' });
    const [message] = slack.ephemerals('Ana');
    if (!message) throw new Error('no message');
    await expect(slack.as('Sam').click(message, 'Undo')).rejects.toThrow(
      'Sam Field does not see that message',
    );
    await slack.as('Ana').click(message, { actionId: 'undo' });
    const payload = slack.interactions.at(-1)?.payload as Record<string, unknown>;
    expect([payload.container, 'message' in payload]).toEqual([
      { type: 'message', message_ts: message.ts, channel_id: 'C0OPS0000', is_ephemeral: true },
      false,
    ]);
  });

  test('a message shortcut carries the message', async () => {
    const said = slack.say('Sam', '#ops', 'We need a *room*');
    await bolt.stop();
    let seen: Record<string, unknown> = {};
    bolt = await startBolt(slack, 'http', (app) => {
      app.shortcut('from_message', async ({ ack, body }) => {
        seen = body as never;
        await ack();
      });
    });
    await slack.as('Ana').messageShortcut('from_message', said, '#ops');
    expect(seen).toMatchObject({
      type: 'message_action',
      callback_id: 'from_message',
      message_ts: said.ts,
      channel: { id: 'C0OPS0000', name: 'ops' },
      message: { type: 'message', user: 'U0SAM0000', text: 'We need a *room*' },
    });
    expect(said.plain).toBe('We need a room');
  });
});

describe('waiting', () => {
  test('for a modal that never comes fails with what is on screen', async () => {
    await slack
      .as('Ana')
      .shortcut('nobody-listens-but-the-app-says-so')
      .catch(() => {});
    slack.say('Sam', '#ops', 'hello');
    const wait = slack.as('Ana').waitForModal(() => true, { timeoutMs: 20, what: 'The rename form' });
    await expect(wait).rejects.toThrow(
      /^The rename form did not appear within 20 ms\.\n── On Ana Ruiz's screen\n[\s\S]*── in ops, Sam Field\n {2}hello/,
    );
  });

  test('for a message shows the channel', async () => {
    slack.say('Sam', '#ops', 'hello');
    const wait = slack.waitForMessage('#ops', (message) => message.text === 'bye', { timeoutMs: 20 });
    await expect(wait).rejects.toThrow(
      'The message in #ops did not appear within 20 ms.\n── In #ops\nSam Field: hello',
    );
  });

  test('listeners hear of every change until they stop', () => {
    let changes = 0;
    const stop = slack.onChange(() => {
      changes += 1;
    });
    slack.say('Sam', '#ops', 'one');
    stop();
    slack.say('Sam', '#ops', 'two');
    expect(changes).toBe(1);
  });
});
