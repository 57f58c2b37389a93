import { parseArgs } from 'node:util';
import { runSeed } from './run-seed.ts';
import { SharedStore } from './shared-store.ts';

const { values } = parseArgs({ options: { seed: { type: 'string' }, runs: { type: 'string' } } });
const first = Number(values.seed ?? 1);
const runs = Number(values.runs ?? 1);
const store = await SharedStore.open();
const startedAt = Date.now();
let failed = 0;
let steps = 0;
let submissions = 0;
for (let seed = first; seed < first + runs; seed++) {
  const result = await runSeed(seed, store, runs === 1);
  steps += result.steps;
  submissions += result.submissions;
  if (runs === 1) process.stdout.write(`${result.transcript.join('\n')}\n`);
  if (result.violation) {
    failed += 1;
    process.stdout.write(`seed ${seed}: ${result.violation}\n`);
  }
}
const took = Date.now() - startedAt;
process.stdout.write(`${runs} runs, ${failed} failed, ${steps} steps, ${submissions} submissions, ${took} ms\n`);
