import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { describePage } from './use-page.ts';

const plain = (text: string) => ({ type: 'plain_text', text });
const option = (text: string) => ({ text: plain(text), value: text.toLowerCase() });
const input = (label: string, element: object, more: object = {}) => ({
  type: 'input',
  block_id: label,
  label: plain(label),
  optional: true,
  element: { action_id: 'v', ...element },
  ...more,
});
const button = (text: string, more: object = {}) => ({
  type: 'button',
  action_id: text,
  text: plain(text),
  ...more,
});
const everything = [
  { type: 'alert', level: 'error', text: plain('Something is wrong') },
  input('Line', { type: 'plain_text_input', placeholder: plain('A line') }, { hint: plain('A hint') }),
  input('Lines', { type: 'plain_text_input', multiline: true }),
  input('Number', { type: 'number_input', is_decimal_allowed: false, initial_value: '7' }),
  input('Address', { type: 'url_text_input' }),
  input('Boxes', { type: 'checkboxes', options: [option('One'), option('Two')] }),
  input('Radio', { type: 'radio_buttons', options: [option('Left'), option('Right')] }),
  input('One of', { type: 'static_select', options: [option('Apple'), option('Oak')] }),
  input('Some of', { type: 'multi_external_select', min_query_length: 0, max_selected_items: 2 }),
  input('Asked', { type: 'external_select', min_query_length: 2 }),
  input('People', { type: 'multi_users_select', max_selected_items: 1 }),
  input('Place', { type: 'conversations_select' }),
  {
    type: 'section',
    block_id: 'beside',
    text: { type: 'mrkdwn', text: '*Beside*' },
    accessory: { type: 'static_select', action_id: 'v', options: [option('Here'), option('There')] },
  },
  {
    type: 'actions',
    block_id: 'acts',
    elements: [button('Undo', { accessibility_label: 'Take it back' })],
  },
  { type: 'context', elements: [plain('In short')] },
];

const inMessages = [
  {
    type: 'rich_text',
    elements: [
      {
        type: 'rich_text_section',
        elements: [
          { type: 'text', text: 'bold', style: { bold: true } },
          { type: 'user', user_id: 'U0ANA0000' },
          { type: 'channel', channel_id: 'C0OPS0000' },
          { type: 'date', timestamp: 1_392_734_382, format: '{date_short_pretty} {time}', fallback: 'then' },
        ],
      },
      {
        type: 'rich_text_list',
        style: 'bullet',
        elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'first' }] }],
      },
    ],
  },
  { type: 'section', fields: [plain('left'), plain('right')] },
  {
    type: 'context',
    elements: [{ type: 'mrkdwn', text: 'on <!date^1392734382^{date_short_pretty} at {time}|then>' }],
  },
  { type: 'actions', elements: [button('Go', { style: 'primary' })] },
  {
    type: 'actions',
    elements: [{ type: 'static_select', action_id: 'v', options: [option('Here')] }],
  },
];

