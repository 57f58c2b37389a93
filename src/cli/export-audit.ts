import { parseArgs } from 'node:util';
import { stringify } from 'csv-stringify/sync';
import { systemClock } from '../clock.ts';
import { readDatabaseUrl, SettingsWrong } from '../settings.ts';
import { createAuditLog } from '../store/audit-log.ts';
import { openDatabase } from '../store/database.ts';
import { leaseTimeOf } from '../store/lease-time.ts';
import { versionOf } from '../store/migrations.ts';
import { outlineOf, recordNameOf, type Submission } from '../submissions/submission.ts';

const USAGE = 'Usage: npm run audit -- [--since 2026-11-01] [--format csv|jsonl]';

/**
 * One submission as an auditor reads it. Times are UTC.
 * @param receipts by id, of all that are exported
 */
function lineOf(submission: Submission, receipts: ReadonlyMap<string, string>) {
  const { cause } = submission;
  const succeeded = submission.status === 'succeeded' ? submission : undefined;
  return {
    receipt: submission.receipt,
    submitted_at: new Date(submission.submittedAt).toISOString(),
    updated_at: new Date(submission.updatedAt).toISOString(),
    operation: submission.operation,
    record: submission.recordKey ?? submission.createdKey ?? '',
    record_name: recordNameOf(submission) ?? '',
    requester: submission.requester,
    channel: submission.channel ?? '',
    outcome: outlineOf(submission),
    decided_by: submission.decidedBy ?? '',
    cancelled_by: submission.status === 'cancelled' ? (submission.by ?? '') : '',
    reason: submission.status === 'denied' && 'approver' in submission ? (submission.reason ?? '') : '',
    changes: (succeeded?.verification?.changes ?? [])
      .map(
        ({ label, before, after, already }) =>
          `${label}: ${before === undefined ? '' : `${before} → `}${after}${already ? `; ${already}` : ''}`,
      )
      .join('; '),
    nexudus_said: succeeded?.outcome.message ?? '',
    // Why there is one without a form, and the receipt of the submission that it belongs to.
    cause: cause?.kind ?? '',
    cause_of: cause ? (receipts.get(cause.of) ?? cause.of) : '',
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
    fail('The database was written by an older version of the bot. Start this one once.');
  if (version === 'newer')
    fail('The database was written by a newer version of the bot. Export it with that one.');
  const rows = await createAuditLog(db, systemClock, leaseTimeOf(db, systemClock)).history({
    since,
    most: 1_000_000,
  });
  const receipts = new Map(rows.map(({ id, receipt }) => [id, receipt]));
  const lines = rows.reverse().map((row) => lineOf(row, receipts));
  // A cell that begins with = or + would be run by a spreadsheet.
  if (format === 'csv') process.stdout.write(stringify(lines, { header: true, escape_formulas: true }));
  else for (const line of lines) process.stdout.write(`${JSON.stringify(line)}\n`);
  await db.destroy();
} catch (error) {
  fail(
    error instanceof SettingsWrong
      ? error.message
      : `The database can’t be read: ${(error as Error).message}`,
  );
}
