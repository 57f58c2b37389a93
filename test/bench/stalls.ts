import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { COMPLETE_COMMAND } from './command-rows.ts';
import { pickerOf } from './picker-row.ts';
import type { Stage } from './stage.ts';

const PER_SECOND = 20;
/** Until then the bot starts. */
const STARTS_MS = 8000;
/** So much longer than with its store in memory the event loop may stand still. A flush to the disk takes its time. */
const MOST_MS = 25;

interface Late {
  p99: number;
  p999: number;
  max: number;
}

/** How long the event loop stands still while people use the bot, with its store in a file and in memory. */
export async function stallsRun(
  { load, startBot }: Stage,
  seconds: number,
): Promise<{ text: string; met: boolean }> {
  const folder = mkdtempSync(join(tmpdir(), 'nexudus-stalls-'));
  const watch = new URL('./watch-loop.mjs', import.meta.url).href;
  const run = async (name: string, more: Record<string, string>) => {
    const LOOP = join(folder, name);
    const bot = await startBot({ flags: ['--import', watch], settings: { LOOP, ...more } });
    const picker = pickerOf(await load.draw({ url: bot.url, text: COMPLETE_COMMAND }));
    await sleep(STARTS_MS);
    const { count, failed } = await load.steady({
      ...{ url: bot.url, perSecond: PER_SECOND, seconds },
      ...{ text: COMPLETE_COMMAND, typing: { ...picker, word: 'so' } },
    });
    await bot.stop();
    return { name, count, failed, late: JSON.parse(readFileSync(LOOP, 'utf8')) as Late };
  };
  const file = await run('file', {});
  const memory = await run('memory', { DATABASE_URL: 'file::memory:' });
  rmSync(folder, { recursive: true, force: true });
  const more = file.late.max - memory.late.max;
  const met = more <= MOST_MS && file.failed === 0;
  return {
    met,
    text: [
      ...[file, memory].map(
        ({ name, count, failed, late: { p99, p999, max } }) =>
          `Store in ${name}: ${count} interactions, ${failed} failed; event loop late by p99 ${p99.toFixed(1)}, p99.9 ${p999.toFixed(1)}, at most ${max.toFixed(1)} ms.`,
      ),
      `The file holds it up by ${more.toFixed(1)} ms more at most: ${met ? 'PASS' : 'FAIL'} (at most ${MOST_MS} ms more)`,
    ].join('\n'),
  };
}
