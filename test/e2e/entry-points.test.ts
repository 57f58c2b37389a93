import { describe, expect, test } from '@jest/globals';
import { ALL, titlesOf } from '../support/all-operations.ts';
import { announced, botMessages, expectClosed, linesOf, openForm, receiptOf } from '../support/channel.ts';
import { expectOnlyChanged, found, writes } from '../support/nexudus-calls.ts';
import { done, rehearsed, resultOf } from '../support/outcomes.ts';
import { denied, say } from '../support/sentences.ts';
import { useSandbox } from '../support/use-sandbox.ts';

const stage = useSandbox();

describe('global shortcuts', () => {
  test('create-video-room opens its form, which asks where to post', async () => {
    const { ana } = stage;
    await ana.shortcut('create-video-room');
    const form = await ana.waitForModal((modal) => modal.labels().includes('Name'));
    expect(form.title).toBe('Create video room');
    expect(form.labels().at(-1)).toBe('Post the result in');
  });

  test.each([
    ['rename-team', 'Rename team', 'Team', 'Acme Studios'],
    ['add-users-to-role', 'Add users to role', 'Role', 'Reception'],
  ])('%s asks for the record, and once it is there where to post', async (shortcut, title, label, record) => {
    const { ana } = stage;
    await ana.shortcut(shortcut);
    const form = await ana.waitForModal((modal) => modal.labels().includes(label));
    expect([form.title, form.labels(), form.submitText]).toEqual([title, [label], undefined]);
    await form.pick(label, record);
    await ana.waitForModal((modal) => modal.submitText !== undefined);
    expect(form.labels().at(-1)).toBe('Post the result in');
  });

  test('it asks with the conversation that was open, and posts there', async () => {
    const { ana } = stage;
    await ana.shortcut('create-video-room', { channel: '#soho-desk' });
    const form = await ana.waitForModal((modal) => modal.labels().includes('Name'));
    expect(form.value('Post the result in')).toBe('#soho-desk');
    await form.pick('Location', 'Soho');
    await form.type('Name', 'At the desk');
    await form.type('Number of participants', '3');
    expectClosed(ana, await form.submit());
    expect(linesOf(await announced(stage, '#soho-desk'))[0]).toEqual(done('At the desk', '@Ana Ruiz'));
  });

  test('the result goes to the channel that was chosen there', async () => {
    const { ana, nexudus } = stage;
    await ana.shortcut('create-video-room');
    const form = await ana.waitForModal((modal) => modal.labels().includes('Name'));
    await form.pick('Location', 'Soho');
    await form.type('Name', 'From a shortcut');
    await form.type('Number of participants', '3');
    await form.pick('Post the result in', '#soho-desk');
    expectClosed(ana, await form.submit());
    expect(linesOf(await announced(stage, '#soho-desk'))[0]).toEqual(done('From a shortcut', '@Ana Ruiz'));
    expect(botMessages(stage, '#ops')).toEqual([]);
    expect(nexudus.named('videorooms', 'From a shortcut').NumberOfParticipants).toBe(3);
  });

  test('an update keeps asking once the record is there, and posts where it was told', async () => {
    const { ana } = stage;
    await ana.shortcut('rename-team');
    const form = await ana.waitForModal((modal) => modal.labels().includes('Team'));
    await form.pick('Team', 'Acme Studios');
    await ana.waitForModal((modal) => modal.labels().includes('New name'));
    expect(form.labels()).toEqual(['Team', 'New name', 'Post the result in']);
    await form.type('New name', 'Acme Lofts');
    await form.pick('Post the result in', '#general');
    expectClosed(ana, await form.submit());
    await announced(stage, '#general');
  });

  test('“All Nexudus actions” lists everything, and a button turns it into the form', async () => {
    const { ana } = stage;
    await ana.shortcut('more-actions');
    const chooser = await ana.waitForModal((modal) => modal.buttons().length > 0);
    expect(chooser.title).toBe('All Nexudus actions');
    expect(chooser.buttons()).toEqual(titlesOf(ALL));
    await chooser.press({ actionId: 'open:role.update' });
    const form = await ana.waitForModal((modal) => modal.labels().includes('Role'));
    expect(form.title).toBe('Update role');
    expect(form.labels()).toEqual(['Role']);
    expect(ana.modals()).toHaveLength(1);
  });
});

test('“All Nexudus actions” that Slack doesn’t open: a direct message has them all', async () => {
  const { ana, slack } = stage;
  slack.faults.fail = { method: 'views.open', error: 'expired_trigger_id', times: 1 };
  await ana.shortcut('more-actions');
  const message = await announced(stage, slack.dm('Ana').id);
  expect(message.plain).toContain('Slack took too long to open the list of actions.');
  expect(message.buttons).toEqual(titlesOf(ALL));
});

