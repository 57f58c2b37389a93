import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import type { Access } from './access/access.ts';
import type { AdminUsers } from './access/admin-users.ts';
import { type Approvals, createApprovals } from './approvals/approvals.ts';
import { createApprovedGuards } from './approvals/approved-guards.ts';
import { APPROVAL_MS, needsApproval } from './approvals/grant.ts';
import { createApprovalPolicy } from './approvals/policy.ts';
import type { Clock } from './clock.ts';
import type { Encryption } from './forms/form-sessions.ts';
import type { Metrics } from './metrics.ts';
import type { Nexudus } from './nexudus/client.ts';
import type { Directory } from './nexudus/directory.ts';
import { operations } from './operations/index.ts';
import type { Operation } from './operations/operation.ts';
import type { Settings } from './settings.ts';
import { approvalMembers } from './slack/approval/approval-channel.ts';
import { createDeliverCard } from './slack/approval/deliver-card.ts';
import type { Channels } from './slack/lookup/channels.ts';
import type { People } from './slack/lookup/people.ts';
import { createDeliver } from './slack/results/deliver.ts';
import { surelyNotDone } from './store/database.ts';
import type { Store } from './store/store.ts';
import { createOutbox, type Outbox } from './submissions/outbox.ts';
import { createSubmissions, type Submissions } from './submissions/submissions.ts';

export interface WorkParts {
  settings: Settings;
  /** The operations that are switched on. */
  offered: readonly Operation[];
  store: Store;
  nexudus: Nexudus;
  directory: Directory;
  access: Access;
  users: AdminUsers;
  people: People;
  channels: Channels;
  encryption: Encryption;
  metrics: Metrics;
  /** For messages, which no person waits for: its calls may take longer. */
  client: WebClient;
  clock: Clock;
  log: Logger;
  problem(error: unknown, what: string): void;
}

/** A person who pressed a button waits at most this long for the card to show it. */
const ANNOUNCED_WITHIN_MS = 5000;

/** Submissions, what has to be approved of them, and what is announced: each wakes the others. */
export function createWork(parts: WorkParts) {
  const { settings, offered, store, nexudus, directory, access, users, people, channels } = parts;
  const { client, encryption, metrics, clock, log, problem } = parts;
  const { approvalChannel } = settings;
  const members = () => approvalMembers(approvalChannel ?? '', people, channels);
  const policy = createApprovalPolicy({
    access,
    directory,
    personOf: people.person,
    idOf: people.withEmail,
    logins: settings.access.logins,
    members,
  });
  const announce = () => outbox.wake();
  const approvals: Approvals = createApprovals({
    store: store.approvals,
    policy,
    operations,
    nexudus,
    directory,
    isChannelOurs: async () =>
      approvalChannel !== undefined && (await channels.about(approvalChannel))?.external === false,
    wake: () => submissions.wake(),
    announce: async () => {
      outbox.wake();
      await Promise.race([outbox.idle(), clock.sleep(ANNOUNCED_WITHIN_MS)]);
    },
    ended: ({ operation, submittedAt }, status) =>
      metrics.submissionEnded(operation, status, clock.now() - submittedAt),
  });
  const submissions: Submissions = createSubmissions({
    store: store.submissions,
    operations,
    isOffered: (operation) => offered.includes(operation),
    nexudus,
    directory,
    access,
    approvalGuards: createApprovedGuards({
      store: store.approvals,
      policy,
      access,
      personOf: people.person,
      required: approvalChannel !== undefined,
    }),
    approvalUntil: (operation, input) =>
      approvalChannel !== undefined && needsApproval(operation, input)
        ? clock.now() + APPROVAL_MS
        : undefined,
    personOf: people.person,
    permissionsChanged: users.forget,
    announce,
    ended: metrics.submissionEnded,
    surelyNotDone,
    problem,
    clock,
    chance: Math.random,
  });
  const deliverCard =
    approvalChannel === undefined
      ? async () => undefined
      : createDeliverCard({
          client,
          channel: approvalChannel,
          approvals,
          outbox: store.outbox,
          log,
        });
  const deliver = createDeliver({
    client,
    channels,
    encryption,
    operations,
    deliverCard,
    clock,
    log,
  });
  const outbox: Outbox = createOutbox({ store: store.outbox, deliver, clock, problem });
  return { members, policy, approvals, submissions, outbox };
}
