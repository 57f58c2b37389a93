import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { runSeed, type SeedResult } from './run-seed.ts';
import { SharedStore } from './shared-store.ts';

// npm run simulate -- --seed N --runs M: runs M seeds from N on, and prints the steps of the first one that fails. With
// --runs 1 the steps are printed in any case.

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    runs: { type: 'string', default: '1' },
    workers: { type: 'string', default: '2' },
    /** Of a worker: every how many seeds it runs one. */
    every: { type: 'string' },
    /** Stops at the first that fails. */
    first: { type: 'boolean', default: false },
  },
});
const first = Number(values.seed);
const last = first + Number(values.runs) - 1;
const print = (line: string) => process.stdout.write(`${line}\n`);
const HOUR_MS = 60 * 60_000;

/** A worker: runs its share, and says what each seed came to. */
async function work(every: number): Promise<void> {
  const store = await SharedStore.open();
  for (let seed = first; seed <= last; seed += every) process.send?.(await runSeed(seed, store));
  process.disconnect?.();
}

async function shareOut(workers: number): Promise<void> {
  const startedAt = Date.now();
  const total = { runs: 0, steps: 0, submissions: 0, virtualMs: 0 };
  const failed: SeedResult[] = [];
  const children: ChildProcess[] = [];
  const ended = Array.from({ length: workers }, (_, n) => {
    const args = [
      '--seed',
      String(first + n),
      '--runs',
      String(last - first - n + 1),
      '--every',
      String(workers),
    ];
    const child = fork(fileURLToPath(import.meta.url), args);
    children.push(child);
    child.on('message', (result: SeedResult) => {
      total.runs += 1;
      total.steps += result.steps;
      total.submissions += result.submissions;
      total.virtualMs += result.virtualMs;
      if (!result.violation) return;
      failed.push(result);
      print(`seed ${result.seed}, after ${total.runs} runs: ${result.violation}`);
      if (values.first) for (const one of children) one.kill();
    });
    return new Promise<void>((resolve) => child.on('exit', () => resolve()));
  });
  await Promise.all(ended);
  const took = (Date.now() - startedAt) / 1000;
  print(
    `${total.runs} runs in ${took.toFixed(1)} s: ${failed.length} failed; ${total.submissions} submissions, ` +
      `${total.steps} steps, ${(total.virtualMs / HOUR_MS).toFixed(0)} hours of virtual time`,
  );
  const [worst] = failed.sort((one, other) => one.steps - other.steps);
  if (worst) {
    await replay(worst.seed);
    process.exitCode = 1;
  } else if (total.runs < last - first + 1) process.exitCode = 1;
}

/** Runs one seed and prints all that happened. */
async function replay(seed: number): Promise<void> {
  const result = await runSeed(seed, await SharedStore.open(), true);
  print(`\nseed ${seed}, in seconds:`);
  for (const line of result.transcript) print(line);
  print(result.violation ? `seed ${seed}: ${result.violation}` : `seed ${seed}: all well`);
  if (result.violation) process.exitCode = 1;
}

if (values.every) await work(Number(values.every));
else if (first === last) await replay(first);
else await shareOut(Number(values.workers));
