import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { KnownBlock, ModalView } from '@slack/types';
import { LogLevel, WebClient } from '@slack/web-api';
import { type Interaction, type SlackStandIn, startSlack } from '../../../src/sandbox/slack/start-slack.ts';
import { modal, plain, type RunningBolt, startBolt, textInput } from './slack-bolt.ts';

// Here the bot acks everything and the test itself makes its calls.
let slack: SlackStandIn;
let bolt: RunningBolt;
let client: WebClient;
let answer: unknown;

const silent = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  getLevel: () => LogLevel.ERROR,
  setName() {},
};
const refusal = (call: Promise<unknown>) =>
  call.then(
    () => 'no error',
    (error) => error.data?.error ?? error.message,
  );
const last = (): Interaction & { payload: Sent } => slack.interactions.at(-1) as never;

interface Sent {
  trigger_id: string;
  view: { state: { values: Record<string, Record<string, object>> } };
}

async function trigger(): Promise<string> {
  await slack.as('Ana').shortcut('open');
  return last().payload.trigger_id;
}

async function open(view: ModalView) {
  await client.views.open({ trigger_id: await trigger(), view });
  return slack.as('Ana').waitForModal(() => true);
}

beforeEach(async () => {
  answer = undefined;
  slack = await startSlack();
  client = new WebClient(slack.botToken, {
    slackApiUrl: slack.apiUrl,
    retryConfig: { retries: 0 },
    logger: silent,
  });
  bolt = await startBolt(slack, 'http', (app) => {
    app.shortcut(/.*/, async ({ ack }) => ack());
    app.view({ type: 'view_submission', callback_id: /.*/ }, async ({ ack }) => ack(answer as never));
    app.action(/.*/, async ({ ack }) => ack());
  });
});

afterEach(async () => {
  await bolt.stop();
  await slack.close();
});

describe('trigger ids', () => {
  test('serve once, for 3 s', async () => {
    const id = await trigger();
    expect(await refusal(client.views.open({ trigger_id: id, view: modal([]) }))).toBe('no error');
    expect(await refusal(client.views.open({ trigger_id: id, view: modal([]) }))).toBe(
      'exchanged_trigger_id',
    );
    const late = await trigger();
    slack.advance(2900);
    const inTime = await trigger();
    slack.advance(101);
    expect(await refusal(client.views.open({ trigger_id: late, view: modal([]) }))).toBe(
      'expired_trigger_id',
    );
    expect(await refusal(client.views.open({ trigger_id: inTime, view: modal([]) }))).toBe('no error');
    expect(await refusal(client.views.open({ trigger_id: 'made.up', view: modal([]) }))).toBe(
      'invalid_trigger_id',
    );
    expect(slack.problems).toEqual([
      'views.open refused: exchanged_trigger_id',
      'views.open refused: expired_trigger_id',
      'views.open refused: invalid_trigger_id',
    ]);
  });

  test('a refused view does not use the trigger up', async () => {
    const id = await trigger();
    const answer = await client.views
      .open({ trigger_id: id, view: modal([], { title: plain('x'.repeat(25)) }) })
      .catch((error) => error.data);
    expect(answer).toMatchObject({
      error: 'invalid_arguments',
      response_metadata: {
        messages: ['[ERROR] must be less than 25 characters [json-pointer:/view/title/text]'],
      },
    });
    expect(await refusal(client.views.open({ trigger_id: id, view: modal([]) }))).toBe('no error');
    expect(slack.problems).toEqual([
      'views.open refused: invalid_arguments: must be less than 25 characters [json-pointer:/view/title/text]',
    ]);
  });

  test('views are pushed on top of an open modal, three at most', async () => {
    const push = async () => refusal(client.views.push({ trigger_id: await trigger(), view: modal([]) }));
    expect(await push()).toBe('not_found');
    await open(modal([]));
    expect([await push(), await push(), await push()]).toEqual([
      'no error',
      'no error',
      'push_limit_reached',
    ]);
  });

  test('a view over 250 KB is too large', async () => {
    const section = { type: 'section', text: { type: 'mrkdwn', text: 'x'.repeat(3000) } } as KnownBlock;
    const view = modal(Array(90).fill(section));
    expect(await refusal(client.views.open({ trigger_id: await trigger(), view }))).toBe('view_too_large');
  });
});

