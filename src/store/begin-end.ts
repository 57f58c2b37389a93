import type { Clock } from '../clock.ts';
import { endAccess } from '../operations/end-access.ts';
import { formIdOf } from '../submissions/cause.ts';
import { NEVER } from '../submissions/end-of-access.ts';
import { newReceipt } from '../submissions/receipt.ts';
import type { Submission } from '../submissions/submission.ts';
import { announceChange } from './announce.ts';
import { submissionIn } from './codec.ts';
import { usersIn } from './note-access.ts';
import type { SubmissionRow, TemporaryRow, Tx } from './schema.ts';

/** Makes the submission that takes an access away. It lines up with the others on its role. */
export async function beginEnd(
  tx: Tx,
  row: TemporaryRow,
  { at, clock, by }: { at: number; clock: Pick<Clock, 'now'>; by?: string },
): Promise<Submission | undefined> {
  const cause = { kind: 'end-of-access', of: row.submission_id } as const;
  const formId = formIdOf(cause);
  const id = `${formId}:1`;
  const begun = await tx
    .updateTable('temporary_access')
    .set({ status: 'ending', ended_by: id })
    .where('submission_id', '=', row.submission_id)
    .where('status', '=', 'running')
    .returning('submission_id')
    .executeTakeFirst();
  if (!begun) return undefined;
  const given = await tx
    .selectFrom('submissions')
    .selectAll()
    .where('id', '=', row.submission_id)
    .executeTakeFirstOrThrow();
  const message = await tx
    .selectFrom('outbox')
    .select(['channel', 'ts'])
    .where('submission_id', '=', row.submission_id)
    .where('kind', '=', 'result')
    .executeTakeFirst();
  // In the thread of what gave it; where that stands in a direct message, in a direct message.
  const channel = message?.ts ? message.channel : null;
  const thread = (channel === given.channel && given.thread) || message?.ts || null;
  const ending: SubmissionRow = {
    id,
    form_id: formId,
    press: 1,
    receipt: newReceipt(),
    operation: endAccess.id,
    record_key: `${endAccess.resource}:${row.role}`,
    created_key: null,
    requester: by ?? given.requester,
    channel,
    thread: channel ? thread : null,
    response_url: null,
    response_url_until: 0,
    input: JSON.stringify({ role: Number(row.role), users: usersIn(row), ...(by ? { early: true } : {}) }),
    locations: given.locations,
    base: given.base,
    status: 'queued',
    standing: null,
    decided_by: null,
    attempts: 0,
    submitted_at: at,
    updated_at: at,
    // Work is due by this process's clock, an end by the database's.
    next_at: Math.min(at, clock.now()),
    give_up_at: NEVER,
    unknown_outcome_since: null,
    unknown_outcome_until: 0,
    not_ours: '[]',
    cause: cause.kind,
    delivery: null,
    cause_of: cause.of,
    lease_owner: null,
    lease_until: 0,
  };
  await tx.insertInto('submissions').values(ending).execute();
  await announceChange(tx, row.submission_id, 'result', at);
  return submissionIn(ending);
}
