import { writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { coldRun } from './cold.ts';
import { commandRows } from './command-rows.ts';
import { cpuRows } from './cpu-rows.ts';
import { type Row, tableOf } from './figures.ts';
import { memoryRun } from './memory.ts';
import { pickerRow } from './picker-row.ts';
import { plot } from './plot.ts';
import { replicaRows } from './replica-rows.ts';
import { restRows } from './rest-rows.ts';
import { openStage } from './stage.ts';
import { stallsRun } from './stalls.ts';
import { submissionRows } from './submission-rows.ts';

// npm run bench: the bot against bare Bolt, in one run. Only ratios mean anything; the machine's load is printed.

const { values } = parseArgs({
  options: {
    json: { type: 'boolean' },
    /** Some parts alone: command, picker, submission, rest; or cpu, which is no part of the table. */
    only: { type: 'string' },
    rounds: { type: 'string', default: '7' },
    seconds: { type: 'string', default: '4' },
    /** A minute of 20 interactions a second, and how long the event loop stands still meanwhile. */
    stalls: { type: 'boolean' },
    /** Three minutes of 20 interactions a second, and the memory meanwhile. */
    memory: { type: 'boolean' },
    /** The first form of a bot that was just started, with 60,000 customers. */
    cold: { type: 'boolean' },
    /** One, two and three bots on one PostgreSQL. */
    replicas: { type: 'boolean' },
    /** A file for the plot of what grows with what. */
    plot: { type: 'string' },
    /** dist/main.js of another version, which `--only cpu` compares with. */
    against: { type: 'string' },
    /** A folder for what `node --cpu-prof` writes of the bot. */
    profile: { type: 'string' },
  },
});
const [rounds, seconds] = [Number(values.rounds), Number(values.seconds)];
const flags = values.profile ? ['--cpu-prof', `--cpu-prof-dir=${values.profile}`] : undefined;
const parts = values.only?.split(',') ?? ['command', 'picker', 'submission', 'rest'];
const print = (text: string) => process.stdout.write(`${text}\n`);

async function measure(): Promise<{ rows: Row[]; notes: string[] }> {
  const rows: Row[] = [];
  const notes: string[] = [];
  const inStage = async (
    customers: number,
    act: (stage: Awaited<ReturnType<typeof openStage>>) => Promise<void>,
  ) => {
    const stage = await openStage(customers);
    try {
      await act(stage);
    } finally {
      await stage.close();
    }
  };
  await inStage(0, async (stage) => {
    if (parts.includes('command')) {
      const measured = await commandRows(stage, { rounds, seconds, flags });
      rows.push(...measured.rows);
      notes.push(...measured.notes);
    }
    if (parts.includes('rest')) rows.push(...(await restRows(stage, rounds)));
  });
  if (parts.includes('cpu'))
    await inStage(1900, async (stage) => {
      rows.push(...(await cpuRows(stage, { rounds, seconds, flags, against: values.against })));
    });
  if (parts.includes('picker'))
    await inStage(100_000, async (stage) => void rows.push(await pickerRow(stage)));
  if (parts.includes('submission')) rows.push(...(await submissionRows(rounds * 8)));
  return { rows, notes };
}

const loadBefore = loadavg()[0] ?? 0;
let failed = false;
if (values.memory || values.stalls) {
  const stage = await openStage();
  const { text, met } = await (values.memory ? memoryRun(stage, flags) : stallsRun(stage, 60));
  print(text);
  failed = !met;
  await stage.close();
} else if (values.cold) {
  const { text, met } = await coldRun(rounds);
  print(text);
  failed = !met;
} else if (values.replicas) {
  const stage = await openStage();
  print(await replicaRows(stage, seconds * 5));
  print(`Load of the machine: ${loadBefore.toFixed(1)} before; ${cpus().length} cores.`);
  await stage.close();
} else if (values.plot) {
  writeFileSync(values.plot, await plot());
} else {
  const { rows, notes } = await measure();
  const load = `Load of the machine: ${loadBefore.toFixed(1)} before, ${loadavg()[0]?.toFixed(1)} at the end; Node ${process.version}.`;
  if (values.json) print(JSON.stringify({ rows, notes, load }));
  else print([tableOf(rows), '', ...notes, load].join('\n'));
}
process.exit(failed ? 1 : 0);
