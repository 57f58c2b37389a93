import type { OutboxRow } from './schema.ts';

// How requests were kept before each press of a submit button had a row of its own. Read by one migration.

export interface OldEarlier {
  form_id: string;
  receipt: string;
  operation: string;
  record_key: string | null;
  created_key: string | null;
  requester: string;
  channel: string | null;
  input: string;
  locations: string;
  base: string | null;
  state: string;
  ending: string | null;
  submitted_at: number;
  updated_at: number;
  approver: string | null;
  approver_note: string | null;
}

export interface OldRequest extends OldEarlier {
  thread: string | null;
  response_url: string | null;
  response_url_until: number;
  attempts: number;
  next_at: number;
  give_up_at: number;
  silent_since: number | null;
  silent_until: number;
  not_ours: string | null;
  tell: string;
  tell_attempts: number;
  tell_at: number;
  /** By comma: `reply`, `details`. */
  tell_owed: string;
  message_channel: string | null;
  message_ts: string | null;
  lease_owner: string | null;
  lease_until: number;
  approval_until: number;
  approved_role: string | null;
  card_channel: string | null;
  card_ts: string | null;
  card_shown: string | null;
  card_words: string | null;
}

interface OldEnding {
  kind: string;
  aftermath?: unknown;
  by?: string;
  reason?: string;
  why?: string;
}

const endingOf = ({ ending }: Pick<OldEarlier, 'ending'>): OldEnding | undefined =>
  ending === null ? undefined : (JSON.parse(ending) as OldEnding);

export function oldStatus(old: Pick<OldEarlier, 'state' | 'ending'>): string {
  if (old.state === 'awaiting') return 'awaiting-approval';
  if (old.state !== 'refused') return old.state;
  return endingOf(old)?.kind === 'invalid' ? 'invalid' : 'rejected';
}

/** The ending as it is kept now; of what runs, what it waited for. */
export function oldStanding(old: Pick<OldEarlier, 'state' | 'ending'>): string | null {
  const ending = endingOf(old);
  if (!ending) return null;
  const { kind, ...rest } = ending;
  const { aftermath, by, reason, why } = rest;
  switch (kind) {
    case 'succeeded':
      return JSON.stringify({ ...rest, aftermath: undefined, verification: aftermath, status: kind });
    case 'refused':
      return JSON.stringify({ ...rest, status: 'rejected' });
    case 'awaiting':
      return JSON.stringify({ ...rest, status: 'awaiting-approval' });
    case 'turned-down':
      return JSON.stringify({ approver: by, reason, status: 'denied' });
    case 'unapprovable':
      return JSON.stringify({ unapprovable: why ?? 'channel', status: 'failed' });
    default:
      return JSON.stringify({ ...rest, status: kind });
  }
}

const OVER = ['succeeded', 'refused', 'denied', 'failed', 'cancelled', 'expired'];

/** What was still to be announced, and where messages and cards stand. */
export function outboxOf(old: OldRequest, submission: string): OutboxRow[] {
  const row = (kind: string, more: Partial<OutboxRow>): OutboxRow => ({
    id: `${submission}/${kind}`,
    submission_id: submission,
    kind,
    state: 'pending',
    revision: 1,
    deliveries: 0,
    due_at: old.tell_at,
    channel: null,
    ts: null,
    shows: null,
    lease_owner: null,
    lease_until: 0,
    ...more,
  });
  const rows: OutboxRow[] = [];
  const message = { channel: old.message_channel, ts: old.message_ts };
  const owed = old.tell === 'pending' && old.tell_owed ? old.tell_owed.split(',') : [];
  if (old.tell === 'pending' && owed.length === 0)
    rows.push(row('result', { ...message, deliveries: Number(old.tell_attempts) }));
  else if (old.message_ts !== null) rows.push(row('result', { ...message, state: 'delivered' }));
  // A process may have died after it was said.
  const again = { deliveries: Number(old.tell_attempts) };
  if (owed.includes('reply')) rows.push(row('thread-reply', again));
  if (owed.includes('details')) rows.push(row('direct-message', again));
  if (Number(old.approval_until) > 0) {
    const card = { channel: old.card_channel, ts: old.card_ts };
    const isOver = OVER.includes(old.state);
    const done = isOver && (old.card_ts === null || old.card_shown === old.state);
    rows.push(row('card', { ...card, ...(done ? { state: 'delivered', shows: oldStatus(old) } : {}) }));
  }
  return rows;
}
