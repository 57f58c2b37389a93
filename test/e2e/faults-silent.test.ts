import { expect, test } from '@jest/globals';
import { linesOf, told } from '../support/channel.ts';
import { dens, newDen, statuses, untilTold } from '../support/journal-acts.ts';
import { useJournal } from '../support/journal-stage.ts';

const stage = useJournal();

// The bot waits thirty seconds for Nexudus, and there is no setting for it: this is the one test that waits with it.
test('a new room that Nexudus makes without ever answering is found, and not made again', async () => {
  const { ana, nexudus } = stage;
  const form = await newDen(ana);
  Object.assign(nexudus.switches, { slowAfterMs: 36_000, only: 'writes', times: 1 });
  const submittedAt = Date.now();
  await form.submit();
  expect(ana.modal()?.text()).toContain('Working… You may close this: the result comes to the channel.');
  expect(dens(stage)).toHaveLength(1);
  await untilTold(stage, 'is queued', 35_000);
  const waited = Date.now() - submittedAt;
  expect(waited).toBeGreaterThan(29_000);
  // The channel and the form are told side by side.
  const inForm =
    'Nexudus gave no answer, so the bot looks whether it was created. The bot keeps trying, and tells you in the channel. You may close this.';
  await stage.until(() => ana.modal()?.text().includes(inForm) ?? false, 'the form tells it too', 10_000);
  await untilTold(stage, '✅', 10_000);
  expect(linesOf(await told(stage)).slice(0, 2)).toEqual([
    '✅ Video room created: Den — by @Ana Ruiz',
    'Nexudus gave no answer at first, but the record is there.',
  ]);
  await stage.untilSettled();
  // The call that was never answered is written down when it ends.
  await stage.until(
    () => statuses(stage).length === 1,
    `${JSON.stringify(statuses(stage))}: the end of the silent call`,
    30_000,
  );
  expect(dens(stage)).toHaveLength(1);
}, 100_000);
