import { describe, expect, test } from '@jest/globals';
import { announced, botMessages, linesOf, receiptOf } from '../support/channel.ts';
import { writes } from '../support/nexudus-calls.ts';
import { CANCELLED, done, unknownOutcome, waits } from '../support/outcomes.ts';
import { dens, newDen, statuses, untilShown } from '../support/room-acts.ts';
import { failed, say, waitingFor } from '../support/sentences.ts';
import { useStore } from '../support/use-store.ts';

const stage = useStore();
const LOOKS = waitingFor('unsure', 'video-room.create');
const SLOW_DOWN = waitingFor('throttled', 'video-room.create');
const CREATED = done('Den', '@Ana Ruiz');
const FOUND = [done('Den', '@Ana Ruiz'), say.found];
/** Lets the minute in which an unanswered create may still be acted upon be over now. */
const letTheMinutePass = () =>
  stage.sql('update submissions set unknown_outcome_until = 1, next_at = 1 where status = ?', 'waiting');

describe('a new room that Nexudus does not answer for as it should is there once in the end', () => {
  test.each([
    ['500', { down: '500' }, LOOKS, [500, 200]],
    ['502 with a page of HTML', { down: '502-html' }, LOOKS, [502, 200]],
    ['503 before acting', { down: '503' }, LOOKS, [503, 200]],
    ['409', { throttle: '409' }, SLOW_DOWN, [409, 200]],
    ['429', { throttle: '429' }, SLOW_DOWN, [429, 200]],
  ] as const)('%s: looked for, then sent again', async (_, fault, said, expected) => {
    const form = await newDen(stage.ana);
    Object.assign(stage.nexudus.switches, { ...fault, only: 'writes', times: 1 });
    await form.submit();
    expect(stage.ana.modal()?.text()).toContain(said);
    const queued = await announced(stage);
    expect(linesOf(queued)[0]).toEqual(waits('@Ana Ruiz'));
    await untilShown(stage, '✅', 10_000);
    const done = await announced(stage);
    expect([done.ts, receiptOf(done)]).toEqual([queued.ts, receiptOf(queued)]);
    expect(linesOf(done)[0]).toEqual(CREATED);
    expect(statuses(stage)).toEqual(expected);
    expect(dens(stage)).toHaveLength(1);
    const calls = stage.nexudus.calls.map(({ method, path }) => `${method} ${path}`);
    const first = calls.indexOf('POST /api/community/videorooms');
    const last = calls.lastIndexOf('POST /api/community/videorooms');
    expect(calls.slice(first + 1, last)).toContain('GET /api/community/videorooms');
  });

  test('acted, but the connection was cut: found, not sent again, and said so', async () => {
    const form = await newDen(stage.ana);
    Object.assign(stage.nexudus.switches, { cutAfterActing: true, only: 'writes', times: 1 });
    await form.submit();
    expect(stage.ana.modal()?.text()).toContain(LOOKS);
    await untilShown(stage, '✅', 10_000);
    expect(linesOf(await announced(stage)).slice(0, 2)).toEqual(FOUND);
    expect(statuses(stage)).toEqual([0]);
    expect(dens(stage)).toHaveLength(1);
    await stage.untilSettled();
    expect(stage.submissions().at(-1)).toMatchObject({
      status: 'succeeded',
      created_key: `videorooms:${dens(stage)[0]?.Id}`,
      unknown_outcome_since: null,
      unknown_outcome_until: 0,
    });
  });

  test('acted late, after an empty look: sent again, and the person is told of the twin', async () => {
    const { ana, nexudus } = stage;
    const form = await newDen(ana);
    Object.assign(nexudus.switches, { down: 'cut', only: 'writes', times: 1 });
    await form.submit();
    await untilShown(stage, LOOKS);
    const firstPost = writes(stage)[0]?.requestBody as object;
    const callsBefore = nexudus.calls.length;
    const looks = () =>
      nexudus.calls
        .slice(callsBefore)
        .filter(({ method, path }) => `${method} ${path}` === 'GET /api/community/videorooms');
    await stage.until(() => looks().length > 0, 'a first look', 10_000);
    await stage.untilJournal((rows) => rows.at(-1)?.status === 'waiting', 'it waits again');
    expect(statuses(stage)).toEqual([0]);
    letTheMinutePass();
    const seen = looks().length;
    let late: number | undefined;
    const stop = nexudus.onChange(() => {
      if (looks().length === seen) return;
      stop();
      late = nexudus.put('videorooms', firstPost).Id;
    });
    await untilShown(stage, '✅', 10_000);
    expect(statuses(stage)).toEqual([0, 200]);
    expect(dens(stage)).toHaveLength(2);
    const lines = linesOf(await announced(stage));
    const mine = dens(stage).find(({ Id }) => Id !== late)?.Id;
    // Two of one name are distinguished.
    expect(lines[0]).toEqual(done(`Den (Soho, #${mine})`, '@Ana Ruiz'));
    expect(lines).toContain(`⚠️ ${say.twins([Number(late)])}`);
  });

  test('not acted, no answer: not sent again while it may still come, and then once', async () => {
    const form = await newDen(stage.ana);
    Object.assign(stage.nexudus.switches, { down: 'cut', only: 'writes', times: 1 });
    await form.submit();
    await untilShown(stage, LOOKS);
    await stage.untilJournal((rows) => rows.at(-1)?.status === 'waiting', 'it waits');
    const row = stage.submissions().at(-1);
    expect(Number(row?.unknown_outcome_until) - Number(row?.updated_at)).toBeGreaterThan(59_000);
    letTheMinutePass();
    await untilShown(stage, '✅', 10_000);
    expect(linesOf(await announced(stage))[0]).toEqual(CREATED);
    expect(statuses(stage)).toEqual([0, 200]);
    expect(dens(stage)).toHaveLength(1);
  });
});

