import { crashRun } from '../support/journal-crash.ts';

// npm run bench:crash. CRASH_KILLS and CRASH_SEED choose another run, or the same one again.
const kills = Number(process.env.CRASH_KILLS ?? 500);
const seed = Number(process.env.CRASH_SEED ?? Date.now() % 1_000_000);
const print = (line: string) => process.stdout.write(`${line}\n`);

print(`CRASH_SEED=${seed} CRASH_KILLS=${kills}`);
const { violations, ...figures } = await crashRun({ kills, seed, print });
print(JSON.stringify(figures, null, 2));
for (const violation of violations) print(`✗ ${violation}`);
print(violations.length === 0 ? 'Nothing lost, nothing done twice, everything told.' : 'The journal failed.');
process.exit(violations.length === 0 ? 0 : 1);
