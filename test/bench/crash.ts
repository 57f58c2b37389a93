import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type CrashReport, crashRun } from '../support/crash-run.ts';
import startPostgres from '../support/start-postgres.mjs';

// npm run bench:crash. Most of a run is waiting, so several stages, each with a Slack, a Nexudus, a store and a bot of
// its own, stand side by side in processes of their own. CRASH_KILLS, CRASH_SEED and CRASH_STAGES choose another run,
// or the same one again; CRASH_REPLICAS=3 has three bots on one PostgreSQL, of which any one is killed; one stage of a run
// is run again by its own seed, with CRASH_STAGES=1.
const kills = Number(process.env.CRASH_KILLS ?? 500);
const seed = Number(process.env.CRASH_SEED ?? Date.now() % 1_000_000);
const replicas = Number(process.env.CRASH_REPLICAS ?? 1);
const stages = Math.min(kills, Number(process.env.CRASH_STAGES ?? (replicas > 1 ? 2 : 4)));
const print = (line: string) => process.stdout.write(`${line}\n`);
const seedOf = (stage: number): number => seed + stage * 1_000_003;
const killsOf = (stage: number): number => Math.floor(kills / stages) + (stage < kills % stages ? 1 : 0);
const again = (stage: number): string =>
  `CRASH_SEED=${seedOf(stage)} CRASH_KILLS=${killsOf(stage)} CRASH_STAGES=1 CRASH_REPLICAS=${replicas}`;

const inChild = (stage: number): Promise<CrashReport> =>
  new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(import.meta.url), {
      env: {
        ...process.env,
        CRASH_STAGE: String(stage),
        CRASH_SEED: String(seed),
        CRASH_STAGES: String(stages),
      },
    });
    child.once('message', (report) => resolve(report as CrashReport));
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`stage ${stage} ended with ${code} before its report`)));
  });

const run = (stage: number): Promise<CrashReport> =>
  crashRun({
    kills: killsOf(stage),
    replicas,
    seed: seedOf(stage),
    print: (line) => print(stages > 1 ? `stage ${stage + 1}: ${line}` : line),
  });

type Sums = Record<string, number>;
const sum = (reports: readonly CrashReport[], of: (report: CrashReport) => Sums): Sums => {
  const sums: Sums = {};
  for (const [what, count] of reports.flatMap((report) => Object.entries(of(report))))
    sums[what] = (sums[what] ?? 0) + count;
  return sums;
};

function table(title: string, figures: Sums): void {
  print(`\n${title}`);
  const rows = Object.entries(figures).sort(([, a], [, b]) => b - a);
  for (const [what, count] of rows) print(`${String(count).padStart(6)}  ${what}`);
  if (rows.length === 0) print('     0');
}

function report(reports: readonly CrashReport[]): void {
  const violations: Sums = {
    'lost, or never told how it ended': 0,
    'written twice': 0,
    'written without approval': 0,
    'card left asking': 0,
    'false sentence': 0,
    'stuck on a view or a card': 0,
    'repeat without a mark': 0,
  };
  const headings: Record<string, string> = {
    lost: 'lost, or never told how it ended',
    stuck: 'stuck on a view or a card',
  };
  for (const violation of reports.flatMap(({ violations: all }) => all)) {
    const kind = violation.slice(0, violation.indexOf(':'));
    const heading = headings[kind] ?? kind;
    violations[heading] = (violations[heading] ?? 0) + 1;
  }
  table(
    'Aimed at (the rest of the kills came at any time)',
    sum(reports, ({ moments }) => moments),
  );
  table(
    'Work that the kills met, by where it stood',
    sum(reports, ({ met }) => met),
  );
  table(
    'Work',
    sum(reports, ({ work }) => work),
  );
  table(
    'Ended as',
    sum(reports, ({ ended }) => ended),
  );
  table(
    'Refused look-ups: pressed again, nothing lost',
    sum(reports, ({ refusedLookUps }) => refusedLookUps),
  );
  table(
    'Else sent back',
    sum(reports, ({ sentBack }) => sentBack),
  );
  table('Allowed', {
    'announced again, marked as a repeat': sum(reports, ({ repeats }) => ({ n: repeats })).n ?? 0,
    'announced once, marked as a repeat': sum(reports, ({ markedOnly }) => ({ n: markedOnly })).n ?? 0,
    ...sum(reports, ({ counted }) => counted),
  });
  table('Must not be', violations);
  reports.forEach((each, stage) => {
    if (each.violations.length === 0) return;
    print(`\n✗ stage ${stage + 1}, again with: ${again(stage)} npm run bench:crash`);
    for (const violation of each.violations) print(`  ✗ ${violation}`);
  });
}

// Whoever ends a run ends its bots too.
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => process.exit(1));
process.once('disconnect', () => process.exit(1));

// Each stage's process finds it by TEST_POSTGRES_URL.
if (replicas > 1) await startPostgres();
if (process.env.CRASH_STAGE !== undefined) {
  const done = await run(Number(process.env.CRASH_STAGE));
  process.send?.(done, () => process.exit(0));
} else {
  print(`CRASH_SEED=${seed} CRASH_KILLS=${kills} CRASH_STAGES=${stages} CRASH_REPLICAS=${replicas}`);
  const startedAt = Date.now();
  const reports = await Promise.all(
    Array.from({ length: stages }, (_, stage) => (stages > 1 ? inChild(stage) : run(stage))),
  );
  report(reports);
  const failed = reports.some(({ violations }) => violations.length > 0);
  print(
    `\nCRASH_SEED=${seed} CRASH_KILLS=${kills} CRASH_STAGES=${stages}: ${Math.round((Date.now() - startedAt) / 1000)} s`,
  );
  print(
    failed
      ? 'The bot failed.'
      : 'Nothing lost, nothing done twice, nothing without approval, and all that was said is true.',
  );
  process.exit(failed ? 1 : 0);
}
