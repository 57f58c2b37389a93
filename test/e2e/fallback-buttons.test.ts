import { describe, expect, test } from '@jest/globals';
import type { ButtonName, Modal, SlackMessage } from '../../src/sandbox/slack/start-slack.ts';
import { say } from '../support/sentences.ts';
import { useSandbox } from '../support/use-sandbox.ts';

// Buttons that stand in for a form that could not be opened: what was typed is still in it.
const stage = useSandbox();
const TYPED = 'name="Blue room" participants=8 location=Soho description="R&D, 2nd floor"';

/** Has the trigger expire while what the person did is on its way. */
async function tooLate(act: () => Promise<unknown>): Promise<void> {
  const doing = act();
  stage.slack.advance(4000);
  await doing;
  stage.expectProblems('views.open refused: expired_trigger_id');
}

async function answer(): Promise<SlackMessage> {
  const { slack } = stage;
  await stage.until(() => slack.ephemerals('Ana').length > 0, 'an answer in words');
  return slack.ephemerals('Ana')[0] as SlackMessage;
}

async function press(message: SlackMessage, button: ButtonName = message.buttons[0] ?? ''): Promise<Modal> {
  await stage.ana.click(message, button);
  return stage.ana.waitForModal((modal) => modal.labels().length > 0, { what: 'the form' });
}

const room = (form: Modal) =>
  ['Name', 'Number of participants', 'Location', 'Description'].map((label) => form.value(label));

test('“Slack took too long” keeps what was typed', async () => {
  await tooLate(() => stage.ana.command(`/nexudus video-room create ${TYPED}`));
  expect(room(await press(await answer()))).toEqual(['Blue room', '8', 'Soho', 'R&D, 2nd floor']);
});

test('“Did you mean” keeps what was typed', async () => {
  await stage.ana.command(`/nexudus vido-room create ${TYPED}`);
  expect(room(await press(await answer()))).toEqual(['Blue room', '8', 'Soho', 'R&D, 2nd floor']);
});

test('a command that several forms answer to keeps what was typed, for each of them', async () => {
  await stage.ana.command('/nexudus team Acme');
  const form = await press(await answer(), { actionId: 'open:team.update' });
  expect(form.title).toBe('Update team');
  expect(form.value('Team')).toBe('Acme');
});

test('people who were named are still named', async () => {
  await stage.ana.command('/nexudus rol add-users Events @leo');
  const form = await press(await answer());
  expect(form.value('Role')).toBe('Events');
  expect(form.value('Slack people')).toEqual(['Leo Brandt']);
});

test('the button sent by direct message keeps the message that the form was about', async () => {
  const { ana, slack } = stage;
  const message = slack.say('Sam', '#ops', 'A room for <@U0LEO0000> &amp; 20 more');
  await tooLate(() => ana.messageShortcut('video-room-from-message', message, '#ops'));
  const dm = slack.dm('Ana').id;
  await stage.until(() => slack.messages(dm).length > 0, 'a direct message');
  const form = await press(slack.messages(dm)[0] as SlackMessage);
  expect(form.value('Description')).toBe('A room for @Leo Brandt & 20 more');
  expect(form.labels()).toContain('Post the result in');
});

describe('more than a button can carry', () => {
  test('is cut, which is said', async () => {
    const long = 'Long. '.repeat(400);
    await tooLate(() => stage.ana.command(`/nexudus video-room create name=Den description="${long}"`));
    const message = await answer();
    expect(message.plain).toContain('2,000');
    expect((await press(message)).value('Name')).toBe('Den');
  });
});

test('a button that comes too late again says so', async () => {
  const { ana, slack } = stage;
  await ana.command('/nexudus team renam Acme');
  const message = await answer();
  await tooLate(() => ana.click(message, 'Rename team'));
  await stage.until(() => slack.ephemerals('Ana').length > 1, 'another answer');
  expect(slack.ephemerals('Ana')[1]?.plain).toBe(say.tooSlowAgain);
});
