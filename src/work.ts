import type { Access } from './access/access.ts';
import type { Person } from './access/person.ts';
import type { ApprovalStore } from './approvals/approval-store.ts';
import { type Approvals, createApprovals } from './approvals/approvals.ts';
import { createApprovedGuards } from './approvals/approved-guards.ts';
import { APPROVAL_MS, needsApproval } from './approvals/grant.ts';
import { createApprovalPolicy } from './approvals/policy.ts';
import type { Clock } from './clock.ts';
import type { NexudusAccount } from './nexudus/client.ts';
import type { Directory } from './nexudus/directory.ts';
import { endAccess } from './operations/end-access.ts';
import type { Operation } from './operations/operation.ts';
import { surelyNotDone } from './store/database.ts';
import { createOutbox, type Deliver, type Outbox, type OutboxStore } from './submissions/outbox.ts';
import type { Status } from './submissions/status.ts';
import type { SubmissionStore } from './submissions/submission-store.ts';
import { createSubmissions, type Submissions } from './submissions/submissions.ts';

/** What approvals, submissions and the outbox need of the world: main.ts hands in the real one, the simulation its own. */
export interface WorkParts {
  /** All there are, also those that are switched off. */
  operations: readonly Operation[];
  isOffered(operation: Operation): boolean;
  store: { submissions: SubmissionStore; approvals: ApprovalStore; outbox: OutboxStore };
  nexudus: NexudusAccount;
  directory: Directory;
  access: Access;
  /** E-mail addresses given for people by their chat id (`NEXUDUS_LOGINS`). */
  logins: ReadonlyMap<string, string>;
  /** Rejects when the chat can't be asked or doesn't know the id. */
  personOf(id: string): Promise<Person>;
  /** The chat id of the person with an e-mail address. */
  idOf(email: string): Promise<string | undefined>;
  /** Set when changes that grant access have to be approved. */
  approvalChannel?: {
    members(): Promise<string[]>;
    /** False where people of other organisations read along, or that isn't known. */
    isOurs(): Promise<boolean>;
  };
  /** A submission changed what people may do. */
  permissionsChanged(): void;
  /** Cards show what is to be approved, and reminders of them who asked for it. */
  createDeliver(approvals: Approvals, personOf: (id: string) => Promise<Person>): Deliver;
  ended(operation: string, status: Status, ms: number): void;
  clock: Clock;
  chance(): number;
  /** True while what other processes write is heard of at once. */
  hears(): boolean;
  problem(error: unknown, what: string): void;
}

/** A person who pressed a button waits at most this long for the card to show it. */
const ANNOUNCED_WITHIN_MS = 5000;

/** Submissions, what has to be approved of them, and what is announced: each wakes the others. */
export function createWork(parts: WorkParts) {
  const { operations, store, nexudus, directory, access, personOf, approvalChannel, ended, clock, problem } =
    parts;
  const policy = createApprovalPolicy({
    access,
    directory,
    personOf,
    idOf: parts.idOf,
    logins: parts.logins,
    members: async () => (await approvalChannel?.members()) ?? [],
    problem,
  });
  const approvals: Approvals = createApprovals({
    store: store.approvals,
    policy,
    operations,
    directory,
    lent: store.submissions.lent,
    endOfPutBack: store.submissions.endOfPutBack,
    isChannelOurs: async () => (await approvalChannel?.isOurs()) ?? false,
    wake: () => submissions.wake(),
    announce: async () => {
      outbox.wake();
      await Promise.race([outbox.idle(), clock.sleep(ANNOUNCED_WITHIN_MS)]);
    },
    problem,
    now: clock.now,
    ended: ({ operation, submittedAt }, status) => ended(operation, status, clock.now() - submittedAt),
  });
  const submissions: Submissions = createSubmissions({
    store: store.submissions,
    operations: [...operations, endAccess],
    isOffered: parts.isOffered,
    nexudus: nexudus.queued,
    directory,
    access,
    approvalGuards: createApprovedGuards({
      store: store.approvals,
      policy,
      access,
      personOf,
      required: approvalChannel !== undefined,
      problem,
    }),
    approvalUntil: (operation, input) =>
      approvalChannel !== undefined && needsApproval(operation, input)
        ? Math.min(clock.now() + APPROVAL_MS, operation.endsAt?.(input) ?? Number.POSITIVE_INFINITY)
        : undefined,
    nudgeApprovers: async () => {
      if (approvalChannel !== undefined) await approvals.nudge();
    },
    personOf,
    permissionsChanged: parts.permissionsChanged,
    announce: () => outbox.wake(),
    ended,
    surelyNotDone,
    problem,
    clock,
    chance: parts.chance,
    hears: parts.hears,
  });
  const deliver = parts.createDeliver(approvals, personOf);
  const outbox: Outbox = createOutbox({ store: store.outbox, deliver, clock, problem, hears: parts.hears });
  /** By what other processes say. */
  const woken = { work: submissions, announcement: outbox, permissions: { wake: parts.permissionsChanged } };
  return { policy, approvals, submissions, outbox, woken };
}