describe('a try of unknown end is not forgotten', () => {
  test('through Cancel and Try again: what it made is found, not made again', async () => {
    const { ana, nexudus } = stage;
    const form = await newDen(ana);
    // Acts, and answers with nothing that can be read.
    nexudus.switches.emptyBodies = true;
    await form.submit();
    await ana.click(await announced(stage), 'Cancel');
    await untilShown(stage, CANCELLED);
    nexudus.switches.emptyBodies = false;
    // The room is there: no one is told that nothing was done.
    expect(linesOf(await announced(stage))).toEqual([
      unknownOutcome('@Ana Ruiz'),
      `${say.cancelledBy}@Ana Ruiz.`,
      say.earlierAttempt,
      '[Try again] [Fix and resubmit]',
      'NX-…',
    ]);
    // So much later that only the first submission's time tells where to look from.
    nexudus.put('videorooms', {
      Id: dens(stage)[0]?.Id,
      CreatedOn: new Date(Date.now() - 600_000).toISOString(),
    });
    stage.sql(
      "update submissions set unknown_outcome_since = unknown_outcome_since - 600000 where status = 'cancelled'",
    );
    await ana.click(await announced(stage), 'Try again');
    await untilShown(stage, '✅', 10_000);
    expect(linesOf(await announced(stage)).slice(0, 2)).toEqual(FOUND);
    expect(writes(stage)).toHaveLength(1);
    expect(dens(stage)).toHaveLength(1);
  });

  test('through Fix with another name: that the first one may be there too is said, with its name', async () => {
    const { ana, nexudus } = stage;
    const form = await newDen(ana);
    Object.assign(nexudus.switches, { cutAfterActing: true, only: 'writes', times: 1 });
    await form.submit();
    await form.close();
    await ana.click(await announced(stage), 'Cancel');
    await untilShown(stage, CANCELLED);
    await ana.click(await announced(stage), 'Fix and resubmit');
    const again = await ana.waitForModal((modal) => modal.labels().includes('Name'));
    await again.type('Name', 'Den 2');
    await again.submit();
    await stage.untilJournal((rows) => rows.at(-1)?.status === 'waiting', 'it waits');
    letTheMinutePass();
    await untilShown(stage, '✅', 15_000);
    const lines = linesOf(await announced(stage));
    expect(lines[0]).toEqual(done('Den 2', '@Ana Ruiz'));
    expect(lines).toContain(`⚠️ ${say.mayAlsoExist(['Den'])}`);
    expect(dens(stage)).toHaveLength(1);
  });

  test('through Fix with another name that is refused: what the first one may have made is named', async () => {
    const { ana, nexudus } = stage;
    const form = await newDen(ana);
    Object.assign(nexudus.switches, { cutAfterActing: true, only: 'writes', times: 1 });
    await form.submit();
    await form.close();
    await ana.click(await announced(stage), 'Cancel');
    await untilShown(stage, CANCELLED);
    await ana.click(await announced(stage), 'Fix and resubmit');
    const again = await ana.waitForModal((modal) => modal.labels().includes('Name'));
    await again.type('Name', 'Den 2');
    nexudus.switches.refuse = [{ property: 'Name', message: 'is taken' }];
    await again.submit();
    await stage.untilJournal((rows) => rows.at(-1)?.status === 'waiting', 'it waits');
    letTheMinutePass();
    await untilShown(stage, 'is taken', 15_000);
    const lines = linesOf(await announced(stage));
    expect(lines[0]).toEqual(unknownOutcome('Den 2', '@Ana Ruiz'));
    expect(lines).toContain(`⚠️ ${say.mayExist(['Den'])}`);
    expect(lines.join(' ')).not.toContain(say.earlierAttempt);
    expect(dens(stage)).toHaveLength(1);
  });

  test('when it is given up: nothing is said to be unchanged', async () => {
    const { ana, nexudus } = stage;
    const form = await newDen(ana);
    Object.assign(nexudus.switches, { cutAfterActing: true, only: 'writes', times: 1 });
    await form.submit();
    await untilShown(stage, LOOKS);
    Object.assign(nexudus.switches, { down: 'cut', only: undefined });
    stage.sql("update submissions set give_up_at = 1, next_at = 1 where status = 'waiting'");
    await untilShown(stage, '⛔', 15_000);
    expect(linesOf(await announced(stage))).toEqual([
      unknownOutcome('@Ana Ruiz'),
      failed('unsure', 'video-room.create'),
      '[Try again] [Fix and resubmit]',
      'NX-…',
    ]);
    nexudus.switches.down = 'no';
    await ana.click(await announced(stage), 'Try again');
    await untilShown(stage, '✅', 15_000);
    expect(dens(stage)).toHaveLength(1);
    expect(botMessages(stage)).toHaveLength(1);
  });
});
