import { expect, test } from '@jest/globals';
import { review } from '../support/approvals.ts';
import { announced, expectClosed, newest, openForm } from '../support/channel.ts';
import { say } from '../support/sentences.ts';
import { press, untilSays } from '../support/undo.ts';
import { useStore } from '../support/use-store.ts';

// Names as long as the forms take them, and a little longer in Nexudus, wherever names stand: Slack refuses what is too long, and
// the stand-in fails the test then. And the same places with nothing in them.
const stage = useStore({ settings: { APPROVAL_CHANNEL: 'C0APPROVE' } });
const ACME = 1_414_300_001;
const RECEPTION = 1_413_000_002;
const long = (start: string) => `${start} ${'of a very long name & <co> '.repeat(20)}`.slice(0, 254);
/** As someone may have typed it in the dashboard. */
const longer = (start: string) => `${long(start)}!`;
const told = () => stage.slack.ephemerals(stage.ana.person.id).at(-1)?.plain ?? '';

/** What the bot answers to a command, to Ana alone. */
async function answer(command: string): Promise<string> {
  const { ana, slack } = stage;
  const before = slack.ephemerals(ana.person.id).length;
  await ana.command(command);
  await stage.until(() => slack.ephemerals(ana.person.id).length > before, command, 15_000);
  return told();
}

const homeSaying = async (text: string) => {
  await stage.ana.openHome();
  return stage.ana.waitForHome((home) => home.text().includes(text), { timeoutMs: 20_000, what: text });
};

// First, while the bot has not read yet who there is.
test('a role and who gets it for a while: review, card, result, access list', async () => {
  const { ana, nexudus, slack } = stage;
  nexudus.put('userroles', { Id: RECEPTION, Name: longer('Reception') });
  const leo = nexudus.named('users', 'Leo Brandt');
  nexudus.put('users', { Id: leo.Id, FullName: long('Leo') });
  await (
    await review(ana, `/nexudus role add-users ${RECEPTION} leo@harbour.example until in 3 days`)
  ).submit();
  const priya = slack.as('Priya');
  await priya.openHome();
  const home = await priya.waitForHome((each) => each.buttons().includes('Approve'), { timeoutMs: 20_000 });
  expect(home.text()).toContain('Leo of a very long name');
  await home.press('Approve');
  await stage.until(() => newest(stage)?.plain.startsWith('✅') === true, 'the result', 20_000);
  await stage.untilSettled();
  expect(await answer('/nexudus access')).toContain('Reception of a very long name');
}, 60_000);

test('a team: form, result, clash, undo, history and Home', async () => {
  const { ana, nexudus } = stage;
  nexudus.put('teams', { Id: ACME, Name: longer('Acme') });
  const form = await openForm(ana, `/nexudus team rename ${ACME}`, 'New name');
  expect(form.value('New name')).toBe(longer('Acme'));
  await form.type('New name', long('Other'));
  nexudus.put('teams', { Id: ACME, Name: long('Theirs') });
  await form.submit();
  const clash = await ana.waitForModal((modal) => modal.text().includes('Theirs of a very long name'), {
    timeoutMs: 15_000,
  });
  expectClosed(ana, await clash.submit());
  await untilSays(stage, 'Other of a very long name');
  const question = await press(stage, ana);
  expect(question.text()).toContain('→ Theirs of a very long name');
  await question.submit();
  await untilSays(stage, '↩️ Undone by @Ana Ruiz');
  await stage.untilSettled();
  expect(await answer('/nexudus history')).toContain('Undo: Rename team: Theirs of a very long name');
  expect(await answer(`/nexudus history ${long('Theirs')}`)).toContain('Done');
  expect(await answer(`/nexudus history ${long('Zzz')}`)).toMatch(/^No activity for “Zzz of a very long/);
  await homeSaying('Done · Rename team: Other of a very long name');
}, 60_000);

test('a new room, with nothing else there: what is empty says what to do', async () => {
  const { ana } = stage;
  expect(await answer('/nexudus history')).toBe(say.nothingInHistory(''));
  expect(await answer('/nexudus access')).toContain(say.noAccess);
  await homeSaying(say.homeNothingSubmitted);
  const form = await openForm(ana, '/nexudus video-room create participants=8 location=Soho', 'Name');
  await form.type('Name', long('Den'));
  expectClosed(ana, await form.submit());
  expect((await announced(stage)).plain).toContain('Den of a very long name');
  const question = await press(stage, ana, 'Deactivate');
  await question.submit();
  await untilSays(stage, '↩️ Deactivated by @Ana Ruiz');
}, 60_000);
