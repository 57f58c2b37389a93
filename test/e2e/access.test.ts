import { afterEach, describe, expect, test } from '@jest/globals';
import type { SlackClient } from '../../src/sandbox/slack/start-slack.ts';
import {
  afterAWord,
  announced,
  botMessages,
  expectClosed,
  openForm,
  submitAndContinue,
} from '../support/channel.ts';
import { found, writes } from '../support/nexudus-calls.ts';
import { accessUnknown, denied, LOCATION_DENIED, lacksPermission, say } from '../support/sentences.ts';
import { submissionOf, submitRaw } from '../support/submit-raw.ts';
import { useSandbox } from '../support/use-sandbox.ts';

const stage = useSandbox();
const RENAME = '/nexudus team rename Acme to "Acme Ltd"';
const NEW_ROOM = '/nexudus video-room create name=Den participants=8 location=Soho';

/** What the modal says in place of the form. */
async function refusal(person: SlackClient, command = RENAME): Promise<string> {
  await person.command(command);
  const modal = await person.waitForModal((each) => !each.text().includes('Opening…'), { timeoutMs: 10_000 });
  expect(modal.labels()).toEqual([]);
  expect(modal.submitText).toBeUndefined();
  const [, sentence = ''] = modal.text().split('\n');
  // An alert holds 200 characters; what is longer stands below a sign.
  return sentence.replace(/^⛔ /, '');
}

describe('who may not', () => {
  afterEach(() => {
    expect(writes(stage)).toEqual([]);
    expect(botMessages(stage)).toEqual([]);
  });

  test.each([
    ['Gus', denied('guest')],
    ['Helper', denied('bot')],
    ['Dan', denied('deactivated')],
    ['Stella', denied('stranger')],
    ['Una', denied('unconfirmed-email')],
    ['Mo', denied('no-email')],
    ['Nora', denied('no-user', 'nora@harbour.example')],
    ['Ian', denied('inactive-user', 'ian@harbour.example')],
    ['Sam', lacksPermission('team.rename', 'Reception')],
  ])('%s is told why', async (name, sentence) => {
    expect(await refusal(stage.slack.as(name))).toBe(sentence);
  });

  test('about people who are no one here Nexudus is not even asked', async () => {
    // Past the answers that the file's own bot remembers.
    await stage.withBot({}, async () => {
      const { calls } = stage.nexudus;
      const asked = (from = 0) =>
        calls.slice(from).flatMap(({ path }) => (/token|auth|security\/roles$/.test(path) ? [] : [path]));
      // A bot that starts reads its own account, and then the list of permissions, ahead of whoever comes first.
      await stage.until(
        () => calls.some(({ path }) => path.endsWith('security/roles')),
        'what is read ahead',
      );
      expect(asked()).toEqual([`/api/sys/users/${stage.nexudus.named('users', 'Nexudus bot').Id}`]);
      const callsBefore = calls.length;
      for (const name of ['Gus', 'Helper', 'Dan', 'Stella', 'Una', 'Mo']) await refusal(stage.slack.as(name));
      expect(asked(callsBefore)).toEqual([]);
    });
  });

  test('a person with two admin users of one e-mail is told so', async () => {
    await stage.withBot({}, async () => {
      stage.nexudus.put('users', { FullName: 'Priya Two', Email: 'PRIYA@harbour.example', Active: true });
      expect(await refusal(stage.slack.as('Priya'))).toBe(denied('several-users', 'priya@harbour.example'));
    });
  });

  test('a user without roles is told of UNRESTRICTED_ADMINS', async () => {
    await stage.withBot({ UNRESTRICTED_ADMINS: '' }, async () => {
      expect(await refusal(stage.slack.as('Uma'))).toBe(denied('no-roles', 'uma@harbour.example'));
    });
  });

  test.each([
    [NEW_ROOM, 'video-room.create'],
    ['/nexudus video-room update', 'video-room.update'],
    ['/nexudus workspace update', 'workspace.update'],
    ['/nexudus team update', 'team.update'],
    ['/nexudus role add-users', 'role.add-users'],
    ['/nexudus role update', 'role.update'],
  ])('%s names the permission that is missing', async (command, operation) => {
    expect(await refusal(stage.slack.as('Sam'), command)).toBe(lacksPermission(operation, 'Reception'));
  });

  test('a team of a location that a person doesn’t look after is refused, and not shown', async () => {
    const leo = stage.slack.as('Leo');
    const form = await openForm(leo, '/nexudus team rename', 'Team');
    // Past the picker, which needn't offer it.
    await leo.modal()?.close();
    await leo.command('/nexudus team rename 1414300002');
    const modal = await leo.waitForModal((each) => each.id !== form.id && each.labels().includes('Team'));
    expect(modal.labels()).toEqual(['Team']);
    expect(modal.text()).toContain(LOCATION_DENIED);
  });

  test('a team can’t be moved to a location that a person doesn’t look after', async () => {
    const leo = stage.slack.as('Leo');
    const form = await openForm(leo, '/nexudus team update Acme', 'Location');
    const answer = await submitRaw(
      stage,
      form,
      { Location: { selected_option: { value: '1414940212' } } },
      leo.person,
    );
    expect(answer.status).toBe(200);
    expect(JSON.stringify(answer.body)).toMatch(/location|not on the list|Choose/);
    expect(found(stage, 'teams', 1_414_300_001).BusinessId).toBe(1_414_940_210);
  });

  test('Nexudus down: no one is let in, and it says so', async () => {
    await stage.withBot({}, async () => {
      Object.assign(stage.nexudus.switches, { down: '500' });
      const sentence = await refusal(stage.ana);
      expect(sentence).toBe(accessUnknown('unreachable'));
    });
  });

  test('Slack unable to tell who a person is: no one is let in', async () => {
    await stage.withBot({}, async () => {
      stage.slack.faults.fail = { method: 'users.info', error: 'internal_error', times: 5 };
      await stage.ana.command(RENAME);
      const modal = await stage.ana.waitForModal((each) => !each.text().includes('Opening…'));
      expect(modal.labels()).toEqual([]);
      expect(modal.text()).toContain(say.unknownPerson);
    });
  });
});

