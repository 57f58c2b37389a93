import type { Kysely, Transaction } from 'kysely';

/** One press of a submit button. Times are milliseconds since 1970; what is an object in the codec is JSON here. */
export interface SubmissionRow {
  /** `form:press` */
  id: string;
  form_id: string;
  press: number;
  receipt: string;
  operation: string;
  record_key: string | null;
  created_key: string | null;
  requester: string;
  channel: string | null;
  thread: string | null;
  response_url: string | null;
  response_url_until: number;
  input: string;
  locations: string;
  base: string | null;
  status: string;
  /** The standing with all that belongs to it; while it runs, the one before. */
  standing: string | null;
  decided_by: string | null;
  attempts: number;
  submitted_at: number;
  updated_at: number;
  next_at: number;
  give_up_at: number;
  unknown_outcome_since: number | null;
  unknown_outcome_until: number;
  not_ours: string;
  /** Why there is one without a form: what kind, and the id of the submission that it belongs to. */
  cause: string | null;
  cause_of: string | null;
  lease_owner: string | null;
  lease_until: number;
  /** Of the press: the same delivered again has the same. */
  delivery: string | null;
}

/** What has to be approved, and what its card showed. */
export interface ApprovalRow {
  submission_id: string;
  until: number;
  /** Of what the card shows now; null while it has to be shown again. */
  digest: string | null;
  /** What the card showed in words, so that it still shows that once it is over. */
  words: string | null;
  /** The role as the approver saw it. */
  approved_role: string | null;
  /** When the requester last had the approvers reminded. */
  reminded_at: number | null;
}

/** One announcement to deliver, at least once. */
export interface OutboxRow {
  /** `submission/kind` */
  id: string;
  submission_id: string;
  kind: string;
  state: 'pending' | 'delivered' | 'dropped';
  revision: number;
  deliveries: number;
  due_at: number;
  channel: string | null;
  ts: string | null;
  shows: string | null;
  lease_owner: string | null;
  lease_until: number;
}

/** A form that is open on a person's screen. */
export interface FormRow {
  id: string;
  owner: string;
  content: string;
  updated_at: number;
  /** Grows with every change. */
  version: number;
  /** The process that kept it last. */
  kept_by: string;
}

/** The location last used in a channel. */
export interface ChannelLocationRow {
  channel: string;
  location: number;
}

/** A process that uses this database. */
export interface ReplicaRow {
  id: string;
  /** By the database's clock. */
  seen_at: number;
  /** Until when Nexudus asked for a break, by the database's clock. */
  break_until: number;
}

/** Access to a role that a submission gave until a moment. */
export interface TemporaryRow {
  submission_id: string;
  role: number;
  users: string;
  /** Those of them who did not have the role before; null where that was not noted. */
  added: string | null;
  until: number;
  /** Of all that was given of the role: later ones have higher ones. Null where that was not noted. */
  position: number | null;
  given_at: number;
  /** As in submissions/temporary-access.ts. */
  status: string;
  /** When something is to be done about it: its end, or a reminder. */
  next_at: number;
  ended_by: string | null;
}

/** What a person asked the admins for, by a hash of who and what. */
export interface WishRow {
  id: string;
  at: number;
  /** 0 while it is being posted. */
  posted: number;
}

export interface Tables {
  submissions: SubmissionRow;
  approvals: ApprovalRow;
  outbox: OutboxRow;
  forms: FormRow;
  channel_locations: ChannelLocationRow;
  replicas: ReplicaRow;
  temporary_access: TemporaryRow;
  wishes: WishRow;
}

export type Database = Kysely<Tables>;
export type Tx = Transaction<Tables>;
