import { beforeEach, describe, expect, test } from '@jest/globals';
import { afterAWord, announced, botMessages, openForm } from '../support/channel.ts';
import { ofOneProcess } from '../support/of-one-process.ts';
import { useSandbox } from '../support/use-sandbox.ts';

// Slack sends what a person did twice, at once: people see one answer, and the bot does it once.
const stage = useSandbox();
// Slack takes a trigger once, so where the second delivery goes to another replica, nothing opens twice.
const TAKEN = 'views.open refused: exchanged_trigger_id';
const tried = () => stage.slack.calls.filter(({ method }) => method === 'views.open');
const opened = () =>
  tried().filter(({ answer }) => (answer as { error?: string }).error !== 'exchanged_trigger_id');
const onlyToAna = () => stage.slack.ephemerals('Ana').map(({ plain }) => plain.split('\n')[0]);

beforeEach(() => {
  stage.slack.faults.deliverTwice = true;
});

/** The form is alone on the screen, and nothing was said beside it. */
async function expectOneForm(label: string, said: (string | undefined)[] = []): Promise<void> {
  const { ana, slack } = stage;
  await ana.waitForModal((modal) => modal.labels().includes(label), { what: label });
  slack.faults.deliverTwice = false;
  await afterAWord(stage, ana);
  expect(onlyToAna().slice(0, -1)).toEqual(said);
  expect(ana.modals()).toHaveLength(1);
  expect(botMessages(stage, slack.dm('Ana').id)).toEqual([]);
  if (process.env.REPLICAS) stage.expectProblems(...slack.problems.filter((each) => each === TAKEN));
}

test('a command that opens a form', async () => {
  await stage.ana.command('/nexudus video-room create name=Den');
  await expectOneForm('Name');
  expect(opened()).toHaveLength(1);
});

// Slack sends no command again; what two replicas are sent at once and only read is answered by each.
ofOneProcess('each answers what it reads').each(['help', 'whoami', 'history', 'team', 'vido-room create'])(
  '/nexudus %s is answered once',
  async (words) => {
    const { ana, slack } = stage;
    await ana.command(`/nexudus ${words}`);
    await stage.until(() => slack.ephemerals('Ana').length > 0, 'an answer');
    slack.faults.deliverTwice = false;
    await afterAWord(stage, ana);
    expect(onlyToAna()).toHaveLength(2);
  },
);

test('the same command typed twice is answered twice', async () => {
  const { ana, slack } = stage;
  slack.faults.deliverTwice = false;
  await ana.command('/nexudus whoami');
  await ana.command('/nexudus whoami');
  await stage.until(() => slack.ephemerals('Ana').length > 1, 'two answers');
});

test.each([
  ['create-video-room', 'Name'],
  ['rename-team', 'Team'],
])('the shortcut %s', async (shortcut, label) => {
  await stage.ana.shortcut(shortcut);
  await expectOneForm(label);
  expect(opened()).toHaveLength(1);
});

test('the chooser, and its button', async () => {
  const { ana } = stage;
  await ana.shortcut('more-actions');
  const chooser = await ana.waitForModal((modal) => modal.text().includes('[Rename team]'));
  await chooser.press({ actionId: 'open:role.update' });
  await expectOneForm('Role');
  expect(opened()).toHaveLength(1);
});

test('the message shortcut', async () => {
  const message = stage.slack.say('Sam', '#ops', 'A room for the choir');
  await stage.ana.messageShortcut('video-room-from-message', message, '#ops');
  await expectOneForm('Description');
  expect(opened()).toHaveLength(1);
});

describe('a click on a button', () => {
  test('under help', async () => {
    const { ana, slack } = stage;
    slack.faults.deliverTwice = false;
    await ana.command('/nexudus team renam Acme');
    await stage.until(() => slack.ephemerals('Ana').length > 0, 'an answer');
    const [answer] = slack.ephemerals('Ana');
    slack.faults.deliverTwice = true;
    if (answer) await ana.click(answer, 'Rename team');
    await expectOneForm('Team', onlyToAna());
    expect(opened()).toHaveLength(1);
  });

  test('“Fix and resubmit”', async () => {
    const { ana, slack, nexudus } = stage;
    slack.faults.deliverTwice = false;
    nexudus.switches.refuse = [{ property: 'Name', message: 'is taken' }];
    const form = await openForm(ana, '/nexudus team rename Acme to Acme2', 'New name');
    await form.submit();
    const result = await announced(stage);
    await ana.modal()?.close();
    slack.faults.deliverTwice = true;
    await ana.click(result, 'Fix and resubmit');
    await expectOneForm('New name');
    expect(opened()).toHaveLength(2);
  });
});

test('to two processes of the bot: the second finds the trigger used and says nothing', async () => {
  const { ana, slack } = stage;
  slack.faults.deliverTwice = false;
  await openForm(ana, '/nexudus video-room create name=Den', 'Name');
  const payload = slack.interactions.at(-1)?.payload ?? {};
  await stage.withBot({}, async () => {
    await slack.send('command', payload);
    await stage.until(() => tried().length === 2, 'a second try to open it');
    await afterAWord(stage, ana);
  });
  expect(onlyToAna()).toHaveLength(1);
  stage.expectProblems('views.open refused: exchanged_trigger_id');
});
