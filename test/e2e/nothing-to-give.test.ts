import { describe, expect, test } from '@jest/globals';
import { APPROVALS, cards, expectRefused, holders, RECEPTION } from '../support/approvals.ts';
import { botMessages, openForm } from '../support/channel.ts';
import { isQuestion } from '../support/is-question.ts';
import { writes } from '../support/nexudus-calls.ts';
import { ASKS, SUMMARY } from '../support/outcomes.ts';
import { SAID, say } from '../support/sentences.ts';
import { useSandbox } from '../support/use-sandbox.ts';

// What gives no one anything, or may not be given, is said in the form: no review, no card, no write.
const stage = useSandbox({
  settings: { APPROVAL_CHANNEL: 'C0APPROVE', NEXUDUS_LOGINS: 'U0NORA000=nexudus-bot@harbour.example' },
});
const [SAM, LEO] = [1_412_000_003, 1_412_000_005];
const ADD = '/nexudus role add-users Reception';
const UPDATE = '/nexudus role update Reception';

/** Picks these in a field and sends the form: it is refused under the field, or another one. */
async function refused(
  command: string,
  label: string,
  names: readonly string[],
  sentence: string,
  under = label,
): Promise<void> {
  const form = await openForm(stage.ana, command, label);
  await form.pick(label, ...names);
  await expectRefused(stage.ana, form, { [under]: sentence });
  expect(cards(stage)).toEqual([]);
  expect(botMessages(stage)).toEqual([]);
  expect(writes(stage)).toEqual([]);
}

/** Picks what the role has only once it was picked: what it has is not offered. */
async function pickedThenHeld(
  command: string,
  label: string,
  names: readonly string[],
  { property = 'Users', ids = [SAM] }: { property?: string; ids?: readonly number[] } = {},
) {
  const held = stage.nexudus.record('userroles', RECEPTION)?.[property] as number[];
  stage.nexudus.put('userroles', { Id: RECEPTION, [property]: held.filter((id) => !ids.includes(id)) });
  const form = await openForm(stage.ana, command, label);
  await form.pick(label, ...names);
  stage.nexudus.put('userroles', { Id: RECEPTION, [property]: held });
  return form;
}

describe('said under the field', () => {
  test.each([
    ['add-users', ADD, 'Users'],
    ['update', UPDATE, 'Add users'],
  ])('%s: who has the role', async (_what, command, label) => {
    const form = await pickedThenHeld(command, label, ['Sam Field']);
    await expectRefused(stage.ana, form, { [label]: `Sam Field ${SAID.heldAlready}` });
    expect(cards(stage)).toEqual([]);
    expect(writes(stage)).toEqual([]);
  });

  test('update: a permission it has', async () => {
    const id = stage.nexudus.named('roles', 'Team-List').Id;
    const form = await pickedThenHeld(UPDATE, 'Add permissions', ['Team-List'], {
      property: 'Roles',
      ids: [id],
    });
    await expectRefused(stage.ana, form, { 'Add permissions': 'Team-List' });
    expect(writes(stage)).toEqual([]);
  });

  test.each([
    ['add-users: the same by Slack', ADD, 'Slack people', 'Sam Field', `Sam Field ${SAID.heldAlready}`],
    ['add-users: the bot', ADD, 'Users', 'Nexudus bot', SAID.ownAccount],
    ['add-users: the bot by Slack', ADD, 'Slack people', 'Nora New', SAID.ownAccount],
    ['update: the bot', UPDATE, 'Add users', 'Nexudus bot', SAID.ownAccount],
    ['add-users: inactive', ADD, 'Users', 'Ian Cole', `Ian Cole ${SAID.notActive}`],
    ['add-users: inactive, by Slack', ADD, 'Slack people', 'Ian Cole', `Ian Cole ${SAID.notActive}`],
    ['update: inactive', UPDATE, 'Add users', 'Ian Cole', `Ian Cole ${SAID.notActive}`],
  ])('%s', (_what, command, label, name, sentence) => refused(command, label, [name], sentence));

  test.each([
    ['/nexudus role add-users Bot', 'Users'],
    ['/nexudus role update Bot', 'Add users'],
  ])('the bot’s own role: %s', (command, label) =>
    refused(command, label, ['Leo Brandt'], SAID.ownRole, 'Role'),
  );

  test('several are all named', async () => {
    stage.nexudus.put('userroles', { Id: RECEPTION, Users: [SAM, LEO] });
    const form = await pickedThenHeld(ADD, 'Users', ['Sam Field', 'Leo Brandt'], { ids: [SAM, LEO] });
    await expectRefused(stage.ana, form, { Users: 'Sam Field and Leo Brandt already have this role.' });
  });
});

test('who got the role after the form was opened is told from the role as it is now', async () => {
  const form = await openForm(stage.ana, `${ADD} leo@harbour.example`, 'Users');
  stage.nexudus.put('userroles', { Id: RECEPTION, Users: [SAM, LEO] });
  await expectRefused(stage.ana, form, { Users: `Leo Brandt ${SAID.heldAlready}` });
  expect(cards(stage)).toEqual([]);
});

test('beside a new person, who has the role is named in the review and left out of what is asked', async () => {
  const { ana, slack } = stage;
  const form = await pickedThenHeld(ADD, 'Users', ['Sam Field', 'Leo Brandt']);
  await form.submit();
  const review = await ana.waitForModal(isQuestion);
  expect(review.text()).toContain(SUMMARY.adds('Leo Brandt (leo@harbour.example)', 'Reception'));
  expect(review.text()).toContain(say.heldAlready(['Sam Field']));
  await review.submit();
  const card = await slack.waitForMessage(APPROVALS, ({ plain }) => plain.includes(ASKS), {
    timeoutMs: 15_000,
  });
  expect(card.plain).not.toContain('Sam');
  await slack.as('Priya').click(card, 'Approve');
  await stage.until(() => writes(stage).length === 1, 'the write', 15_000);
  expect(holders(stage)).toEqual([SAM, LEO]);
});

test('a rename that also names who has the role asks no one: there is nothing to give', async () => {
  const form = await pickedThenHeld(UPDATE, 'Add users', ['Sam Field']);
  await form.type('Name', 'Front desk');
  await expectRefused(stage.ana, form, { 'Add users': `Sam Field ${SAID.heldAlready}` });
  expect(cards(stage)).toEqual([]);
});
