import { describe, expect, test } from '@jest/globals';
import type { NexudusSwitches } from '../../src/sandbox/nexudus/start-nexudus.ts';
import { cancel } from '../support/cancel.ts';
import { announced, botMessages, expectClosed, linesOf, openForm, receiptOf } from '../support/channel.ts';
import { expectOnlyChanged, found, writes } from '../support/nexudus-calls.ts';
import { ofOneProcess } from '../support/of-one-process.ts';
import { CANCELLED, done, notDone, resultOf, SIGN, unknownOutcome, waits } from '../support/outcomes.ts';
import { failed, say, waitingFor } from '../support/sentences.ts';
import { submissionOf } from '../support/submit-raw.ts';
import { useSandbox } from '../support/use-sandbox.ts';

const stage = useSandbox();
const FOCUS = 1_414_200_002;
const ACME = 1_414_300_001;
const NEW_ROOM = '/nexudus video-room create name=Den participants=8 location=Soho';
const NO_USABLE_ANSWER = waitingFor('unsure', 'video-room.update');
const SLOW_DOWN = waitingFor('throttled', 'video-room.update');
const UNREACHABLE = waitingFor('unreachable', 'video-room.update');
const LOOKS = waitingFor('unsure', 'video-room.create');
const KEEPS_TRYING = say.queued;

const faults = (given: Partial<NexudusSwitches>) => Object.assign(stage.nexudus.switches, given);
const dens = () => stage.nexudus.records('videorooms').filter(({ Name }) => Name === 'Den');
const untilChannelSays = (text: string, timeoutMs?: number) =>
  stage.until(() => botMessages(stage)[0]?.plain.includes(text) === true, text, timeoutMs);

describe('an update that Nexudus doesn’t answer properly', () => {
  test.each([
    ['a 500', { down: '500' }, NO_USABLE_ANSWER],
    ['a 502 page of HTML', { down: '502-html' }, NO_USABLE_ANSWER],
    ['a 503 page of HTML', { down: '503' }, NO_USABLE_ANSWER],
    ['a cut connection', { down: 'cut' }, NO_USABLE_ANSWER],
    ['a connection cut after the write', { cutAfterActing: true }, NO_USABLE_ANSWER],
    ['a 409 without a body', { throttle: '409' }, SLOW_DOWN],
    ['a 429', { throttle: '429' }, SLOW_DOWN],
  ] as const)('%s: it is queued, and the one message tells of the success later', async (_, fault, said) => {
    const { ana, nexudus } = stage;
    const before = found(stage, 'videorooms', FOCUS);
    const form = await openForm(ana, '/nexudus video-room update "Focus room"', 'Name');
    await form.type('Number of participants', '12');
    await form.type('Description', 'Typed, not lost');
    faults({ ...fault, only: 'writes', times: 1 });
    const ack = await form.submit();
    expect(ack.status).toBe(200);
    const text = ana.modal()?.text() ?? '';
    // With several the answer may come after Slack's three seconds, as they share the pace.
    if (!(process.env.REPLICAS && text.includes(say.working)))
      expect(text).toContain(`${said} ${KEEPS_TRYING}`);
    expect(text).not.toMatch(/html|Gateway|HTTP|error has occurred/i);

    const waiting = await announced(stage);
    const receipt = receiptOf(waiting);
    const [first, second, ...rest] = linesOf(waiting);
    expect(first).toEqual(waits('@Ana Ruiz'));
    expect(second).toMatch(/\d\d:\d\d UTC/);
    expect(second).toContain(said);
    expect(rest).toEqual(['[Cancel]', 'NX-…']);

    await untilChannelSays('✅');
    const after = await announced(stage);
    expect(after.ts).toBe(waiting.ts);
    expect(receiptOf(after)).toBe(receipt);
    expect(resultOf(after)).toEqual({
      head: done('Focus room', '@Ana Ruiz'),
      changes: ['Number of participants: 4 → 12', 'Description: (blank) → Typed, not lost'],
      buttons: ['Undo'],
    });
    expectOnlyChanged(before, nexudus.record('videorooms', FOCUS), {
      NumberOfParticipants: 12,
      Description: 'Typed, not lost',
    });
  });

  test('200 with an empty body counts as no answer', async () => {
    const { ana, nexudus } = stage;
    const form = await openForm(ana, '/nexudus video-room update "Focus room"', 'Name');
    await form.type('Number of participants', '12');
    nexudus.switches.emptyBodies = true;
    await form.submit();
    expect(ana.modal()?.text()).toContain(NO_USABLE_ANSWER);
    await untilChannelSays(SIGN.waits);
    nexudus.switches.emptyBodies = false;
    await untilChannelSays(SIGN.done);
    await announced(stage);
  });

  test('a record that can’t be read is not written', async () => {
    const { ana } = stage;
    const form = await openForm(ana, '/nexudus video-room update "Focus room"', 'Name');
    await form.type('Number of participants', '12');
    faults({ down: 'cut', only: 'reads' });
    await form.submit();
    await untilChannelSays(UNREACHABLE, 10_000);
    expect(writes(stage)).toEqual([]);
    expect(stage.nexudus.record('videorooms', FOCUS)?.NumberOfParticipants).toBe(4);
    faults({ down: 'no' });
    await untilChannelSays(SIGN.done, 10_000);
    await announced(stage);
  });

  test('Cancel stops it; “Fix and resubmit” gives the form back with what was typed', async () => {
    const { ana, nexudus } = stage;
    const form = await openForm(ana, '/nexudus video-room update "Focus room"', 'Name');
    await form.type('Number of participants', '12');
    await form.type('Description', 'Typed, not lost');
    faults({ down: '500', only: 'writes' });
    await form.submit();
    await ana.modal()?.close();
    await cancel(stage);
    const cancelled = await announced(stage);
    expect(linesOf(cancelled)).toEqual([
      // With a 500 it may have been.
      unknownOutcome('@Ana Ruiz'),
      `${say.cancelledBy}@Ana Ruiz.`,
      say.earlierAttempt,
      '[Try again] [Fix and resubmit]',
      'NX-…',
    ]);
    faults({ down: 'no' });
    await ana.click(cancelled, 'Fix and resubmit');
    const again = await ana.waitForModal((modal) => modal.labels().includes('Description'));
    expect(again.value('Number of participants')).toBe('12');
    expect(again.value('Description')).toBe('Typed, not lost');
    expectClosed(ana, await again.submit());
    await untilChannelSays(SIGN.done);
    expect(nexudus.record('videorooms', FOCUS)?.NumberOfParticipants).toBe(12);
    await announced(stage);
  });

  test('“Try again” after Cancel does it without a form', async () => {
    const { ana, nexudus } = stage;
    const form = await openForm(ana, '/nexudus video-room update "Focus room"', 'Name');
    await form.type('Number of participants', '12');
    faults({ down: '500', only: 'writes' });
    await form.submit();
    await cancel(stage);
    faults({ down: 'no' });
    await ana.click(await announced(stage), 'Try again');
    await untilChannelSays(SIGN.done);
    expect(nexudus.record('videorooms', FOCUS)?.NumberOfParticipants).toBe(12);
    await announced(stage);
  });
});

