import type { ApprovalStore } from '../approvals/approval-store.ts';
import type { Clock } from '../clock.ts';
import type { FormStore } from '../forms/form-sessions.ts';
import type { ReplicaStore } from '../nexudus/replicas.ts';
import type { OutboxStore } from '../submissions/outbox.ts';
import type { SubmissionStore } from '../submissions/submission-store.ts';
import type { WishStore } from '../submissions/wishes.ts';
import { createApprovalTable } from './approval-table.ts';
import { type AuditLog, createAuditLog } from './audit-log.ts';
import { createFormTable } from './form-table.ts';
import { leaseTimeOf } from './lease-time.ts';
import { createOutboxTable } from './outbox-table.ts';
import { createReplicaTable } from './replica-table.ts';
import type { Database } from './schema.ts';
import { createSubmissionTable } from './submission-table.ts';
import { createTemporaryTable } from './temporary-table.ts';
import { createWishTable } from './wish-table.ts';
import { createWorkQueue, releaseDead } from './work-queue.ts';

/** What the rooms ask of the store, on one database. */
export interface Store {
  submissions: SubmissionStore;
  approvals: ApprovalStore;
  outbox: OutboxStore;
  forms: FormStore;
  replicas: ReplicaStore;
  wishes: WishStore;
  audit: Pick<AuditLog, 'depth' | 'cleanUp' | 'changedSince'>;
  /** Frees at once what processes held that are known to be dead. */
  releaseDead(isDead: (owner: string) => boolean): Promise<void>;
}

/** @param owner names this process in leases; see lease-owner.ts */
export function createStore(
  db: Database,
  owner: string,
  clock: Clock,
  leaseTime = leaseTimeOf(db, clock),
): Store {
  const audit = createAuditLog(db, clock, leaseTime);
  return {
    submissions: {
      ...createSubmissionTable(db, owner, clock, leaseTime),
      ...createWorkQueue(db, owner, clock, leaseTime),
      ...audit,
      ...createTemporaryTable(db, clock, leaseTime),
    },
    approvals: createApprovalTable(db, clock),
    outbox: createOutboxTable(db, owner, clock, leaseTime),
    forms: createFormTable(db, owner, clock),
    replicas: createReplicaTable(db, owner, leaseTime),
    wishes: createWishTable(db, clock),
    audit,
    releaseDead: (isDead) => releaseDead(db, owner, leaseTime, isDead),
  };
}
