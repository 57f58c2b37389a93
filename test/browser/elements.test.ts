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
const sure = {
  title: plain('Undo?'),
  text: plain('What was done is taken back.'),
  confirm: plain('Undo'),
  deny: plain('Keep'),
  style: 'danger',
};

const everything = [
  { type: 'header', text: plain('Everything') },
  { type: 'divider' },
  { type: 'alert', level: 'error', text: plain('Something is wrong') },
  input('Line', { type: 'plain_text_input', placeholder: plain('A line') }, { hint: plain('A hint') }),
  input('Lines', { type: 'plain_text_input', multiline: true }),
  input('Number', { type: 'number_input', is_decimal_allowed: false, initial_value: '7' }),
  input('Address', { type: 'url_text_input' }),
  input('Mail', { type: 'email_text_input' }),
  input('Rich', { type: 'rich_text_input' }),
  input('Boxes', { type: 'checkboxes', options: [option('One'), option('Two')] }),
  input('Radio', { type: 'radio_buttons', options: [option('Left'), option('Right')] }),
  input('One of', {
    type: 'static_select',
    option_groups: [
      { label: plain('Fruit'), options: [option('Apple')] },
      { label: plain('Tree'), options: [option('Oak')] },
    ],
  }),
  input('Some of', { type: 'multi_static_select', options: [option('Red'), option('Green')] }),
  input('Asked', { type: 'external_select', min_query_length: 2 }),
  input('Person', { type: 'users_select' }),
  input('People', { type: 'multi_users_select', max_selected_items: 1 }),
  input('Place', { type: 'conversations_select' }),
  input('Channel', { type: 'channels_select' }),
  input('Day', { type: 'datepicker' }),
  input('Time', { type: 'timepicker' }),
  input('Moment', { type: 'datetimepicker' }),
  {
    type: 'section',
    block_id: 'beside',
    text: { type: 'mrkdwn', text: '*Beside*' },
    accessory: { type: 'static_select', action_id: 'v', options: [option('Here'), option('There')] },
  },
  {
    type: 'actions',
    block_id: 'acts',
    elements: [
      button('Undo', { confirm: sure }),
      { type: 'overflow', action_id: 'more', options: [option('Copy'), option('Move')] },
    ],
  },
  { type: 'context', elements: [plain('In short')] },
  input('File', { type: 'file_input' }),
];

const cell = (text: string) => ({ type: 'raw_text', text });
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
          { type: 'broadcast', range: 'here' },
          { type: 'link', url: 'javascript:alert(1)', text: 'no link' },
          { type: 'date', timestamp: 1_392_734_382, format: '{date_num} {time}', fallback: 'then' },
        ],
      },
      {
        type: 'rich_text_list',
        style: 'ordered',
        elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'first' }] }],
      },
      { type: 'rich_text_quote', elements: [{ type: 'text', text: 'quoted' }] },
      { type: 'rich_text_preformatted', elements: [{ type: 'text', text: 'as it is' }] },
    ],
  },
  { type: 'section', fields: [plain('left'), plain('right')] },
  { type: 'table', rows: [[cell('Name')], [cell('Acme')]] },
  { type: 'card', title: { type: 'mrkdwn', text: '*Card*' } },
  { type: 'task_card', task_id: 't', title: 'Task', status: 'in_progress' },
  { type: 'markdown', text: '# Mark' },
  {
    type: 'container',
    title: plain('Advanced'),
    is_collapsible: true,
    child_blocks: [{ type: 'section', text: plain('inside') }],
  },
  { type: 'actions', elements: [button('Go', { style: 'primary' })] },
  {
    type: 'actions',
    elements: [{ type: 'static_select', action_id: 'v', options: [option('Here')] }],
  },
];

