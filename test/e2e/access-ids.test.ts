import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { sentenceIn } from '../support/access-acts.ts';
import { afterAWord, botMessages, openForm } from '../support/channel.ts';
import { writes } from '../support/nexudus-calls.ts';
import { SAID } from '../support/sentences.ts';
import { submissionOf, submitRaw } from '../support/submit-raw.ts';
import { useSandbox } from '../support/use-sandbox.ts';

const stage = useSandbox();
const BOT_ROLE = 1_413_000_005;

/** What is no id of a record of the wanted kind, however it is written. */
const NO_IDS: readonly (readonly [string, unknown])[] = [
  ['of a record that doesn’t exist', '1499999999'],
  ['of a team', '1414300001'],
  ['negative', '-1414940210'],
  ['fractional', '1414940210.5'],
  ['too large to be a number', '99999999999999999999'],
  ['beyond what is distinguished', '9007199254740993'],
  ['zero', '0'],
  ['in hexadecimal', '0x5455A9B2'],
  ['with an exponent', '1e9'],
  ['a path', '../users/1412000001'],
  ['a query', '1414940210?id=[1,2]'],
  ['__proto__', '__proto__'],
  ['constructor', 'constructor'],
  ['the entry of an empty picker', 'unavailable'],
  ['an object', { $gt: 0 }],
  ['a list', ['1414940210']],
  ['true', true],
  ['a number', 1499999999],
];

let before: string;
const records = () =>
  JSON.stringify(
    (['videorooms', 'workspaces', 'teams', 'userroles'] as const).map((r) => stage.nexudus.records(r)),
  );
beforeEach(() => {
  before = records();
});
afterEach(async () => {
  await afterAWord(stage, stage.ana);
  expect(writes(stage)).toEqual([]);
  expect(records()).toBe(before);
  expect(botMessages(stage)).toEqual([]);
});

describe.each(NO_IDS)('an id that is none: %s', (_what, value) => {
  test.each([
    ['/nexudus video-room create name=Den participants=8 location=Soho', 'Location'],
    ['/nexudus video-room update "Focus room"', 'Location'],
    ['/nexudus workspace update Newsletter', 'Administrator'],
    ['/nexudus team billing Acme', 'Paying customer'],
    ['/nexudus team billing Acme', 'Default plan'],
    ['/nexudus role update Reception', 'Location'],
  ])('%s, in “%s”', async (command, label) => {
    const form = await openForm(stage.ana, command, label);
    const answer = await submitRaw(stage, form, { [label]: { selected_option: { value } } });
    expect(answer.status).toBe(200);
    expect(sentenceIn(answer)).toMatch(/^\p{L}.{15,}\.$/u);
  });

  test.each([
    ['/nexudus workspace update Newsletter', 'Add members'],
    ['/nexudus team members Acme', 'Add members'],
    ['/nexudus role add-users Reception', 'Users'],
    ['/nexudus role update Reception', 'Add permissions'],
    ['/nexudus role update Reception', 'Add users'],
  ])('%s, in the list “%s”', async (command, label) => {
    const form = await openForm(stage.ana, command, label);
    const answer = await submitRaw(stage, form, { [label]: { selected_options: [{ value }] } });
    expect(answer.status).toBe(200);
    expect(sentenceIn(answer)).toMatch(/^\p{L}.{15,}\.$/u);
  });

  test('as the record itself, picked and sent', async () => {
    const form = await openForm(stage.ana, '/nexudus video-room update "Focus room" participants=12', 'Name');
    const { view, ...common } = submissionOf(stage, form, stage.ana.person, {
      'Video room': { selected_option: { value } },
    }) as { view: { state: { values: Record<string, Record<string, object>> } } };
    const [block = ''] = Object.keys(view.state.values).filter((id) => id.startsWith('room~'));
    const answer = await stage.slack.send('interactive', { ...common, view });
    expect(answer.status).toBe(200);
    expect(sentenceIn(answer)).not.toBe('');
    const picked = await stage.slack.send('interactive', {
      ...common,
      type: 'block_actions',
      view,
      actions: [
        { ...view.state.values[block]?.value, type: 'external_select', block_id: block, action_id: 'value' },
      ],
    });
    expect(picked.status).toBe(200);
  });
});

describe('the roles of the bot’s own account are never changed', () => {
  const SENTENCE = SAID.ownRole;

  test.each([
    ['role add-users', 'Users', { Users: { selected_options: [{ value: '1412000003' }] } }],
    [
      'role update',
      'Add permissions',
      { 'Add permissions': { selected_options: [{ value: '1401000001' }] } },
    ],
    ['role update', 'Name', { Name: { value: 'Robot' } }],
    ['role update', 'Remove users', { 'Remove users': { selected_options: [{ value: '1412000001' }] } }],
  ] as [string, string, Record<string, object>][])('by %s: %s', async (command, label, replaced) => {
    const { ana } = stage;
    const form = await openForm(ana, `/nexudus ${command} Bot`, label);
    const first = await submitRaw(stage, form, replaced);
    let { body } = first;
    if (first.action === 'push') {
      // Past the review, too.
      const { view } = body as { view: { private_metadata: string; callback_id: string } };
      const forged = submissionOf(stage, form, ana.person) as { view: object };
      Object.assign(forged.view, { ...view, id: 'V0FORGED', state: { values: {} } });
      ({ body } = await stage.slack.send('interactive', forged));
      await ana.waitForModal((modal) => modal.text().includes(SENTENCE));
    } else {
      expect(JSON.stringify(body)).toContain(SENTENCE);
    }
    expect(stage.nexudus.record('userroles', BOT_ROLE)?.Name).toBe('Bot');
  });

  test('nor one that it was given since the form was opened', async () => {
    const { ana, nexudus } = stage;
    const form = await openForm(ana, '/nexudus role add-users Events', 'Users');
    await form.pick('Users', 'Sam Field');
    nexudus.put('userroles', { Id: 1_413_000_006, Users: [1_412_000_001, 1_412_000_008] });
    before = records();
    await form.submit();
    await ana.modal()?.submit();
    await ana.waitForModal((modal) => modal.text().includes(SENTENCE));
  });
});
