import { parseArgs } from 'node:util';
import { stringify } from 'csv-stringify/sync';
import { openDatabase, type PastRequest } from '../requests/database.ts';
import type { Ending } from '../requests/ending.ts';
import { createJournalReports } from '../requests/journal-reports.ts';
import { versionOf } from '../requests/migrate.ts';
import { outcomeOf } from '../requests/outcome-of.ts';
import { recordNameOf } from '../requests/record-name.ts';
import { readDatabaseUrl, SettingsWrong } from '../settings.ts';

const USAGE = 'Usage: npm run audit -- [--since 2026-11-01] [--format csv|jsonl]';

/** One request as an auditor reads it. Times are UTC. */
function lineOf(row: PastRequest) {
  const ending = row.ending ? (JSON.parse(row.ending) as Ending) : undefined;
  const succeeded = ending?.kind === 'succeeded' ? ending : undefined;
  return {
    receipt: row.receipt,
    submitted_at: new Date(row.submitted_at).toISOString(),
    updated_at: new Date(row.updated_at).toISOString(),
    operation: row.operation,
    record: row.record_key ?? row.created_key ?? '',
    record_name: recordNameOf(row) ?? '',
    requester: row.requester,
    channel: row.channel ?? '',
    outcome: outcomeOf(row),
    decided_by: row.approver ?? '',
    reason: row.approver_note ?? '',
    changes: (succeeded?.aftermath?.changes ?? [])
      .map(({ label, before, after }) => `${label}: ${before === undefined ? '' : `${before} → `}${after}`)
      .join('; '),
    nexudus_said: succeeded?.outcome.message ?? '',
  };
}

const fail = (text: string): never => {
  process.stderr.write(`${text}\n`);
  process.exit(1);
};

function optionsOrExit(): { since: number; format: string } {
  try {
    const { values } = parseArgs({
      options: { since: { type: 'string' }, format: { type: 'string', default: 'csv' } },
    });
    const since = values.since === undefined ? 0 : Date.parse(values.since);
    if (Number.isNaN(since) || !['csv', 'jsonl'].includes(values.format)) return fail(USAGE);
    return { since, format: values.format };
  } catch {
    return fail(USAGE);
  }
}

const { since, format } = optionsOrExit();
try {
  const db = openDatabase(readDatabaseUrl(), { readOnly: true });
  const version = await versionOf(db);
  if (version === 'older')
    fail('The journal was written by an older version of the bot. Start this one once.');
  if (version === 'newer')
    fail('The journal was written by a newer version of the bot. Export it with that one.');
  // One transaction: what moves between the tables meanwhile is neither missed nor doubled.
  const rows = await db
    .transaction()
    .setAccessMode('read only')
    .setIsolationLevel('repeatable read')
    .execute((reading) => createJournalReports(reading, Date.now).history({ since, most: 1_000_000 }));
  const lines = rows.reverse().map(lineOf);
  // A cell that begins with = or + would be run by a spreadsheet.
  if (format === 'csv') process.stdout.write(stringify(lines, { header: true, escape_formulas: true }));
  else for (const line of lines) process.stdout.write(`${JSON.stringify(line)}\n`);
  await db.destroy();
} catch (error) {
  fail(
    error instanceof SettingsWrong ? error.message : `The journal can’t be read: ${(error as Error).message}`,
  );
}