describe('the stack', () => {
  const button: KnownBlock = {
    type: 'actions',
    block_id: 'buttons',
    elements: [{ type: 'button', action_id: 'more', text: plain('More') }],
  };

  async function push(title: string) {
    answer = { response_action: 'push', view: modal([button], { title: plain(title), callback_id: title }) };
    await slack.as('Ana').modal()?.submit();
    answer = undefined;
    return slack
      .as('Ana')
      .modals()
      .map((each) => each.title);
  }

  test('holds three views', async () => {
    const ana = slack.as('Ana');
    const first = await open(modal([button], { title: plain('One') }));
    await push('Two');
    expect(await push('Three')).toEqual(['One', 'Two', 'Three']);
    expect(await push('Four')).toEqual(['One', 'Two', 'Three']);
    expect(slack.problems).toEqual(['view_submission Three answered wrongly: push_limit_reached']);
    expect(ana.modal()?.json).toMatchObject({ type: 'modal', title: { text: 'Three' } });
    await ana.modal()?.close();
    await ana.modal()?.press('More');
    expect(last().payload.view).toMatchObject({ root_view_id: first.id, previous_view_id: first.id });
    await ana.modal()?.submit();
    expect(ana.modals().map((each) => each.title)).toEqual(['One']);
  });

  test('a modal is closed silently, and cannot be used afterwards', async () => {
    const form = await open(modal([button]));
    const before = slack.interactions.length;
    await form.close();
    expect(slack.interactions.length).toBe(before);
    expect(form.open).toBe(false);
    await expect(form.press('More')).rejects.toThrow('"Video room" is closed.');
  });

  test('another views.open takes the place of what was open', async () => {
    const one = await open(modal([], { title: plain('One') }));
    const two = await open(modal([], { title: plain('Two') }));
    expect([one.open, two.open, slack.as('Ana').modals().length]).toEqual([false, true, 1]);
  });
});

describe('views.update', () => {
  test('a stale hash conflicts, a fresh one and none do not', async () => {
    const { view } = await client.views.open({ trigger_id: await trigger(), view: modal([]) });
    const update = (hash?: string) =>
      refusal(client.views.update({ view_id: view?.id ?? '', hash, view: modal([]) }));
    expect(await update(view?.hash)).toBe('no error');
    expect(await update(view?.hash)).toBe('hash_conflict');
    expect(await update()).toBe('no error');
  });

  test('a closed view is not found', async () => {
    const form = await open(modal([]));
    await form.close();
    expect(await refusal(client.views.update({ view_id: form.id, view: modal([]) }))).toBe('not_found');
  });

  test('external ids find a view, and are unique', async () => {
    const form = await open(modal([], { external_id: 'form-1' }));
    await client.views.update({
      external_id: 'form-1',
      view: modal([], { title: plain('New'), external_id: 'form-1' }),
    });
    expect(form.title).toBe('New');
    const again = client.views.open({
      trigger_id: await trigger(),
      view: modal([], { external_id: 'form-1' }),
    });
    expect(await refusal(again)).toBe('duplicate_external_id');
  });

  test('keeps what is in inputs whose block_id and action_id stay, whatever initial_value says', async () => {
    const form = await open(
      modal([textInput('a', 'Same'), textInput('b', 'New block'), textInput('c', 'New action')]),
    );
    for (const label of form.labels()) await form.type(label, 'typed');
    await client.views.update({
      view_id: form.id,
      view: modal([
        textInput('a', 'Same', { initial_value: 'initial' }),
        textInput('b2', 'New block', { initial_value: 'initial' }),
        textInput('c', 'New action', { action_id: 'other', initial_value: 'initial' }),
        textInput('d', 'Blank'),
      ]),
    });
    const shown = Object.fromEntries(form.labels().map((label) => [label, form.value(label)]));
    expect(shown).toEqual({ Same: 'typed', 'New block': 'initial', 'New action': 'initial', Blank: '' });
  });

  test('another kind of element under the same ids begins anew', async () => {
    const form = await open(modal([textInput('a', 'Name')]));
    await form.type('Name', 'typed');
    await client.views.update({
      view_id: form.id,
      view: modal([textInput('a', 'Name', { type: 'url_text_input', initial_value: 'https://a.example' })]),
    });
    expect(form.value('Name')).toBe('https://a.example');
  });

  test('with blankPrefilled, untouched prefilled inputs arrive blank after an update, touched ones as typed', async () => {
    slack.faults.blankPrefilled = true;
    const filled = [
      textInput('a', 'One', { initial_value: 'one' }),
      textInput('b', 'Two', { initial_value: 'two' }),
    ];
    const form = await open(modal(filled));
    const sent = async () => {
      await form.submit();
      return last().payload.view;
    };
    await client.views.update({ view_id: form.id, view: modal(filled) });
    await form.type('Two', 'zwei');
    expect([form.value('One'), form.value('Two')]).toEqual(['one', 'zwei']);
    expect((await sent()).state.values).toEqual({
      a: { text: { type: 'plain_text_input', value: null } },
      b: { text: { type: 'plain_text_input', value: 'zwei' } },
    });
  });
});