describe('a new room that Nexudus doesn’t answer for properly', () => {
  test.each([
    ['a connection cut after the write', { cutAfterActing: true, times: 1 }],
    ['200 with an empty body', { emptyBodies: true }],
  ] as const)('%s: it is found, and not created again', async (_, fault) => {
    const { ana, slack } = stage;
    const form = await openForm(ana, NEW_ROOM, 'Name');
    const again = submissionOf(stage, form, ana.person);
    faults({ ...fault, ...('times' in fault ? { only: 'writes' } : {}) });
    await form.submit();
    expect(ana.modal()?.text()).toContain(`${LOOKS} ${KEEPS_TRYING}`);
    // Sent again while the bot looks: by a click that Slack had lost, say.
    for (const _time of [1, 2]) void slack.send('interactive', again);
    await untilChannelSays(SIGN.done, 15_000);
    expect(linesOf(await announced(stage)).slice(0, 2)).toEqual([done('Den', '@Ana Ruiz'), say.found]);
    expect(writes(stage)).toHaveLength(1);
    expect(dens()).toHaveLength(1);
  });

  test('a 500 that did nothing: it is looked for, and then created once', async () => {
    const { ana, nexudus } = stage;
    const form = await openForm(ana, NEW_ROOM, 'Name');
    faults({ down: '500', only: 'writes', times: 1 });
    await form.submit();
    await untilChannelSays(SIGN.done, 15_000);
    expect(dens()).toHaveLength(1);
    expect(writes(stage).map(({ status }) => status)).toEqual([500, 200]);
    const calls = nexudus.calls.map(({ method, path }) => `${method} ${path}`);
    const [first, last] = [
      calls.indexOf('POST /api/community/videorooms'),
      calls.lastIndexOf('POST /api/community/videorooms'),
    ];
    expect(calls.slice(first + 1, last)).toContain('GET /api/community/videorooms');
    await announced(stage);
  });

  test('a connection cut before the write: it is not sent again while it may still arrive', async () => {
    const { ana } = stage;
    const form = await openForm(ana, NEW_ROOM, 'Name');
    faults({ down: 'cut', only: 'writes', times: 1 });
    await form.submit();
    await untilChannelSays(SIGN.waits);
    expect(linesOf(await announced(stage))[1]).toContain(LOOKS);
    const before = stage.nexudus.calls.length;
    await stage.until(
      () => stage.nexudus.calls.slice(before).some(({ path }) => path === '/api/community/videorooms'),
      'a look for the room',
      15_000,
    );
    expect(writes(stage)).toHaveLength(1);
    await ana.click(await announced(stage), 'Cancel');
    await untilChannelSays(CANCELLED);
    expect(dens()).toEqual([]);
  });

  test('throttled: nothing was created, so it is sent again and created once', async () => {
    const form = await openForm(stage.ana, NEW_ROOM, 'Name');
    faults({ throttle: '409', only: 'writes', times: 1 });
    await form.submit();
    expect(stage.ana.modal()?.text()).toContain(SLOW_DOWN);
    await untilChannelSays(SIGN.done);
    expect(dens()).toHaveLength(1);
    await announced(stage);
  });
});

