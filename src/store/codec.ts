import type { CauseKind } from '../submissions/cause.ts';
import type { Announcement, AnnouncementKind, Posted } from '../submissions/outbox.ts';
import type { Status } from '../submissions/status.ts';
import type { Standing, Submission, SubmissionBase } from '../submissions/submission.ts';
import type { OutboxRow, SubmissionRow } from './schema.ts';

/** The one place that knows how rows hold what the rooms know as typed records. */

const read = <T>(json: string): T => JSON.parse(json) as T;

const standingIn = ({ status, standing }: Pick<SubmissionRow, 'status' | 'standing'>): Standing => {
  const known = standing === null ? undefined : read<Standing>(standing);
  return known?.status === status ? known : ({ status: status as Status } as Standing);
};

export function submissionIn(row: SubmissionRow): Submission {
  const before = row.standing === null ? undefined : read<Standing & { erased?: boolean }>(row.standing);
  const base: SubmissionBase = {
    id: row.id,
    formId: row.form_id,
    press: row.press,
    receipt: row.receipt,
    operation: row.operation,
    recordKey: row.record_key ?? undefined,
    createdKey: row.created_key ?? undefined,
    requester: row.requester,
    channel: row.channel ?? undefined,
    thread: row.thread ?? undefined,
    responseUrl: row.response_url ?? undefined,
    responseUrlUntil: row.response_url_until,
    input: read(row.input),
    locations: read(row.locations),
    base: row.base === null ? undefined : read(row.base),
    attempts: row.attempts,
    submittedAt: row.submitted_at,
    updatedAt: row.updated_at,
    giveUpAt: row.give_up_at,
    unknownOutcomeSince: row.unknown_outcome_since ?? undefined,
    unknownOutcomeUntil: row.unknown_outcome_until,
    notOurs: read(row.not_ours),
    decidedBy: row.decided_by ?? undefined,
    cause:
      row.cause === null || row.cause_of === null
        ? undefined
        : { kind: row.cause as CauseKind, of: row.cause_of },
    erased: before?.erased,
    waitedFor: before?.status === 'waiting' ? before.failure : undefined,
  };
  return { ...base, ...standingIn(row) };
}

/** The columns that hold where a submission stands. */
export const columnsOf = (standing: Standing): { status: Status; standing: string } => ({
  status: standing.status,
  standing: JSON.stringify(standing),
});

export const postedIn = (row: Pick<OutboxRow, 'channel' | 'ts'> | undefined): Posted | undefined =>
  row?.channel && row.ts ? { channel: row.channel, ts: row.ts } : undefined;

/** @param message what it replies to, if anything */
export const announcementIn = (row: OutboxRow, message?: OutboxRow): Announcement => ({
  id: row.id,
  submissionId: row.submission_id,
  kind: row.kind as AnnouncementKind,
  posted: postedIn(row),
  repliesTo: postedIn(message),
  deliveries: row.deliveries,
  revision: row.revision,
  shows: row.shows ?? undefined,
  leaseUntil: row.lease_until,
});
