import { expect, test } from '@jest/globals';
import { announced, linesOf } from '../support/channel.ts';
import { writes } from '../support/nexudus-calls.ts';
import { done } from '../support/outcomes.ts';
import { changeFocus, dens, FOCUS, newDen, participantsOfFocus, stateOf } from '../support/room-acts.ts';
import { useStore } from '../support/use-store.ts';

const stage = useStore({ ofOneProcess: 'stops one process, and lets another one take over' });

/**
 * Stalls the bot in the middle of a submission, before the write that Nexudus takes: its sign-in has run out, and the new
 * one takes a while. Then its lease is over, and another bot on the same database takes over and ends the request.
 */
async function takenOver(submit: () => Promise<unknown>, over: () => boolean): Promise<void> {
  const { nexudus, bot } = stage;
  stage.expectProblems(/^view_submission .*: no ack within 3000 ms$/);
  nexudus.expireTokens();
  Object.assign(nexudus.switches, { slowMs: 2500, only: 'token', times: 1 });
  const signingIn = new Promise<void>((resolve) => {
    nexudus.switches.onArrival = (_method, path) => path === '/api/token' && resolve();
  });
  void submit().catch(() => undefined);
  await signingIn;
  process.kill(bot.pid, 'SIGSTOP');
  const longerThanSlackWaits = new Promise((resolve) => setTimeout(resolve, 3500));
  nexudus.switches.onArrival = undefined;
  stage.sql("update submissions set lease_until = 0 where status = 'running'");
  try {
    await stage.withBot({}, async (other) => {
      expect(other.pid).not.toBe(bot.pid);
      await stage.untilJournal(
        (rows) => {
          // Lets the minute be over in which a create that was never answered may still be acted upon.
          stage.sql("update submissions set unknown_outcome_until = 1, next_at = 1 where status = 'waiting'");
          return rows.at(-1)?.status === 'succeeded';
        },
        'the other bot ends it',
        20_000,
      );
    });
    expect(over()).toBe(true);
    await longerThanSlackWaits;
  } finally {
    process.kill(bot.pid, 'SIGCONT');
  }
  // The first one comes to its senses, and has been through whatever it was at.
  await new Promise((resolve) => setTimeout(resolve, 4000));
}

const puts = () => writes(stage).filter(({ status }) => status === 200);

test('a process that stalled before its write and lost the request makes no second room', async () => {
  const form = await newDen(stage.ana);
  await takenOver(
    () => form.submit(),
    () => dens(stage).length === 1,
  );
  expect(dens(stage)).toHaveLength(1);
  expect(puts()).toHaveLength(1);
  expect(stateOf(stage)).toBe('succeeded');
  expect(linesOf(await announced(stage))[0]).toEqual(done('Den', '@Ana Ruiz'));
}, 60_000);

test('nor does it write over what was changed since', async () => {
  const form = await changeFocus(stage.ana, 12);
  await takenOver(
    () => form.submit(),
    () => participantsOfFocus(stage) === 12,
  );
  expect(puts()).toHaveLength(1);
  expect(stage.nexudus.record('videorooms', FOCUS)?.NumberOfParticipants).toBe(12);
  expect(linesOf(await announced(stage))[0]).toEqual(done('Focus room', '@Ana Ruiz'));
}, 60_000);