describe('what a submission carries', () => {
  test('the true shapes, blank and filled', async () => {
    const option = (text: string) => ({ text: plain(text), value: text.toLowerCase() });
    const input = (label: string, element: object) =>
      ({
        type: 'input',
        block_id: label,
        label: plain(label),
        optional: true,
        element: { action_id: 'v', ...element },
      }) as KnownBlock;
    const blocks = [
      input('text', { type: 'plain_text_input' }),
      input('number', { type: 'number_input', is_decimal_allowed: false }),
      input('url', { type: 'url_text_input' }),
      input('one', { type: 'static_select', options: [option('A'), option('B')] }),
      input('users', { type: 'multi_users_select' }),
      input('box', { type: 'checkboxes', options: [option('Yes')] }),
      input('radio', { type: 'radio_buttons', options: [option('A'), option('B')] }),
      input('where', { type: 'conversations_select', response_url_enabled: true }),
    ];
    const state = async (fill: (form: Awaited<ReturnType<typeof open>>) => Promise<void>) => {
      const form = await open(modal(blocks, { private_metadata: 'kept' }));
      await fill(form);
      await form.submit();
      const { values } = last().payload.view.state;
      return Object.fromEntries(Object.entries(values).map(([name, { v }]) => [name, v]));
    };
    expect(await state(async () => {})).toEqual({
      text: { type: 'plain_text_input', value: null },
      number: { type: 'number_input' },
      url: { type: 'url_text_input', value: null },
      one: { type: 'static_select', selected_option: null },
      users: { type: 'multi_users_select', selected_users: [] },
      box: { type: 'checkboxes', selected_options: [] },
      radio: { type: 'radio_buttons', selected_option: null },
      where: { type: 'conversations_select', selected_conversation: null },
    });
    expect(last().payload).toMatchObject({
      response_urls: [],
      user: { id: 'U0ANA0000', username: 'ana', team_id: 'T0HARBOUR' },
    });
    const chosen = (text: string) => ({
      text: { type: 'plain_text', text, emoji: true },
      value: text.toLowerCase(),
    });
    const filled = await state(async (form) => {
      await form.type('text', 'words');
      await form.type('number', '12');
      await form.type('url', 'https://a.example/b.png');
      await form.pick('one', 'B');
      await form.pick('users', 'Sam', 'Priya');
      await form.tick('box');
      await form.pick('radio', 'A');
      await form.pick('where', '#ops');
    });
    expect(filled).toEqual({
      text: { type: 'plain_text_input', value: 'words' },
      number: { type: 'number_input', value: '12' },
      url: { type: 'url_text_input', value: 'https://a.example/b.png' },
      one: { type: 'static_select', selected_option: chosen('B') },
      users: { type: 'multi_users_select', selected_users: ['U0SAM0000', 'U0PRIYA00'] },
      box: { type: 'checkboxes', selected_options: [chosen('Yes')] },
      radio: { type: 'radio_buttons', selected_option: chosen('A') },
      where: { type: 'conversations_select', selected_conversation: 'C0OPS0000' },
    });
    expect(last().payload).toMatchObject({
      type: 'view_submission',
      team: { id: 'T0HARBOUR', domain: 'harbour' },
      api_app_id: 'A0NEXUDUS',
      view: {
        type: 'modal',
        callback_id: 'form',
        private_metadata: 'kept',
        app_id: 'A0NEXUDUS',
        bot_id: 'B0NEXUDUS',
      },
      response_urls: [{ block_id: 'where', action_id: 'v', channel_id: 'C0OPS0000' }],
    });
  });
});

describe('App Home', () => {
  test('is published, updated with its hash, and used', async () => {
    const blocks: KnownBlock[] = [
      {
        type: 'section',
        block_id: 's',
        text: { type: 'mrkdwn', text: '*Hello*' },
        accessory: { type: 'button', action_id: 'go', text: plain('Go'), value: '1' },
      },
    ];
    const { view } = await client.views.publish({ user_id: 'U0ANA0000', view: { type: 'home', blocks } });
    const ana = slack.as('Ana');
    expect([ana.home()?.text(), slack.as('Sam').home()]).toEqual(['Hello\n[Go]', undefined]);
    await ana.home()?.press('Go');
    expect(last().payload).toMatchObject({
      type: 'block_actions',
      container: { type: 'view', view_id: view?.id },
      actions: [{ type: 'button', action_id: 'go', block_id: 's', value: '1', text: { text: 'Go' } }],
    });
    const publish = (hash?: string) =>
      refusal(client.views.publish({ user_id: 'U0ANA0000', hash, view: { type: 'home', blocks: [] } }));
    expect([await publish(view?.hash), await publish(view?.hash), await publish()]).toEqual([
      'no error',
      'hash_conflict',
      'no error',
    ]);
    expect(
      await refusal(client.views.publish({ user_id: 'U0NOBODY0', view: { type: 'home', blocks } })),
    ).toBe('user_not_found');
  });
});
