import { setTimeout as sleep } from 'node:timers/promises';
import type { CrashBots } from './crash-bots.ts';
import type { Watch } from './crash-watch.ts';

const KILLS = 3;
const ENDS_WITHIN_MS = 120_000;

export interface EndsOptions {
  watch: Pick<Watch, 'cases' | 'holds' | 'violation'>;
  bots: Pick<CrashBots, 'run' | 'any' | 'kill' | 'replace'>;
  random(): number;
}

/**
 * All that was given until a moment comes to its end while bots are killed a few times more: who was to lose a role has lost it, and
 * whoever was given it for good still has it.
 * @returns how many ends there were
 */
export async function crashEnds({ watch, bots, random }: EndsOptions): Promise<number> {
  const given = watch.cases.filter(
    ({ ended, work }) => ended === 'done' && work.operation === 'role.add-users',
  );
  const ending = given.filter(({ work }) => work.ends);
  const left = () => ending.filter(({ work }) => watch.holds(work.mark));
  const past = Date.now() - 1;
  await bots.run(`update temporary_access set until = ${past}, next_at = ${past} where status = 'running'`);
  for (let kills = 0; kills < KILLS && left().length > 0; kills++) {
    await sleep(200 + random() * 2500);
    await bots.kill(bots.any());
    await bots.replace();
  }
  for (const until = Date.now() + ENDS_WITHIN_MS; left().length > 0 && Date.now() < until; ) await sleep(250);
  for (const one of left()) watch.violation('not ended', 'the role is still there after its end', one);
  for (const one of given)
    if (!one.work.ends && !watch.holds(one.work.mark))
      watch.violation('lost', 'given for good, it ended', one);
  return ending.length;
}
