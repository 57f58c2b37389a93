import { setTimeout as sleep } from 'node:timers/promises';
import { COMPLETE_COMMAND } from './command-rows.ts';
import { median } from './figures.ts';
import { pickerOf } from './picker-row.ts';
import type { Stage } from './stage.ts';

const MINUTES = 3;
const PER_SECOND = 20;

const MOST_GROWN = 0.05;

/** The bot's memory while people use it: every second a sample. */
export async function memoryRun(
  { load, startBot }: Stage,
  flags?: string[],
): Promise<{ text: string; met: boolean }> {
  const bot = await startBot({ flags });
  const picker = pickerOf(await load.draw({ url: bot.url, text: COMPLETE_COMMAND }));
  const samples: number[] = [];
  const used = load.steady({
    ...{ url: bot.url, perSecond: PER_SECOND, seconds: MINUTES * 60 },
    ...{ text: COMPLETE_COMMAND, typing: { ...picker, word: 'so' } },
  });
  let over = false;
  void used.finally(() => {
    over = true;
  });
  while (!over) {
    await sleep(1000);
    samples.push(bot.memory());
  }
  const { count, failed } = await used;
  await bot.stop();
  const minute = (n: number) => median(samples.slice(n * 60, n * 60 + 60));
  const minutes = Array.from({ length: MINUTES }, (_, n) => `${minute(n).toFixed(1)} MB`);
  const grown = minute(MINUTES - 1) / minute(1) - 1;
  const met = grown <= MOST_GROWN && failed === 0;
  return {
    met,
    text: [
      `${count} interactions in ${MINUTES} minutes, ${failed} of them failed.`,
      `Memory, median of each minute: ${minutes.join(', ')}.`,
      `From the second to the last minute: ${grown >= 0 ? '+' : ''}${(grown * 100).toFixed(1)} %: ${met ? 'PASS' : 'FAIL'} (flat: at most +${MOST_GROWN * 100} %, none failed)`,
    ].join('\n'),
  };
}
