import type { RequestRow } from './database.ts';
import type { Ending } from './ending.ts';
import type { Entry } from './journal.ts';
import { LEASE_MS } from './journal-queue.ts';
import type { State } from './states.ts';

/** A request as it is written down first. */
export function newRow(entry: Entry, state: State, owner: string, at: number): RequestRow {
  const row: RequestRow = {
    form_id: entry.formId,
    receipt: entry.receipt,
    operation: entry.operation,
    record_key: entry.recordKey ?? null,
    requester: entry.requester,
    channel: entry.channel ?? null,
    thread: entry.thread ?? null,
    response_url: entry.responseUrl ?? null,
    response_url_until: entry.responseUrlUntil,
    input: entry.input,
    locations: entry.locations,
    base: entry.base ?? null,
    state,
    ending: null,
    created_key: null,
    attempts: state === 'running' ? 1 : 0,
    submitted_at: at,
    next_at: at,
    give_up_at: entry.giveUpAt,
    silent_since: null,
    silent_until: 0,
    not_ours: null,
    tell: 'no',
    tell_attempts: 0,
    tell_at: 0,
    tell_owed: '',
    message_channel: null,
    message_ts: null,
    // Also kept while it is told that somebody has to say yes.
    lease_owner: state === 'queued' ? null : owner,
    lease_until: state === 'queued' ? 0 : at + LEASE_MS,
    updated_at: at,
    approval_until: entry.approvalUntil ?? 0,
    approver: null,
    approver_note: null,
    approved_role: null,
    card_channel: null,
    card_ts: null,
    card_shown: null,
    card_digest: null,
    card_words: null,
    card_lease: 0,
  };
  if (state === 'awaiting') {
    const ending: Ending = { kind: 'awaiting', until: row.approval_until };
    // It is told at once, by whoever wrote it down.
    Object.assign(row, {
      ending: JSON.stringify(ending),
      tell: 'pending',
      tell_attempts: 1,
      tell_at: at,
    });
  }
  return row;
}