describePage('everything that the bot sends', (stage) => {
  let bot: Server;
  let real: string | undefined;
  let heard: Record<string, unknown>[];

  // In place of the bot: it answers everything, and opens a view for each shortcut.
  beforeEach(async () => {
    heard = [];
    bot = createServer(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += chunk;
      const payload = JSON.parse(new URLSearchParams(body).get('payload') ?? '{}');
      heard.push(payload);
      const found = [option('Replied'), option('Red'), option('Green')];
      const answer = payload.type === 'block_suggestion' ? { options: found } : undefined;
      response.setHeader('content-type', 'application/json').end(answer && JSON.stringify(answer));
      if (payload.type !== 'shortcut') return;
      const view = { type: 'modal', title: plain('All'), submit: plain('Send'), blocks: everything };
      await call('views.open', { trigger_id: payload.trigger_id, view });
    });
    await new Promise<void>((resolve) => bot.listen(0, '127.0.0.1', () => resolve()));
    real = stage.sandbox.slack.eventsUrl;
    stage.sandbox.slack.eventsUrl = `http://127.0.0.1:${(bot.address() as AddressInfo).port}/`;
  });
  afterEach(async () => {
    stage.sandbox.slack.eventsUrl = real;
    await new Promise((resolve) => bot.close(resolve));
  });

  async function call(method: string, args: object): Promise<unknown> {
    const { slack } = stage.sandbox;
    const answer = await fetch(`${slack.apiUrl}${method}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${slack.botToken}`, 'content-type': 'application/json' },
      body: JSON.stringify(args),
    });
    const body = (await answer.json()) as { ok: boolean };
    if (!body.ok) throw new Error(JSON.stringify(body));
    return body;
  }

  const actions = () =>
    heard.filter(({ type }) => type === 'block_actions').flatMap((each) => each.actions as object[]);

  test('every input of a modal can be used, and arrives as Slack sends it', async () => {
    const { screen, page } = stage;
    await page.getByRole('button', { name: 'Shortcuts' }).click();
    await page.getByRole('menuitem', { name: /^Create video room/ }).click();
    await screen.form('All', 'Line');
    expect(await screen.field('Number').inputValue()).toBe('7');
    await screen.type('Line', 'a line');
    await screen.type('Lines', 'two\nlines');
    await screen.type('Address', 'https://a.example');
    await screen.modal().getByRole('checkbox', { name: 'Two' }).check();
    await screen.modal().getByRole('radio', { name: 'Right' }).check();
    await screen.pick('One of', 'oak', 'Oak');
    await screen.pick('Some of', '', 'Green');
    await screen.pick('Some of', '', 'Red');
    await screen.field('Asked').fill('a');
    await screen.modal().getByText('Type at least 2 characters').waitFor();
    await screen.pick('Asked', 'repl', 'Replied');
    await screen.pick('People', 'priya', 'Priya Nair');
    await screen.field('People').click();
    await screen.modal().getByText('No more can be chosen').waitFor();
    await page.keyboard.press('Escape');
    await screen.pick('Place', 'soho', '#soho-desk');
    expect(await screen.modal().locator('.unknown').count()).toBe(0);
    await screen.press('Send');
    await screen.closed();
    const submitted = heard.find(({ type }) => type === 'view_submission') as {
      view: { state: { values: Record<string, Record<string, Record<string, unknown>>> } };
    };
    const held = Object.entries(submitted.view.state.values).map(
      ([label, { v: { type: _, ...rest } = {} }]) => {
        const [value] = Object.values(rest);
        const named = (each: unknown) => (each as { value?: string } | null)?.value ?? each;
        return [label, Array.isArray(value) ? value.map(named) : named(value)];
      },
    );
    expect(Object.fromEntries(held)).toMatchObject({
      Line: 'a line',
      Lines: 'two\nlines',
      Number: '7',
      Address: 'https://a.example',
      Boxes: ['two'],
      Radio: 'right',
      'One of': 'oak',
      'Some of': ['green', 'red'],
      Asked: 'replied',
      People: ['U0PRIYA00'],
      Place: 'C0SOHO000',
    });
  });

  test('buttons send what they are, menus beside a text too', async () => {
    const { screen, page } = stage;
    await page.getByRole('button', { name: 'Shortcuts' }).click();
    await page.getByRole('menuitem', { name: /^Create video room/ }).click();
    await screen.form('All', 'Line');
    await screen.modal().getByRole('button', { name: 'Undo: Take it back' }).click();
    await page.waitForTimeout(200);
    await screen.pick('Beside', '', 'There');
    await page.waitForTimeout(200);
    expect(actions()).toMatchObject([
      { action_id: 'Undo', type: 'button' },
      { block_id: 'beside', selected_option: { value: 'there' } },
    ]);
  });

  test('every block of a message is shown, and what cannot be shown is said', async () => {
    const { screen, page } = stage;
    await call('chat.postMessage', { channel: 'C0OPS0000', text: 'Everything', blocks: inMessages });
    const message = await screen.message('first');
    const text = (await message.textContent()) ?? '';
    const moments = ['Feb 18, 2014 14:39', 'on Feb 18, 2014 at 14:39'];
    for (const words of ['bold@Ana Ruiz#ops', ...moments, 'first', 'left', 'right'])
      expect(text).toContain(words);
    expect(await message.locator('.unknown').allTextContents()).toEqual([
      'The sandbox can’t show the element “static_select” in a message.',
    ]);
    // The stand-in refuses such a block: the page says so of one that comes all the same.
    stage.sandbox.slack.messages('#ops').at(-1)?.blocks.push({ type: 'divider' });
    stage.sandbox.slack.say('Ana', '#ops', 'Next');
    await message.getByText('The sandbox can’t show the block “divider”.').waitFor();
    await message.getByRole('button', { name: 'Go' }).click();
    await page.waitForTimeout(200);
    expect(actions()).toMatchObject([{ action_id: 'Go' }]);
  });
});
