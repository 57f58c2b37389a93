import { describe, expect, test } from '@jest/globals';
import type { SlackClient, SlackMessage } from '../../src/sandbox/slack/start-slack.ts';
import { ALL, BUT_ROLES, titlesOf } from '../support/all-operations.ts';
import { openForm } from '../support/channel.ts';
import { denied, say } from '../support/sentences.ts';
import { useSandbox } from '../support/use-sandbox.ts';

const stage = useSandbox();

/** What is answered in words, which only the person sees. */
async function answerTo(command: string, person: SlackClient = stage.ana): Promise<SlackMessage> {
  const { slack } = stage;
  const before = slack.ephemerals(person.person.id).length;
  await person.command(command);
  await stage.until(
    () => slack.ephemerals(person.person.id).length > before,
    `an answer to ${command}`,
    10_000,
  );
  const answer = slack.ephemerals(person.person.id).at(-1) as SlackMessage;
  expect(answer.ephemeralTo).toBe(person.person.id);
  expect(slack.messages('#ops')).toEqual([]);
  return answer;
}

const examples = ALL.map(({ example }) => `/nexudus ${example}`);

describe('help', () => {
  test.each(['/nexudus', '/nexudus help', '/nexudus HELP', '/nexudus ?'])(
    '%s: the three ordered jobs first, then the rest, each with a button',
    async (command) => {
      const answer = await answerTo(command);
      const lines = answer.plain.split('\n');
      expect(lines.filter((line) => line.startsWith('/nexudus '))).toEqual(examples);
      expect(answer.buttons).toEqual(titlesOf(ALL));
      expect(answer.plain).toContain(say.seeHistory({ isAdmin: true, createsRooms: true }));
      expect(answer.plain).toContain('ana@harbour.example');
    },
  );

  test('a guest reads why the bot is not for them, and nothing of what it does', async () => {
    const answer = await answerTo('/nexudus help', stage.slack.as('Gus'));
    expect(answer.plain).toBe(denied('guest'));
  });

  test('lists what this person may do, and names what they may not', async () => {
    const answer = await answerTo('/nexudus help', stage.slack.as('Leo'));
    expect(answer.plain).toContain('Rename a team');
    expect(answer.buttons).toEqual(titlesOf(BUT_ROLES));
    expect(answer.plain).not.toContain('Add users to a role');
    expect(answer.plain).toContain(say.someNotAvailable);
    expect(answer.plain).not.toContain('/nexudus status');
  });

  test('tells a person who may do nothing why', async () => {
    const answer = await answerTo('/nexudus', stage.slack.as('Nora'));
    expect(answer.plain).toBe(`${say.introNone}\n${denied('no-user', 'nora@harbour.example')}`);
    expect(answer.buttons).toEqual([]);
  });

  test('says so when Slack can’t say who it is, and so does the Home tab', async () => {
    await stage.withBot({}, async () => {
      stage.slack.faults.fail = { method: 'users.info', error: 'internal_error', times: 5 };
      expect((await answerTo('/nexudus')).plain).toContain(say.unknownPerson);
      await stage.ana.openHome();
      const home = await stage.ana.waitForHome((each) => each.text().includes(say.unknownPerson));
      expect(home.buttons()).toEqual([]);
    });
  });

  test('its buttons open the forms', async () => {
    const { ana } = stage;
    const answer = await answerTo('/nexudus help');
    await ana.click(answer, { actionId: 'open:workspace.update' });
    const form = await ana.waitForModal((modal) => modal.labels().includes('Collaboration workspace'));
    expect(form.title).toBe('Update workspace');
  });

  test('the examples of the three ordered jobs can be typed as they stand', async () => {
    const room = await openForm(stage.ana, examples[0] as string, 'Name');
    expect(
      room
        .labels()
        .slice(0, 3)
        .map((label) => room.value(label)),
    ).toEqual(['Soho', 'Blue room', '8']);
    const team = await openForm(stage.ana, examples[1] as string, 'New name');
    expect(team.value('New name')).toBe('Acme Ltd');
    const role = await openForm(stage.ana, examples[2] as string, 'Users');
    expect([role.value('Users'), role.value('Slack people')]).toEqual([['Leo Brandt'], ['Sam Field']]);
  });

  test('the examples of the rest open the record that they name', async () => {
    for (const { example, shows } of ALL.slice(3)) {
      const [label, value] = shows;
      const form = await openForm(stage.ana, `/nexudus ${example}`, label);
      expect(form.value(label)).toBe(value);
      await form.close();
    }
  });
});

describe('whoami', () => {
  test.each(['whoami', 'who am i', 'me'])('/nexudus %s tells who one is in Nexudus', async (words) => {
    const answer = await answerTo(`/nexudus ${words}`, stage.slack.as('Leo'));
    expect(answer.plain).toMatch(/Leo Brandt \(leo@harbour\.example\).*Location manager/);
  });

  test('tells why one is no one there', async () => {
    const answer = await answerTo('/nexudus whoami', stage.slack.as('Ian'));
    expect(answer.plain).toContain(denied('inactive-user', 'ian@harbour.example'));
  });
});

