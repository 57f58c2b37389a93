import { beforeEach, describe, expect, test } from '@jest/globals';
import { announced, expectClosed, openForm } from '../support/channel.ts';
import { useSandbox } from '../support/use-sandbox.ts';

const stage = useSandbox();

/** Ana creates a room in Soho, so that Soho is the location last used in #ops. */
async function lastUsedSoho(): Promise<void> {
  const { ana } = stage;
  const form = await openForm(
    ana,
    '/nexudus video-room create name=First participants=2 location=Soho',
    'Name',
  );
  expectClosed(ana, await form.submit());
  await announced(stage);
}

describe('after a room was created in this channel', () => {
  beforeEach(lastUsedSoho);

  test('a form without a word of a location starts with the last one', async () => {
    const form = await openForm(stage.ana, '/nexudus video-room create name=Den', 'Name');
    expect(form.value('Location')).toBe('Soho');
  });

  test.each([
    ['of no location', 'name=Den location=Atlantis', 'Atlantis'],
    ['that two locations begin with', 'name=Den location=S', '2 locations match “S”'],
    ['in the name', '"Den in Camden"', ''],
  ])('a word %s leaves Location blank', async (_what, words, said) => {
    const form = await openForm(stage.ana, `/nexudus video-room create ${words}`, 'Name');
    expect(form.value('Location')).toBe('');
    expect(form.text()).toContain(said);
  });

  test('so does a message that names another one', async () => {
    const { slack, ana } = stage;
    const message = slack.say('Sam', '#ops', 'We need a room in Camden for 6');
    await ana.messageShortcut('video-room-from-message', message, '#ops');
    const form = await ana.waitForModal((modal) => modal.labels().includes('Description'));
    expect(form.value('Description')).toBe('We need a room in Camden for 6');
    expect(form.value('Location')).toBe('');
  });
});

describe('what was typed for an update and can’t be meant', () => {
  test('leaves the record’s value alone and is named', async () => {
    const form = await openForm(
      stage.ana,
      '/nexudus video-room update "Focus room" participants=abc location=Atlantis',
      'Name',
    );
    expect(form.value('Number of participants')).toBe('4');
    expect(form.value('Location')).toBe('Soho');
    expect(form.text()).toContain('Number of participants: abc');
    expect(form.text()).toContain('Atlantis');
  });

  test.each(['0x10', '1e3', '""', 'Infinity'])(
    'a number is a plain decimal, and %s is none',
    async (typed) => {
      const form = await openForm(
        stage.ana,
        `/nexudus video-room update "Focus room" participants=${typed}`,
        'Name',
      );
      expect(form.value('Number of participants')).toBe('4');
    },
  );
});

test('an e-mail address with other accents is another person’s', async () => {
  const form = await openForm(stage.ana, '/nexudus role add-users Events léo@harbour.example', 'Users');
  expect(form.value('Users')).toEqual([]);
  expect(form.text()).toContain('léo@harbour.example');
});
