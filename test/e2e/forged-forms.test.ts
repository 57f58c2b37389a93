import { afterEach, describe, expect, test } from '@jest/globals';
import { sentenceIn } from '../support/access-acts.ts';
import { NOT_YOUR_FORM } from '../support/access-cast.ts';
import { afterAWord, announced, botMessages, expectClosed, openForm } from '../support/channel.ts';
import { found, writes } from '../support/nexudus-calls.ts';
import { say } from '../support/sentences.ts';
import { expectStillWell } from '../support/still-well.ts';
import { submissionOf } from '../support/submit-raw.ts';
import { useSandbox } from '../support/use-sandbox.ts';

const stage = useSandbox();
const ACME = 1_414_300_001;
const RENAME = '/nexudus team rename Acme to "Acme Ltd"';
const NEW_ROOM = '/nexudus video-room create name=Den participants=8 location=Soho';

interface Submission {
  type: string;
  user: object;
  view: {
    private_metadata: string;
    callback_id: string;
    state: { values: Record<string, Record<string, unknown>> };
  };
}

afterEach(() => expectStillWell(stage.bot));

async function expectNothingDone(): Promise<void> {
  await afterAWord(stage, stage.ana);
  expect(writes(stage)).toEqual([]);
  expect(botMessages(stage)).toEqual([]);
  expect(found(stage, 'teams', ACME).Name).toBe('Acme');
}

const annasRename = async (): Promise<Submission> => {
  const form = await openForm(stage.ana, RENAME, 'New name');
  return submissionOf(stage, form, stage.ana.person) as Submission;
};

describe('a changed private_metadata', () => {
  test.each([
    ['nothing', ''],
    ['words', 'garbage'],
    ['another id', 'b2f7a9b0-0000-4000-8000-000000000000'],
    ['JSON', '{"form":{"id":"x"},"owner":"U0ANA0000"}'],
    ['3,000 characters', 'x'.repeat(3000)],
    ['a quote for the database', "' or '1'='1"],
    ['a pattern for the database', '%'],
    ['a zero byte', '\u0000'],
    ['a lone surrogate', '\uD800'],
    ['__proto__', '__proto__'],
    ['constructor', 'constructor'],
  ])('%s: the form is not known', async (_what, private_metadata) => {
    const payload = await annasRename();
    payload.view.private_metadata = private_metadata;
    const answer = await stage.slack.send('interactive', payload);
    expect(answer.status).toBe(200);
    expect(sentenceIn(answer)).toBe(NOT_YOUR_FORM);
    await expectNothingDone();
  });

  test('the id of another form of one’s own: its fields are not those that were sent', async () => {
    const room = await openForm(stage.ana, NEW_ROOM, 'Name');
    const other = (room.json as { private_metadata?: string }).private_metadata ?? '';
    await room.close();
    const payload = await annasRename();
    payload.view.private_metadata = other;
    const answer = await stage.slack.send('interactive', payload);
    expect(sentenceIn(answer)).toBe(say.redrawn);
    await expectNothingDone();
  });

  test('the id of another person’s form: the form is not known', async () => {
    const { slack } = stage;
    const hers = await openForm(slack.as('Priya'), RENAME, 'New name');
    const payload = await annasRename();
    payload.view.private_metadata = (hers.json as { private_metadata?: string }).private_metadata ?? '';
    expect(sentenceIn(await slack.send('interactive', payload))).toBe(NOT_YOUR_FORM);
    await expectNothingDone();
  });
});

describe('unknown ids', () => {
  test.each(['', 'no.such', '__proto__', 'video-room.create', 'role.update', 'x'.repeat(255)])(
    'a form with callback id “%s” is still the form that it is',
    async (callback_id) => {
      const payload = await annasRename();
      payload.view.callback_id = callback_id;
      payload.view.state.values = {};
      const answer = await stage.slack.send('interactive', payload);
      expect(answer.status).toBe(200);
      expect(sentenceIn(answer)).not.toBe('');
      await expectNothingDone();
    },
  );

  test.each(['confirm', 'denial'])('a “%s” of a form where nothing was asked', async (callback_id) => {
    const payload = await annasRename();
    payload.view.callback_id = callback_id;
    const answer = await stage.slack.send('interactive', payload);
    expect(answer.status).toBe(200);
    expect(JSON.stringify(answer.body)).not.toBe('""');
    await expectNothingDone();
  });

  test.each([
    'no-such',
    '',
    '__proto__',
    'open:',
    'open:no.such',
    'open:__proto__',
    'constructor',
    'x'.repeat(255),
  ])('action “%s”: acknowledged, and nothing else', async (action_id) => {
    const { view, ...common } = await annasRename();
    for (const block_id of ['team~1', '__proto__', 'nothing']) {
      const action = { type: 'button', action_id, block_id, value: '__proto__' };
      const answer = await stage.slack.send('interactive', {
        ...common,
        type: 'block_actions',
        view,
        actions: [action],
      });
      expect([answer.status, answer.body]).toEqual([200, '']);
    }
    await expectNothingDone();
  });

  test.each(['no-such', '__proto__', 'constructor', ''])(
    'shortcut “%s”: acknowledged, and nothing else',
    async (id) => {
      await stage.ana.shortcut(id);
      expect(stage.ana.modals()).toEqual([]);
      await expectNothingDone();
    },
  );

  test.each(['fix', 'try-again', 'cancel', 'show-changes', 'approve', 'deny'])(
    'the button “%s” of a request that doesn’t exist',
    async (action_id) => {
      const { ana, slack } = stage;
      const { view: _, ...common } = await annasRename();
      await ana.command('/nexudus whoami');
      const payload = slack.interactions.at(-1)?.payload as { response_url: string };
      for (const value of ['', '__proto__', 'x'.repeat(2000), "' or 1=1 --", 5, null, { a: 1 }]) {
        const action = { type: 'button', action_id, block_id: 'b', value };
        const answer = await slack.send('interactive', {
          ...common,
          type: 'block_actions',
          response_url: payload.response_url,
          actions: [action],
        });
        expect([answer.status, answer.body]).toEqual([200, '']);
      }
      await expectNothingDone();
      slack.problems.length = 0;
    },
  );
});

