import { expect, test } from '@jest/globals';
import { review } from '../support/approvals.ts';
import { announced, botMessages, expectClosed, openForm } from '../support/channel.ts';
import { knownToAll } from '../support/known-to-all.ts';
import { expectOnlyChanged, found, writes } from '../support/nexudus-calls.ts';
import { changeFocus, dens, newDen, participantsOfFocus, untilShown } from '../support/room-acts.ts';
import { say } from '../support/sentences.ts';
import { useStore } from '../support/use-store.ts';

// Whatever is on a screen when the bot is killed goes on with the next one.

const stage = useStore();
const ACME = 1_414_300_001;
const BLUE = 1_414_200_001;
const RECEPTION = 1_413_000_002;
const LEO = 1_412_000_005;
const restart = async () => {
  await stage.bot.kill();
  await stage.startAgain();
  await knownToAll(stage);
};
const withLabel = (label: string) =>
  stage.ana.waitForModal((modal) => modal.labels().includes(label), { what: label, timeoutMs: 10_000 });
const team = () => stage.nexudus.record('teams', ACME);
/** The channel was told of one request, and it was written once. */
async function expectDoneOnce(): Promise<void> {
  await untilShown(stage, '✅', 10_000);
  await stage.untilSettled();
  expect(writes(stage)).toHaveLength(1);
  expect(botMessages(stage)).toHaveLength(1);
}

test('the review of a role change: Continue does what it showed', async () => {
  const { ana, nexudus } = stage;
  const asked = await review(ana);
  await restart();
  expect((await asked.submit()).body).toEqual({ response_action: 'clear' });
  expect(nexudus.record('userroles', RECEPTION)?.Users).toContain(LEO);
  await expectDoneOnce();
});

test.each([
  ['Clear', { Description: null, NumberOfParticipants: 9 }],
  ['Keep current value', { NumberOfParticipants: 9 }],
])('the question about blank fields, answered with “%s”', async (answer, changed) => {
  const { ana, nexudus } = stage;
  const before = found(stage, 'videorooms', BLUE);
  const form = await openForm(ana, `/nexudus video-room update ${BLUE}`, 'Name');
  await form.clear('Description');
  await form.type('Number of participants', '9');
  await form.submit();
  await restart();
  const question = ana.modal();
  await question?.pick('Blank fields', answer);
  expect((await question?.submit())?.body).toEqual({ response_action: 'clear' });
  expectOnlyChanged(before, nexudus.record('videorooms', BLUE), changed);
  await expectDoneOnce();
});

test('a form that was redrawn with what Nexudus refused', async () => {
  const { ana, nexudus } = stage;
  nexudus.switches.refuse = [{ property: 'SomethingElse', message: 'is not possible' }];
  const form = await openForm(ana, `/nexudus team rename ${ACME} to "Acme Ltd"`, 'New name');
  expect((await form.submit()).body).toMatchObject({ response_action: 'update' });
  await announced(stage);
  await stage.untilSettled();
  nexudus.switches.refuse = [];
  await restart();
  await form.type('New name', 'Acme Inc');
  expectClosed(ana, await form.submit());
  expect(team()?.Name).toBe('Acme Inc');
  await untilShown(stage, '✅');
  await stage.untilSettled();
});

test('the section just switched to, and what was typed in the one before', async () => {
  const { ana } = stage;
  const form = await openForm(ana, `/nexudus team update ${ACME}`, 'Description');
  await form.type('Description', 'Third floor');
  await form.pick('Section', 'Social');
  await withLabel('Twitter');
  await restart();
  await form.type('Twitter', '@acme_ltd');
  expectClosed(ana, await form.submit());
  expect(team()).toMatchObject({ Description: 'Third floor', Twitter: '@acme_ltd' });
  await expectDoneOnce();
});

test('a section that was chosen but not shown any more: the form is drawn again with what is typed, and goes through', async () => {
  const { ana, slack } = stage;
  const form = await openForm(ana, `/nexudus team update ${ACME}`, 'Description');
  slack.faults.rateLimit = { method: 'views.update', times: 1, retryAfterSec: 60 };
  await form.pick('Section', 'Social');
  await stage.until(() => slack.faults.rateLimit?.times === 0, 'the refused view');
  await restart();
  await form.type('Description', 'Third floor');
  await form.submit();
  expect(writes(stage)).toEqual([]);
  expectClosed(ana, await form.submit());
  expect(team()).toMatchObject({ Description: 'Third floor' });
  await expectDoneOnce();
});

test('a form whose record was loading: its button loads', async () => {
  const { ana, nexudus } = stage;
  const form = await openForm(ana, '/nexudus video-room update', 'Video room');
  await form.search('Video room', '');
  Object.assign(nexudus.switches, { slowMs: 5000, only: 'reads', times: 1 });
  await form.pick('Video room', 'Focus room');
  await ana.waitForModal((modal) => modal.text().includes('Loading…'));
  await restart();
  await form.press({ actionId: 'load-again' });
  await withLabel('Number of participants');
  await form.type('Number of participants', '12');
  expectClosed(ana, await form.submit());
  expect(participantsOfFocus(stage)).toBe(12);
  await expectDoneOnce();
});

test('“Working…”: the channel hears how it ended', async () => {
  const { ana, nexudus } = stage;
  const form = await newDen(ana);
  Object.assign(nexudus.switches, { slowAfterMs: 5000, only: 'writes', times: 1 });
  await form.submit();
  expect(ana.modal()?.text()).toContain(say.working);
  await restart();
  await untilShown(stage, '✅', 15_000);
  await stage.untilSettled();
  expect(dens(stage)).toHaveLength(1);
});

test('the chooser: its button opens the form', async () => {
  const { ana } = stage;
  await ana.shortcut('more-actions');
  const chooser = await ana.waitForModal((modal) => modal.text().includes('[Rename team]'));
  await restart();
  await chooser.press({ actionId: 'open:team.rename' });
  await withLabel('Team');
});

test('a form that says what went wrong when it was late', async () => {
  const { ana, nexudus } = stage;
  const form = await changeFocus(ana, 12);
  Object.assign(nexudus.switches, { slowMs: 3500, only: 'writes', times: 1 });
  nexudus.switches.refuse = [{ property: 'NumberOfParticipants', message: 'must be 10 or less' }];
  await form.submit();
  await withLabel('Number of participants');
  await stage.untilSettled();
  nexudus.switches.refuse = [];
  await restart();
  await form.type('Number of participants', '10');
  expectClosed(ana, await form.submit());
  expect(participantsOfFocus(stage)).toBe(10);
  await untilShown(stage, '✅');
  await stage.untilSettled();
});

test('a refusal that is fixed after the restart is shown again where it belongs', async () => {
  const { ana, nexudus } = stage;
  const form = await openForm(ana, '/nexudus team billing Acme', 'Section');
  await form.tick('Share passes', false);
  nexudus.switches.refuse = [{ property: 'ShareTimePasses', message: 'is not possible' }];
  await form.submit();
  const message = await announced(stage);
  await form.close();
  nexudus.switches.refuse = [];
  await restart();
  await ana.click(message, 'Fix and resubmit');
  const again = await withLabel('Share passes');
  expect(again.text()).toMatch(/⚠️ .*is not possible/);
  expect(again.value('Share passes')).toBe(false);
  expectClosed(ana, await again.submit());
  await untilShown(stage, '✅');
  expect(team()?.ShareTimePasses).toBe(false);
});
