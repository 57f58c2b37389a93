import { setTimeout as sleep } from 'node:timers/promises';
import { COMMAND } from './command-rows.ts';
import { median, type Row } from './figures.ts';
import type { Stage } from './stage.ts';

/** By then what is read ahead is there, and a start's garbage mostly gone. */
const AT_REST_AFTER_MS = 5000;

/** What a program takes before anybody has used it. */
export async function restRows({ load, startBot, startBare }: Stage, starts: number): Promise<Row[]> {
  const first = await startBot();
  const views = await load.draw({ url: first.url, text: COMMAND });
  await first.stop();
  const figures = { bot: [], bare: [] } as Record<
    'bot' | 'bare',
    { memory: number; start: number; cpu: number }[]
  >;
  for (let n = 0; n < starts; n++) {
    for (const name of ['bot', 'bare'] as const) {
      const program = await (name === 'bot' ? startBot() : startBare(views));
      const cpu = program.cpu();
      await sleep(AT_REST_AFTER_MS);
      figures[name].push({ memory: program.memory(), start: program.startMs, cpu });
      await program.stop();
    }
  }
  const row = (what: string, figure: 'memory' | 'start' | 'cpu', unit: string, most: number): Row => {
    const [bot, bare] = [figures.bot, figures.bare].map((all) => median(all.map((each) => each[figure])));
    const ratio = (bot ?? 0) / (bare ?? 1);
    return { what, bare, bot: bot ?? 0, unit, ratio, target: `≤ ${most} ×`, met: ratio <= most };
  };
  return [
    row('memory at rest', 'memory', 'MB', 1.6),
    row('start, until it answers', 'start', 'ms', 2),
    row('start, CPU time', 'cpu', 'ms', 2),
  ];
}