describe('who may', () => {
  test('a person limited to a location, for a team of it', async () => {
    const leo = stage.slack.as('Leo');
    const form = await openForm(leo, RENAME, 'New name');
    expectClosed(leo, await form.submit());
    await announced(stage);
    expect(found(stage, 'teams', 1_414_300_001).Name).toBe('Acme Ltd');
  });

  test('an unrestricted administrator, through UNRESTRICTED_ADMINS', async () => {
    const uma = stage.slack.as('Uma');
    const form = await openForm(uma, RENAME, 'New name');
    expectClosed(uma, await form.submit());
    await announced(stage);
  });

  test('but not when their admin user is inactive', async () => {
    await stage.withBot({ UNRESTRICTED_ADMINS: 'Ian@Harbour.example' }, async () => {
      expect(await refusal(stage.slack.as('Ian'))).toBe(denied('inactive-user', 'ian@harbour.example'));
    });
  });

  test('a person whose Nexudus e-mail is given in NEXUDUS_LOGINS', async () => {
    await stage.withBot(
      { NEXUDUS_LOGINS: 'U0MO00000=priya@harbour.example,U0NORA000=sam@harbour.example' },
      async () => {
        const mo = stage.slack.as('Mo');
        const form = await openForm(mo, RENAME, 'New name');
        expectClosed(mo, await form.submit());
        const message = await announced(stage);
        expect(message.plain).toContain('@Mo Mailless');
        // With no more rights than that user has.
        expect(await refusal(stage.slack.as('Nora'))).toBe(lacksPermission('team.rename', 'Reception'));
      },
    );
  });

  test('an e-mail written in other letters is the same', async () => {
    await stage.withBot({}, async () => {
      const priya = stage.slack.person('Priya');
      priya.email = 'Priya@Harbour.Example';
      const client = stage.slack.as('Priya');
      await openForm(client, RENAME, 'New name');
    });
  });
});

test('who lost a role through the bot while a form was open can no longer send it', async () => {
  const { slack, ana, nexudus } = stage;
  const priya = slack.as('Priya');
  const hers = await openForm(priya, RENAME, 'New name');
  const form = await openForm(ana, '/nexudus role update "Network admin"', 'Remove users');
  await form.pick('Remove users', 'Priya Nair');
  await submitAndContinue(ana, form);
  await announced(stage);
  await hers.submit();
  // She had that role only; what she typed stays.
  expect(Object.values(hers.errors())).toEqual([
    expect.stringContaining(denied('no-roles', 'priya@harbour.example')),
  ]);
  expect(hers.value('New name')).toBe('Acme Ltd');
  expect(nexudus.record('teams', 1_414_300_001)?.Name).toBe('Acme');
  await afterAWord(stage, ana);
  await announced(stage);
});

describe('a forged payload', () => {
  test('with another person’s form is not taken, whoever sends it', async () => {
    const { slack, ana, nexudus } = stage;
    const form = await openForm(ana, RENAME, 'New name');
    for (const name of ['Priya', 'Sam', 'Gus', 'Stella']) {
      const forged = submissionOf(stage, form, slack.person(name));
      const answer = await slack.send('interactive', forged);
      expect(answer.status).toBe(200);
      expect(answer.body).toMatchObject({ response_action: 'errors' });
    }
    await afterAWord(stage, ana);
    expect(writes(stage)).toEqual([]);
    expect(botMessages(stage)).toEqual([]);
    expect(nexudus.record('teams', 1_414_300_001)?.Name).toBe('Acme');
    // Its owner still can.
    expectClosed(ana, await form.submit());
    await announced(stage);
  });

  test.each(['signature', 'stale', 'unsigned'] as const)('%s: answered 401 and not read', async (tamper) => {
    const { slack, ana } = stage;
    const form = await openForm(ana, RENAME, 'New name');
    const answer = await slack.send('interactive', submissionOf(stage, form, ana.person), { tamper });
    expect(answer.status).toBe(401);
    await afterAWord(stage, ana);
    expect(writes(stage)).toEqual([]);
  });

  test('of another workspace is not taken', async () => {
    const { slack, ana } = stage;
    const form = await openForm(ana, RENAME, 'New name');
    const forged = {
      ...submissionOf(stage, form, ana.person),
      team: { id: 'T0ELSEWHR', domain: 'elsewhere' },
    };
    await slack.send('interactive', forged);
    await afterAWord(stage, ana);
    expect(writes(stage)).toEqual([]);
    expect(botMessages(stage)).toEqual([]);
  });

  test('can’t make a form change another record than the one that was read', async () => {
    const { slack, ana, nexudus } = stage;
    const form = await openForm(ana, RENAME, 'New name');
    const forged = submissionOf(stage, form, ana.person, {
      Team: { selected_option: { value: '1414300002', text: { type: 'plain_text', text: 'Acme' } } },
    });
    const answer = await slack.send('interactive', forged);
    expect(answer.body).toMatchObject({ response_action: 'errors' });
    await afterAWord(stage, ana);
    expect(writes(stage)).toEqual([]);
    expect(nexudus.record('teams', 1_414_300_002)?.Name).toBe('Acme Studios');
  });
});
