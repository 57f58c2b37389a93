import { expect, test } from '@jest/globals';
import type { Modal } from '../../src/sandbox/slack/start-slack.ts';
import { review } from '../support/approvals.ts';
import { afterAWord, announced, botMessages, openForm } from '../support/channel.ts';
import { writes } from '../support/nexudus-calls.ts';
import { submissionOf } from '../support/submit-raw.ts';
import { useSandbox } from '../support/use-sandbox.ts';

// A yes is a yes to what stood in the view that it was pressed in.

const stage = useSandbox();
const RECEPTION = 1_413_000_002;
const ACME = 1_414_300_001;
const BLUE = 1_414_200_001;
const SAM = 1_412_000_003;
const PRIYA = 1_412_000_004;
const LEO = 1_412_000_005;
const holders = () => stage.nexudus.record('userroles', RECEPTION)?.Users;
const DONE = /\bdone\b/i;

/** Sends the yes of a view that is no longer there; what it is answered. */
async function lateYes(payload: object): Promise<string> {
  const { status, body } = await stage.slack.send('interactive', payload);
  expect(status).toBe(200);
  return JSON.stringify(body);
}

test('the yes to a review that was followed by another one gives nothing that it didn’t show', async () => {
  const { ana } = stage;
  const first = await review(ana);
  const yes = submissionOf(stage, first, ana.person);
  await first.close();
  await ana.modal()?.pick('Users', 'Priya Nair');
  await ana.modal()?.submit();
  const second = ana.modal() as Modal;
  expect(second.text()).toContain('Priya Nair');
  expect(await lateYes(yes)).not.toMatch(DONE);
  await afterAWord(stage, ana);
  expect(holders()).toEqual([SAM]);
  expect((await second.submit()).body).toEqual({ response_action: 'clear' });
  expect(holders()).toEqual([SAM, LEO, PRIYA]);
  await announced(stage);
  expect(writes(stage)).toHaveLength(1);
});

test('the yes to clear one field clears no other one that was asked about since', async () => {
  const { ana, nexudus } = stage;
  const form = await openForm(ana, '/nexudus team update Acme', 'Description');
  await form.clear('Description');
  await form.submit();
  const yes = submissionOf(stage, ana.modal() as Modal, ana.person);
  await ana.modal()?.close();
  await form.type('Description', 'Kept');
  await form.clear('Maximum members');
  await form.submit();
  const second = ana.modal() as Modal;
  expect(second.submitText).toBe('Continue');
  expect(await lateYes(yes)).not.toMatch(DONE);
  await afterAWord(stage, ana);
  expect(writes(stage)).toEqual([]);
  expect((await second.submit()).body).toEqual({ response_action: 'clear' });
  expect(nexudus.record('teams', ACME)).toMatchObject({ Description: 'Kept', MaxTeamMemberCount: null });
  await announced(stage);
});

test('the yes to a question about one record does nothing once another one was picked', async () => {
  const { ana } = stage;
  const form = await openForm(ana, `/nexudus video-room update ${BLUE}`, 'Name');
  await form.clear('Description');
  await form.submit();
  const yes = submissionOf(stage, ana.modal() as Modal, ana.person);
  await ana.modal()?.close();
  await form.pick('Video room', 'Town hall');
  await ana.waitForModal((modal) => modal.labels().includes('Name') && modal.value('Name') === 'Town hall');
  expect(await lateYes(yes)).not.toMatch(DONE);
  await afterAWord(stage, ana);
  expect(writes(stage)).toEqual([]);
  expect(botMessages(stage)).toEqual([]);
});

test('a problem that is found after a question was answered: back to the form, and never “done”', async () => {
  const { ana } = stage;
  const form = await openForm(
    ana,
    '/nexudus role add-users Reception leo@harbour.example @nora',
    'Slack people',
  );
  await form.clear('Users');
  await form.submit();
  const question = ana.modal() as Modal;
  expect(question.labels()).toEqual(['Blank fields']);
  const yes = submissionOf(stage, question, ana.person);
  await question.submit();
  expect(ana.modal()?.text()).toContain('nora@harbour.example');
  expect(ana.modal()?.submitText).toBeUndefined();
  await stage.until(() => form.text().includes('nora@harbour.example'), 'the problem in the form');
  expect(await lateYes(yes)).not.toMatch(DONE);
  await ana.modal()?.close();
  await form.unpick('Slack people', 'Nora New');
  await form.pick('Users', 'Leo Brandt');
  await form.submit();
  // No one is left under Slack people: that is asked about first.
  await ana.modal()?.pick('Blank fields', 'Clear');
  await ana.modal()?.submit();
  expect(ana.modal()?.text()).toContain('Leo Brandt (leo@harbour.example)');
  expect((await ana.modal()?.submit())?.body).toEqual({ response_action: 'clear' });
  expect(holders()).toEqual([SAM, LEO]);
  await announced(stage);
});

test('a yes that comes once more after it was done: “done” is true by then, and nothing is written twice', async () => {
  const { ana } = stage;
  const asked = await review(ana);
  const yes = submissionOf(stage, asked, ana.person);
  await asked.submit();
  await announced(stage);
  await lateYes(yes);
  await afterAWord(stage, ana);
  expect(writes(stage)).toHaveLength(1);
  expect(botMessages(stage)).toHaveLength(1);
});
