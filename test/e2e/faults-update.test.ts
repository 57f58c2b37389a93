import { describe, expect, test } from '@jest/globals';
import type { NexudusSwitches } from '../../src/sandbox/nexudus/start-nexudus.ts';
import { announced, botMessages, expectClosed, linesOf, receiptOf } from '../support/channel.ts';
import { expectOnlyChanged, found } from '../support/nexudus-calls.ts';
import { ofOneProcess } from '../support/of-one-process.ts';
import { done, notDone, resultOf, waits } from '../support/outcomes.ts';
import { changeFocus, FOCUS, participantsOfFocus, statuses, untilShown } from '../support/room-acts.ts';
import { say, waitingFor } from '../support/sentences.ts';
import { useStore } from '../support/use-store.ts';

const stage = useStore();
const NO_USABLE_ANSWER = waitingFor('unsure', 'video-room.update');
const SLOW_DOWN = waitingFor('throttled', 'video-room.update');

describe('an update that Nexudus does not answer as it should ends once Nexudus does', () => {
  const rows: [string, Partial<NexudusSwitches>, string, number[]][] = [
    ['500 twice', { down: '500', times: 2 }, NO_USABLE_ANSWER, [500, 500, 200]],
    ['502 with a page of HTML', { down: '502-html', times: 1 }, NO_USABLE_ANSWER, [502, 200]],
    ['503 before acting', { down: '503', times: 1 }, NO_USABLE_ANSWER, [503, 200]],
    ['acted, but the connection was cut', { cutAfterActing: true, times: 1 }, NO_USABLE_ANSWER, [0, 200]],
    ['409', { throttle: '409', times: 1 }, SLOW_DOWN, [409, 200]],
    ['429', { throttle: '429', times: 1 }, SLOW_DOWN, [429, 200]],
  ];
  test.each(rows)('%s', async (_, faults, said, expected) => {
    const before = found(stage, 'videorooms', FOCUS);
    const form = await changeFocus(stage.ana, 12);
    Object.assign(stage.nexudus.switches, { only: 'writes', ...faults });
    await form.submit();
    expect(stage.ana.modal()?.text()).toContain(`${said} ${say.queued}`);
    const queued = await announced(stage);
    expect(linesOf(queued)[0]).toEqual(waits('@Ana Ruiz'));
    await untilShown(stage, '✅', 10_000);
    const result = await announced(stage);
    expect([result.ts, receiptOf(result)]).toEqual([queued.ts, receiptOf(queued)]);
    expect(resultOf(result)).toEqual({
      head: done('Focus room', '@Ana Ruiz'),
      changes: ['Number of participants: 4 → 12'],
      buttons: ['Undo'],
    });
    expect(statuses(stage)).toEqual(expected);
    expectOnlyChanged(before, stage.nexudus.record('videorooms', FOCUS), { NumberOfParticipants: 12 });
    await stage.untilSettled();
    expect(stage.submissions().at(-1)).toMatchObject({
      status: 'succeeded',
      announced: 'delivered',
      lease_until: 0,
    });
  });

  test('200 with WasSuccessful: false is a refusal: one write, under the field, one line in the channel', async () => {
    const before = found(stage, 'videorooms', FOCUS);
    const form = await changeFocus(stage.ana, 12);
    Object.assign(stage.nexudus.switches, {
      refuseWith200: true,
      refuse: [{ property: 'NumberOfParticipants', message: 'must be 10 or less' }],
    });
    await form.submit();
    expect(form.errors()).toEqual({ 'Number of participants': 'Number of participants must be 10 or less.' });
    const [head, why] = linesOf(await announced(stage));
    expect(head).toEqual(notDone('@Ana Ruiz'));
    expect(why).toContain('Number of participants must be 10 or less.');
    expect(statuses(stage)).toEqual([200]);
    expectOnlyChanged(before, stage.nexudus.record('videorooms', FOCUS), {});
  });

  ofOneProcess('each process renews its own token')(
    'a token that expires between the look and the write is renewed, and the write done once',
    async () => {
      const { ana, nexudus } = stage;
      const form = await changeFocus(ana, 12);
      const looked = `/api/community/videorooms/${FOCUS}`;
      const callsBefore = nexudus.calls.length;
      const stop = nexudus.onChange(() => {
        if (nexudus.calls.slice(callsBefore).some(({ path }) => path === looked)) {
          stop();
          nexudus.expireTokens();
        }
      });
      expectClosed(ana, await form.submit());
      const calls = nexudus.calls
        .slice(callsBefore)
        .map(({ method, path, status }) => `${method} ${path} ${status}`);
      expect(calls.slice(0, 4)).toEqual([
        `GET ${looked} 200`,
        'PUT /api/community/videorooms 401',
        'POST /api/token 200',
        'PUT /api/community/videorooms 200',
      ]);
      expect(participantsOfFocus(stage)).toBe(12);
      expect(linesOf(await announced(stage))[0]).toEqual(done('Focus room', '@Ana Ruiz'));
    },
  );
});