describe('what trying again would not mend gives the form back', () => {
  test('a record that is gone', async () => {
    const form = await openForm(stage.ana, '/nexudus video-room update "Focus room"', 'Name');
    await form.type('Number of participants', '12');
    stage.nexudus.remove('videorooms', FOCUS);
    await form.submit();
    const said = failed('gone', 'video-room.update');
    expect(form.text()).toContain(said);
    expect(form.value('Number of participants')).toBe('12');
    expect(linesOf(await announced(stage))).toEqual([
      notDone('@Ana Ruiz'),
      said,
      '[Try again] [Fix and resubmit]',
      'NX-…',
    ]);
    expect(writes(stage)).toEqual([]);
  });

  test.each([401, 403] as const)(
    'a permission that the bot’s account lacks (%s) is named, and not tried for ever',
    async (status) => {
      const { ana, nexudus } = stage;
      const before = found(stage, 'teams', ACME);
      const form = await openForm(ana, '/nexudus team rename Acme to "Acme Ltd"', 'New name');
      const role = nexudus.named('userroles', 'Bot');
      const edit = nexudus.named('roles', 'Team-Edit').Id;
      nexudus.put('userroles', { Id: role.Id, Roles: (role.Roles as number[]).filter((id) => id !== edit) });
      nexudus.switches.denyWith = status;
      await form.submit();
      const said = failed('bot-denied', 'team.rename');
      expect(form.text()).toContain(said);
      expect(form.value('New name')).toBe('Acme Ltd');
      expect(linesOf(await announced(stage))[1]).toBe(said);
      expect(writes(stage).length).toBeLessThanOrEqual(2);
      expectOnlyChanged(before, nexudus.record('teams', ACME), {});
    },
  );

  test('a refused sign-in says who can mend it, and is not repeated at once', async () => {
    await stage.withBot({}, async (bot) => {
      const { ana, nexudus } = stage;
      const form = await openForm(ana, '/nexudus team rename Acme to "Acme Ltd"', 'New name');
      nexudus.put('users', { Id: nexudus.named('users', 'Nexudus bot').Id, Active: false });
      nexudus.revokeAll();
      const callsBefore = nexudus.calls.length;
      const said = failed('bot-sign-in', 'team.rename');
      for (const _time of [1, 2]) {
        await form.submit();
        expect(form.text()).toContain(said);
        expect(form.value('New name')).toBe('Acme Ltd');
      }
      expect(linesOf(await announced(stage))[1]).toBe(said);
      const passwords = nexudus.calls
        .slice(callsBefore)
        .filter(({ requestBody }) => (requestBody as { grant_type?: string })?.grant_type === 'password');
      expect(passwords).toHaveLength(1);
      expect(bot.output()).not.toMatch(/xoxb-|sandbox"/);
    });
  });
});

ofOneProcess('each signs in by itself')('an expired token is renewed once, and no one notices', async () => {
  const { ana, nexudus } = stage;
  const before = found(stage, 'teams', ACME);
  const form = await openForm(ana, '/nexudus team rename Acme to "Acme Ltd"', 'New name');
  const callsBefore = nexudus.calls.length;
  nexudus.expireTokens();
  expectClosed(ana, await form.submit());
  expectOnlyChanged(before, nexudus.record('teams', ACME), { Name: 'Acme Ltd' });
  const tokens = nexudus.calls.slice(callsBefore).filter(({ path }) => path === '/api/token');
  expect(tokens.map(({ requestBody }) => requestBody)).toMatchObject([{ grant_type: 'refresh_token' }]);
  await announced(stage);
});
