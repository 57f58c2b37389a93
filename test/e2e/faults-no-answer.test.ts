import { expect, test } from '@jest/globals';
import { announced, linesOf } from '../support/channel.ts';
import { done, SIGN } from '../support/outcomes.ts';
import { dens, newDen, statuses, untilShown } from '../support/room-acts.ts';
import { say, waitingFor } from '../support/sentences.ts';
import { useStore } from '../support/use-store.ts';

const stage = useStore();

// The bot waits thirty seconds for Nexudus, and there is no setting for it: this is the one test that waits with it.
test('a new room that Nexudus makes without ever answering is found, and not made again', async () => {
  const { ana, nexudus } = stage;
  const form = await newDen(ana);
  Object.assign(nexudus.switches, { slowAfterMs: 36_000, only: 'writes', times: 1 });
  const submittedAt = Date.now();
  await form.submit();
  expect(ana.modal()?.text()).toContain(say.working);
  expect(dens(stage)).toHaveLength(1);
  await untilShown(stage, SIGN.waits, 35_000);
  const waited = Date.now() - submittedAt;
  expect(waited).toBeGreaterThan(29_000);
  // The channel and the form are told side by side.
  const inForm = `${waitingFor('unsure', 'video-room.create')} ${say.queued}`;
  await stage.until(() => ana.modal()?.text().includes(inForm) ?? false, 'the form tells it too', 10_000);
  await untilShown(stage, '✅', 10_000);
  expect(linesOf(await announced(stage)).slice(0, 2)).toEqual([done('Den', '@Ana Ruiz'), say.found]);
  await stage.untilSettled();
  // The call that was never answered is written down when it ends.
  await stage.until(
    () => statuses(stage).length === 1,
    `${JSON.stringify(statuses(stage))}: the end of the silent call`,
    30_000,
  );
  expect(dens(stage)).toHaveLength(1);
}, 100_000);