describePage('everything that the stand-in knows', (stage) => {
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
      const answer = payload.type === 'block_suggestion' ? { options: [option('Answered')] } : undefined;
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
    await screen.type('Mail', 'a@b.example');
    await screen.type('Rich', 'rich');
    await screen.modal().getByRole('checkbox', { name: 'Two' }).check();
    await screen.modal().getByRole('radio', { name: 'Right' }).check();
    await screen.pick('One of', 'oak', 'Oak');
    await screen.pick('Some of', '', 'Green');
    await screen.pick('Some of', '', 'Red');
    await screen.field('Asked').fill('a');
    await screen.modal().getByText('Type at least 2 characters').waitFor();
    await screen.pick('Asked', 'answ', 'Answered');
    await screen.pick('Person', 'leo', 'Leo Brandt');
    await screen.pick('People', 'priya', 'Priya Nair');
    await screen.field('People').click();
    await screen.modal().getByText('No more can be chosen').waitFor();
    await page.keyboard.press('Escape');
    await screen.pick('Place', 'soho', '#soho-desk');
    await screen.pick('Channel', 'gen', '#general');
    await screen.type('Day', '2026-03-04');
    await screen.type('Time', '09:30');
    await screen.type('Moment', '2026-03-04T09:30');
    expect(await screen.modal().locator('.unknown').allTextContents()).toEqual([
      'The sandbox can’t show the element “file_input”.',
    ]);
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
      Mail: 'a@b.example',
      Rich: { type: 'rich_text' },
      Boxes: ['two'],
      Radio: 'right',
      'One of': 'oak',
      'Some of': ['green', 'red'],
      Asked: 'answered',
      Person: 'U0LEO0000',
      People: ['U0PRIYA00'],
      Place: 'C0SOHO000',
      Channel: 'C0GENERAL',
      Day: '2026-03-04',
      Time: '09:30',
      Moment: Date.UTC(2026, 2, 4, 9, 30) / 1000,
    });
  });

  test('buttons ask first where they should, menus send their entry, menus beside a text too', async () => {
    const { screen, page } = stage;
    await page.getByRole('button', { name: 'Shortcuts' }).click();
    await page.getByRole('menuitem', { name: /^Create video room/ }).click();
    await screen.form('All', 'Line');
    const undo = screen.modal().getByRole('button', { name: 'Undo' });
    await undo.click();
    const asked = page.getByRole('alertdialog', { name: 'Undo?' });
    expect(await asked.textContent()).toContain('What was done is taken back.');
    await asked.getByRole('button', { name: 'Keep' }).click();
    await undo.click();
    await page.keyboard.press('Escape');
    await asked.waitFor({ state: 'hidden' });
    expect(actions()).toEqual([]);
    await undo.click();
    await asked.getByRole('button', { name: 'Undo' }).click();
    await screen.modal().getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Move' }).click();
    await page.waitForTimeout(200);
    await screen.pick('Beside', '', 'There');
    await page.waitForTimeout(200);
    expect(actions()).toMatchObject([
      { action_id: 'Undo', type: 'button' },
      { action_id: 'more', selected_option: { value: 'move' } },
      { block_id: 'beside', selected_option: { value: 'there' } },
    ]);
  });

  test('every block of a message is shown, menus in messages are said not to work', async () => {
    const { screen, page } = stage;
    await call('chat.postMessage', { channel: 'C0OPS0000', text: 'Everything', blocks: inMessages });
    const message = await screen.told('as it is');
    const text = (await message.textContent()) ?? '';
    for (const words of [
      'bold@Ana Ruiz#ops@hereno link',
      '2014-02-18 14:39',
      'first',
      'quoted',
      'left',
      'Acme',
    ])
      expect(text).toContain(words);
    for (const words of ['Card', 'Task (in_progress)', '# Mark', 'Advanced', 'inside'])
      expect(text).toContain(words);
    expect(await message.getByRole('link').count()).toBe(0);
    expect(await message.locator('.unknown').allTextContents()).toEqual([
      'The sandbox can’t show the element “static_select” in a message.',
    ]);
    await message.getByRole('button', { name: 'Go' }).click();
    await page.waitForTimeout(200);
    expect(actions()).toMatchObject([{ action_id: 'Go' }]);
  });
});
