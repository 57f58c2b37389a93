import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { NO_POSTGRES, newPostgresDatabase } from '../support/postgres-database.ts';
import startPostgres from '../support/start-postgres.mjs';
import { COMMAND } from './command-rows.ts';
import type { CommandFigures } from './load.ts';
import type { Stage } from './stage.ts';

// npm run bench -- --replicas: one, two and three bots on one PostgreSQL, all on this machine; the connections are dealt out to them. Each form is a
// command, and the two views that show it.

const CONNECTIONS = 16;
const COUNTS = [1, 2, 3];

/** CPU time of all of PostgreSQL's processes that live, in milliseconds. */
const postgresCpu = (): number =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      try {
        const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
        if (!stat.includes('(postgres)')) return 0;
        const fields = stat.split(') ')[1]?.split(' ') ?? [];
        // Ticks of 10 ms.
        return (Number(fields[11]) + Number(fields[12])) * 10;
      } catch {
        return 0;
      }
    })
    .reduce((sum, ms) => sum + ms, 0);

interface Measured extends CommandFigures {
  /** Of cores, while it was measured. */
  bots: number;
  postgres: number;
}

async function measured({ load, startBot }: Stage, count: number, seconds: number): Promise<Measured> {
  const database = await newPostgresDatabase();
  if (!database) throw new Error(NO_POSTGRES);
  const settings = { DATABASE_URL: database.url };
  const bots = await Promise.all(Array.from({ length: count }, () => startBot({ settings })));
  const url = bots.map((bot) => bot.url);
  const some = (howLong: number) =>
    load.commands({ url, text: COMMAND, connections: CONNECTIONS, seconds: howLong });
  const cpu = () => bots.reduce((sum, bot) => sum + bot.cpu(), 0);
  try {
    await some(3);
    const [ofBots, ofPostgres, from] = [cpu(), postgresCpu(), performance.now()];
    const figures = await some(seconds);
    const ms = performance.now() - from;
    return { ...figures, bots: (cpu() - ofBots) / ms, postgres: (postgresCpu() - ofPostgres) / ms };
  } finally {
    await Promise.all(bots.map((bot) => bot.stop()));
    await database.drop();
  }
}

/** From here on a machine has no cores left: the system takes some as well. */
const BUSY = 0.85;

export async function replicaRows(stage: Stage, seconds: number): Promise<string> {
  await startPostgres();
  const cores = availableParallelism();
  const lines = [
    '| replicas | forms a second | p50 of the ack | p99 of the ack | CPU time of a form: bot | PostgreSQL | cores: bots | PostgreSQL | load |',
    '|---|---|---|---|---|---|---|---|---|',
  ];
  const limits: string[] = [];
  for (const count of COUNTS) {
    const { perSecond, ackP50, ackP99, bots, postgres, loadCpu } = await measured(stage, count, seconds);
    const times = [ackP50, ackP99].map((ms) => `${ms.toFixed(0)} ms`);
    const costs = [bots, postgres].map((each) => `${((each * 1000) / perSecond).toFixed(2)} ms`);
    const used = [bots, postgres, loadCpu].map((each) => each.toFixed(2));
    lines.push(`| ${[count, perSecond.toFixed(0), ...times, ...costs, ...used].join(' | ')} |`);
    const busy = bots + postgres + loadCpu;
    const limit =
      busy > cores * BUSY
        ? 'the cores of this machine'
        : bots / count > BUSY
          ? 'one core for each replica'
          : 'not the cores (of one that other work keeps busy, that says nothing)';
    limits.push(`${count}: ${busy.toFixed(1)} of ${cores} cores are used; what limits it: ${limit}.`);
  }
  return [...lines, '', ...limits].join('\n');
}