describe('two requests on one record at once', () => {
  test('run one after another, each look right before its write, and neither is told as differing', async () => {
    const { ana, nexudus, slack } = stage;
    const priya = slack.as('Priya');
    const form = await changeFocus(ana, 12);
    await priya.command('/nexudus video-room update "Focus room"');
    const other = await priya.waitForModal((modal) => modal.labels().includes('Description'));
    await other.type('Description', 'By the window');
    const callsBefore = nexudus.calls.length;
    nexudus.switches.slowMs = 200;
    await Promise.all([form.submit(), other.submit()]);
    await stage.until(() => botMessages(stage).length === 2, 'two messages', 10_000);
    const calls = nexudus.calls
      .slice(callsBefore)
      // Of several bots, another one may still read the list.
      .filter(({ method, path }) => method === 'PUT' || path.startsWith('/api/community/videorooms/'))
      .map(({ method }) => method);
    // Look, write and look again, of one and then of the other.
    expect(calls).toEqual(['GET', 'PUT', 'GET', 'GET', 'PUT', 'GET']);
    expect(nexudus.record('videorooms', FOCUS)).toMatchObject({
      NumberOfParticipants: 12,
      Description: 'By the window',
    });
    const texts = botMessages(stage).map((message) => linesOf(message));
    expect(texts.flatMap((lines) => lines.filter((line) => line.startsWith('• '))).sort()).toEqual([
      '• Description: (blank) → By the window',
      '• Number of participants: 4 → 12',
    ]);
    expect(JSON.stringify(texts)).not.toContain('⚠️');
  });

  test('the second one waits for its turn behind a first one of six seconds, and its form says so', async () => {
    const { ana, nexudus, slack } = stage;
    const priya = slack.as('Priya');
    const form = await changeFocus(ana, 12);
    await priya.command('/nexudus video-room update "Focus room"');
    const other = await priya.waitForModal((modal) => modal.labels().includes('Description'));
    await other.type('Description', 'By the window');
    Object.assign(nexudus.switches, { only: 'writes', slowMs: 6000, times: 1 });
    await form.submit();
    await other.submit();
    expect(priya.modal()?.text()).toContain('Working…');
    expect(
      stage
        .submissions()
        .map(({ status }) => status)
        .slice(-2),
    ).toEqual(['running', 'queued']);
    await stage.until(() => botMessages(stage).length === 2, 'two messages', 10_000);
    expect(nexudus.record('videorooms', FOCUS)).toMatchObject({
      NumberOfParticipants: 12,
      Description: 'By the window',
    });
    await priya.waitForModal((modal) => modal.text().includes(receiptOf(botMessages(stage)[1] as never)));
    expect(botMessages(stage).flatMap((message) => resultOf(message).changes)).toEqual([
      'Number of participants: 4 → 12',
      'Description: (blank) → By the window',
    ]);
    expect(statuses(stage)).toEqual([200, 200]);
  });
});