describe('a near miss', () => {
  test.each([
    [
      'vido-room create',
      'video-room create',
      '/nexudus video-room create "Blue room" participants=8 location=Soho',
    ],
    ['team renam Acme to Acme2', 'team rename', '/nexudus team rename Acme to "Acme Ltd"'],
    ['rolle add-users', 'role add-users', '/nexudus role add-users Events @sam leo@harbour.example'],
    ['workspace updat', 'workspace update', '/nexudus workspace update Newsletter'],
  ])('%s is answered with a suggestion and its button', async (typed, _meant, example) => {
    const answer = await answerTo(`/nexudus ${typed}`);
    expect(answer.plain.split('\n').filter((line) => line.startsWith('/nexudus '))).toContain(example);
    expect(stage.ana.modals()).toEqual([]);
  });

  test('its button opens the form', async () => {
    const answer = await answerTo('/nexudus team renam Acme');
    await stage.ana.click(answer, 'Rename team');
    await stage.ana.waitForModal((modal) => modal.title === 'Rename team' && modal.labels().includes('Team'));
  });

  test.each([
    ['team', ['/nexudus team rename Acme to "Acme Ltd"', '/nexudus team update Acme']],
    ['role', ['/nexudus role add-users Events @sam leo@harbour.example', '/nexudus role update Reception']],
  ])('`%s` alone offers what can be done with it', async (word, expected) => {
    const answer = await answerTo(`/nexudus ${word}`);
    expect(answer.plain.split('\n').filter((line) => line.startsWith('/nexudus '))).toEqual(expected);
  });

  test.each(['fly me to the moon', 'delete everything', '<!here> *now*'])(
    '“%s” is named, harmless, and points to help',
    async (typed) => {
      const answer = await answerTo(`/nexudus ${typed}`);
      expect(answer.plain).toContain(say.unknownCommand(typed));
      expect(answer.mentions).toEqual([]);
    },
  );
});

describe('words after the command', () => {
  test.each([
    ['video-room create', 'Create video room'],
    ['create video-room', 'Create video room'],
    ['Create Video Room', 'Create video room'],
    ['videoroom add', 'Create video room'],
    ['room new', 'Create video room'],
    ['new room', 'Create video room'],
    ['rename team', 'Rename team'],
    ['company rename', 'Rename team'],
    ['edit team', 'Update team'],
    ['update role', 'Update role'],
    ['add users role', 'Add users to role'],
    ['role grant', 'Add users to role'],
    ['collaboration edit', 'Update workspace'],
    ['archive workspace', 'Update workspace'],
    ['room edit', 'Update video room'],
  ])('/nexudus %s opens %s', async (words, title) => {
    await stage.ana.command(`/nexudus ${words}`);
    const form = await stage.ana.waitForModal((modal) => modal.labels().length > 0);
    expect(form.title).toBe(title);
    expect(form.text()).not.toContain('Not recognised');
  });

  test.each([
    ['team rename Acme to “Acme Ltd”', 'Acme', 'Acme Ltd'],
    ['team rename “Bluebird Design” to ‘Blue & Co’', 'Bluebird Design', 'Blue & Co'],
    ["team rename O'Brien Legal to O'Brien Law", "O'Brien Legal", "O'Brien Law"],
    ['team rename O’Brien Legal to "O’Brien Law"', "O'Brien Legal", "O'Brien Law"],
    ['team rename acme to ACME', 'Acme', 'ACME'],
    ['team rename łodz FILM works to Łódź', 'Łódź Film Works', 'Łódź'],
    ['team rename 1414300001 to Anvils', 'Acme', 'Anvils'],
    ['rename team Zephyr 🚀 Labs to Zephyr', 'Zephyr 🚀 Labs', 'Zephyr'],
  ])('/nexudus %s fills the form', async (words, team, name) => {
    const form = await openForm(stage.ana, `/nexudus ${words}`, 'New name');
    expect(form.value('Team')).toBe(team);
    expect(form.value('New name')).toBe(name);
    expect(form.text()).not.toContain('Not recognised');
  });

  test('what is not understood is named in the form, and the rest is filled in', async () => {
    const form = await openForm(
      stage.ana,
      '/nexudus video-room create name=Den participants=lots location=Paris colour=blue @sam',
      'Name',
    );
    expect(form.value('Name')).toBe('Den');
    expect(form.value('Number of participants')).toBe('');
    const said = form.text();
    for (const words of ['Number of participants: lots', 'Paris', 'colour=blue', '“@Sam Field”'])
      expect(said).toContain(words);
    expect(form.mentions()).toEqual([]);
  });

  test('a team that doesn’t exist is named, and the new name is kept', async () => {
    const { ana } = stage;
    const form = await openForm(ana, '/nexudus team rename Akme to "Acme Ltd"', 'Team');
    expect(form.text()).toContain(say.notOne('teams', 'Akme', 0));
    await form.pick('Team', 'Acme');
    await ana.waitForModal((modal) => modal.labels().includes('New name'));
    expect(form.value('New name')).toBe('Acme Ltd');
  });

  test('values of an update wait for the record that is picked', async () => {
    const { ana } = stage;
    const form = await openForm(ana, '/nexudus video-room update "Blue room" participants=12', 'Video room');
    await form.pick('Video room', '1414200001');
    await ana.waitForModal((modal) => modal.labels().includes('Number of participants'));
    expect(form.value('Number of participants')).toBe('12');
  });

  test('of two teams of one name none is taken by itself', async () => {
    const form = await openForm(stage.ana, '/nexudus team rename Northwind to North', 'Team');
    expect(form.value('Team')).toBe('');
    expect(form.text()).toContain('2 teams match “Northwind”');
  });

  test('an unknown e-mail address and an unknown person are named', async () => {
    const form = await openForm(
      stage.ana,
      '/nexudus role add-users Reception nobody@nowhere.example @nosuch leo@harbour.example',
      'Users',
    ).catch(() => stage.ana.modal());
    expect(form?.text()).toContain('nobody@nowhere.example');
  });
});