describe('the message shortcut', () => {
  test('puts the text in Description and the result in the thread of the message', async () => {
    const { slack, ana } = stage;
    const message = slack.say('Sam', '#ops', 'We need a room for the choir.\nForty people, please');
    await ana.messageShortcut('video-room-from-message', message, '#ops');
    const form = await ana.waitForModal((modal) => modal.labels().includes('Description'));
    expect(form.value('Description')).toBe('We need a room for the choir.\nForty people, please');
    expect(form.labels()).not.toContain('Post the result in');
    await form.pick('Location', 'Camden');
    await form.type('Name', 'Choir');
    await form.type('Number of participants', '40');
    expectClosed(ana, await form.submit());
    const result = await announced(stage);
    expect(result.thread_ts).toBe(message.ts);
    expect(stage.nexudus.named('videorooms', 'Choir').Description).toBe(
      'We need a room for the choir.\nForty people, please',
    );
  });

  test('puts in what people read, not how Slack writes it', async () => {
    const { slack, ana } = stage;
    const written = '<@U0LEO0000> wants tea &amp; cake &lt;soon&gt; at <https://fair.example|the fair>';
    await ana.messageShortcut('video-room-from-message', slack.say('Sam', '#ops', written), '#ops');
    const form = await ana.waitForModal((modal) => modal.labels().includes('Description'));
    expect(form.value('Description')).toMatch(/wants tea & cake <soon> at .*the fair/);
    expect(form.value('Description')).not.toMatch(/<@|<https|&amp;|&lt;/);
  });

  test('of a reply: the result goes to the same thread', async () => {
    const { slack, ana } = stage;
    const parent = slack.say('Sam', '#ops', 'Who needs a room?');
    const reply = slack.say('Leo', '#ops', 'I do', { thread_ts: parent.ts });
    await ana.messageShortcut('video-room-from-message', reply, '#ops');
    const form = await ana.waitForModal((modal) => modal.labels().includes('Description'));
    expect(form.value('Description')).toBe('I do');
    await form.pick('Location', 'Soho');
    await form.type('Name', 'For Leo');
    await form.type('Number of participants', '2');
    expectClosed(ana, await form.submit());
    expect((await announced(stage)).thread_ts).toBe(parent.ts);
  });
});

describe('App Home', () => {
  test('shows what one can do, with buttons that open the forms and ask where to post', async () => {
    const { ana } = stage;
    await ana.openHome();
    const home = await ana.waitForHome((each) => each.buttons().length > 0);
    expect(home.text()).toContain('ana@harbour.example');
    expect(home.text()).toContain('Create a video room');
    await home.press({ actionId: 'open:video-room.create' });
    const form = await ana.waitForModal((modal) => modal.labels().includes('Name'));
    expect(form.labels().at(-1)).toBe('Post the result in');
  });

  test('tells a guest why there is nothing', async () => {
    const gus = stage.slack.as('Gus');
    await gus.openHome();
    const home = await gus.waitForHome(() => true);
    expect(home.text()).toContain(denied('guest'));
    expect(home.buttons()).toEqual([]);
  });
});

describe('OPERATIONS', () => {
  test('limits what exists: in help, in commands, in shortcuts and on App Home', async () => {
    await stage.withBot({ OPERATIONS: 'team.rename, video-room.create' }, async () => {
      const { slack, ana } = stage;
      await ana.command('/nexudus help');
      await stage.until(() => slack.ephemerals('Ana').length > 0, 'help', 10_000);
      expect(slack.ephemerals('Ana')[0]?.buttons).toEqual(['Create video room', 'Rename team']);
      await ana.command('/nexudus role update Reception');
      await stage.until(() => slack.ephemerals('Ana').length > 1, 'an answer');
      expect(slack.ephemerals('Ana')[1]?.plain).toContain('Unknown command “');
      await ana.shortcut('add-users-to-role');
      expect((await announced(stage, slack.dm('Ana').id)).plain).toBe(
        'This action is switched off. Ask the bot’s administrator.',
      );
      await ana.shortcut('more-actions');
      const chooser = await ana.waitForModal((modal) => modal.buttons().length > 0);
      expect(chooser.buttons()).toHaveLength(2);
      await ana.openHome();
      const home = await ana.waitForHome((each) => each.buttons().length > 0);
      expect(home.buttons()).toHaveLength(2);
    });
  });
});

describe('WRITES=off', () => {
  test('says what would change, and writes nothing', async () => {
    await stage.withBot({ WRITES: 'off' }, async () => {
      const { ana, nexudus } = stage;
      const before = found(stage, 'teams', 1_414_300_001);
      const form = await openForm(ana, '/nexudus team rename Acme to "Acme Ltd"', 'New name');
      expectClosed(ana, await form.submit());
      const message = await announced(stage);
      expect(linesOf(message)).toEqual([
        rehearsed('Acme Ltd', '@Ana Ruiz'),
        `${say.rehearsal} ${say.wouldChange}`,
        '• New name: Acme → Acme Ltd',
        'NX-…',
      ]);
      expect(receiptOf(message)).toMatch(/^NX-/);
      expect(writes(stage)).toEqual([]);
      expectOnlyChanged(before, nexudus.record('teams', 1_414_300_001), {});
    });
  });

  test('a new room is rehearsed too', async () => {
    await stage.withBot({ WRITES: 'off' }, async () => {
      const { ana, nexudus } = stage;
      const form = await openForm(
        ana,
        '/nexudus video-room create name=Den participants=8 location=Soho',
        'Name',
      );
      expectClosed(ana, await form.submit());
      const message = await announced(stage);
      expect(resultOf(message).head).toEqual(rehearsed('Den', '@Ana Ruiz'));
      expect(message.plain).toContain(`${say.rehearsal} ${say.wouldCreate}`);
      expect(resultOf(message).changes.slice(0, 2)).toEqual(['Location: Soho', 'Name: Den']);
      expect(writes(stage)).toEqual([]);
      expect(nexudus.records('videorooms')).toHaveLength(8);
    });
  });
});