describe('keys of prototypes in the state', () => {
  const KEYS = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf'];

  test.each(KEYS)('%s as a block, as an action and as a property change nothing', async (key) => {
    const { slack } = stage;
    const payload = await annasRename();
    const wrong = { type: 'plain_text_input', value: 'Evil' };
    for (const values of [
      { [key]: { value: wrong } },
      { [key]: { [key]: wrong } },
      { [`${key}~1`]: { value: wrong } },
      { 'newName~1': { [key]: wrong }, 'team~1': { [key]: wrong } },
    ]) {
      const text = JSON.stringify({ ...payload, view: { ...payload.view, state: { values: '§' } } });
      // JSON.stringify leaves `__proto__` out of a literal, so it is put in as text.
      const body = text.replace('"§"', asJson(Object.entries(values)));
      const answer = await slack.send('interactive', payload, {
        tamper: { body: `payload=${encodeURIComponent(body)}` },
      });
      expect(answer.status).toBe(200);
    }
    await expectNothingDone();
    expect(Object.prototype).not.toHaveProperty('value');
  });
});

/** Of `[key, value]` pairs, each key as an own property. */
const asJson = (entries: readonly (readonly [string, unknown])[]): string =>
  `{${entries
    .map(([key, value]) => {
      const inner =
        typeof value === 'object' && value !== null ? asJson(Object.entries(value)) : JSON.stringify(value);
      return `${JSON.stringify(key)}:${inner}`;
    })
    .join(',')}}`;

describe('a submission that comes again', () => {
  test('after it was done: nothing is done twice', async () => {
    const { ana, slack, nexudus } = stage;
    const form = await openForm(ana, RENAME, 'New name');
    const payload = submissionOf(stage, form, ana.person);
    expectClosed(ana, await form.submit());
    await announced(stage);
    nexudus.put('teams', { Id: ACME, Name: 'Acme Holding' });
    for (let time = 0; time < 5; time++) {
      expect((await slack.send('interactive', payload)).status).toBe(200);
    }
    await afterAWord(stage, ana);
    expect(writes(stage)).toHaveLength(1);
    expect(found(stage, 'teams', ACME).Name).toBe('Acme Holding');
    await announced(stage);
  });

  test('five at once: one is done', async () => {
    const { ana, slack } = stage;
    const form = await openForm(ana, NEW_ROOM, 'Name');
    const payload = submissionOf(stage, form, ana.person);
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => slack.send('interactive', payload)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    await announced(stage);
    await afterAWord(stage, ana);
    expect(writes(stage)).toHaveLength(1);
    await announced(stage);
  });

  test('after Nexudus refused it: it is tried again, as when a person presses the button again', async () => {
    const { ana, slack, nexudus } = stage;
    const form = await openForm(ana, RENAME, 'New name');
    const payload = submissionOf(stage, form, ana.person);
    nexudus.switches.refuse = [{ property: 'Name', message: 'is taken' }];
    await form.submit();
    await stage.until(() => botMessages(stage)[0]?.plain.includes('is taken') === true, 'the refusal');
    nexudus.switches.refuse = [];
    expect((await slack.send('interactive', payload)).body).toBe('');
    await stage.until(() => botMessages(stage)[0]?.plain.startsWith('✅') === true, 'the result');
    expect(writes(stage)).toHaveLength(2);
    await announced(stage);
  });

  test('after it was refused to a person: refused again', async () => {
    const { slack } = stage;
    const sam = slack.as('Sam');
    await sam.command(NEW_ROOM);
    const modal = await sam.waitForModal((each) => each.text().includes('You need permission'));
    const payload = submissionOf(stage, modal, sam.person);
    for (let time = 0; time < 3; time++) {
      expect(sentenceIn(await slack.send('interactive', payload))).toContain('VideoRoom-Create');
    }
    await expectNothingDone();
  });
});

test('whoever may not do it can’t take a form from who has it open, by its Fix button', async () => {
  const { ana, slack, nexudus } = stage;
  const form = await openForm(ana, RENAME, 'New name');
  nexudus.switches.refuse = [{ property: 'Name', message: 'is taken' }];
  await form.submit();
  const message = await announced(stage);
  nexudus.switches.refuse = [];
  for (const name of ['Gus', 'Sam', 'Stella']) {
    const person = slack.as(name);
    await person.click(message, 'Fix and resubmit');
    await person.waitForModal((modal) => !modal.text().includes('Opening…'), { timeoutMs: 10_000 });
    expect(person.modal()?.labels()).toEqual([]);
  }
  expectClosed(ana, await form.submit());
  await stage.until(() => botMessages(stage)[0]?.plain.startsWith('✅') === true, 'the result');
});
