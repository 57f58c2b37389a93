import { expect, test } from '@jest/globals';
import { ADD_LEO, APPROVALS, cardSaying, cards, holders, RECEPTION } from '../support/approvals.ts';
import { newest, openForm } from '../support/channel.ts';
import { isQuestion } from '../support/is-question.ts';
import { writes } from '../support/nexudus-calls.ts';
import { ASKS, requestedBy } from '../support/outcomes.ts';
import { say } from '../support/sentences.ts';
import { press, putBack, untilSays } from '../support/undo.ts';
import { useSandbox } from '../support/use-sandbox.ts';

// With an approval channel: what gives access needs an approval, also where it is only given back.
const stage = useSandbox({ settings: { APPROVAL_CHANNEL: 'C0APPROVE' } });
const [SAM, LEO] = [1_412_000_003, 1_412_000_005];

test('a removal is undone once that is approved; adding is undone at once', async () => {
  const { ana, slack } = stage;
  const priya = slack.as('Priya');
  expect(holders(stage)).toEqual([SAM]);
  const form = await openForm(ana, '/nexudus role update Reception', 'Remove users');
  await form.pick('Remove users', 'Sam Field');
  await form.submit();
  await (await ana.waitForModal(isQuestion)).submit();
  await untilSays(stage, '[Undo]');
  expect(holders(stage)).toEqual([]);
  expect(cards(stage)).toEqual([]);

  const question = await press(stage, ana);
  expect(question.submitText).toBe(say.requestApproval);
  expect(question.text()).toContain('Sam Field');
  await question.submit();
  const card = await cardSaying(stage, ASKS);
  expect(card.plain).toContain(`Undo: Update role`);
  expect(card.plain).toContain(requestedBy('Ana Ruiz'));
  expect(writes(stage)).toHaveLength(1);
  // Until then the message is as it was, and a second press says that it waits.
  expect(newest(stage)?.buttons).toContain('Undo');
  for (const modal of ana.modals()) await modal.close();
  const again = await press(stage, ana);
  expect(again.submitText).toBeUndefined();
  expect(again.text()).toContain('already under way');
  await again.close();
  await priya.click(card, 'Approve');
  await untilSays(stage, '↩️ Undone by @Ana Ruiz');
  expect(holders(stage)).toEqual([SAM]);
  expect(slack.messages(APPROVALS).length).toBeGreaterThan(0);

  // Taking away again gives nothing, so it is done at once.
  const { asked } = await putBack(stage, ana, 'Redo');
  expect(asked).toContain('Sam Field');
  expect(holders(stage)).toEqual([]);
  expect(cards(stage)).toHaveLength(1);
}, 90_000);

test('a removal of who is back in the role since has nothing to undo, and says so', async () => {
  const { ana, nexudus } = stage;
  const form = await openForm(ana, '/nexudus role update Reception', 'Remove users');
  await form.pick('Remove users', 'Sam Field');
  await form.submit();
  await (await ana.waitForModal(isQuestion)).submit();
  await untilSays(stage, '[Undo]');
  nexudus.put('userroles', { Id: RECEPTION, Users: [SAM] });
  const said = await press(stage, ana);
  expect(said.text()).toContain(say.nothingToUndo);
  expect(said.submitText).toBeUndefined();
}, 60_000);

test('what is given back until a moment is approved as that', async () => {
  const { ana, slack } = stage;
  const priya = slack.as('Priya');
  const form = await openForm(ana, `${ADD_LEO} until in 3 days`, 'Users');
  await form.submit();
  await (await ana.waitForModal(isQuestion)).submit();
  await priya.click(await cardSaying(stage, ASKS), 'Approve');
  await untilSays(stage, '[Undo]');
  await putBack(stage, ana);
  const question = await press(stage, ana, 'Redo');
  expect(question.text()).toContain(say.temporaryUntil.trim());
  expect(question.text()).not.toContain(say.permanent);
  await question.submit();
  const card = await cardSaying(stage, ASKS, 2);
  expect(card.plain).toContain('Redo: Add users to role · ');
  expect(card.plain).toContain(say.temporaryUntil.trim());
  expect(card.plain).not.toContain(say.permanent);
  await priya.click(card, 'Approve');
  await untilSays(stage, '↩️ Redone by @Ana Ruiz');
  expect(holders(stage)).toEqual([SAM, LEO]);
}, 90_000);

test('of added users only those are removed who were not there before', async () => {
  const { ana, slack, nexudus } = stage;
  const form = await openForm(ana, '/nexudus role add-users Reception leo@harbour.example', 'Users');
  await form.submit();
  await (await ana.waitForModal(isQuestion)).submit();
  await slack.as('Priya').click(await cardSaying(stage, ASKS), 'Approve');
  await untilSays(stage, '[Undo]');
  expect(nexudus.record('userroles', RECEPTION)?.Users).toEqual([SAM, LEO]);
  const { asked } = await putBack(stage, ana);
  // Who may put it back may not know the names.
  expect(asked).toContain('Added 1 user to Reception (NX-');
  expect(holders(stage)).toEqual([SAM]);
  expect(cards(stage)).toHaveLength(1);
}, 60_000);
