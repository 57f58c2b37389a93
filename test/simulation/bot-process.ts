import { createAdminUsers } from '../../src/access/admin-users.ts';
import { createNexudusAccess } from '../../src/access/nexudus-access.ts';
import type { Approvals } from '../../src/approvals/approvals.ts';
import type { Nexudus } from '../../src/nexudus/client.ts';
import { createDirectory } from '../../src/nexudus/directory.ts';
import { operations } from '../../src/operations/index.ts';
import type { Values } from '../../src/operations/operation.ts';
import { submissionIn } from '../../src/store/codec.ts';
import type { SubmissionRow } from '../../src/store/schema.ts';
import { createStore } from '../../src/store/store.ts';
import type { Outbox } from '../../src/submissions/outbox.ts';
import type { Submission } from '../../src/submissions/submission.ts';
import type { SubmissionStore } from '../../src/submissions/submission-store.ts';
import type { Submissions } from '../../src/submissions/submissions.ts';
import { createWork } from '../../src/work.ts';
import { APPROVERS, CAST } from './cast.ts';
import { createSimulatedNexudus, type NexudusWorld } from './nexudus-client.ts';
import type { SharedStore } from './shared-store.ts';
import type { SlackWorld } from './slack-world.ts';
import type { Machine } from './timeline.ts';

export interface World extends NexudusWorld<Submission | undefined> {
  store: SharedStore;
  slack: SlackWorld;
  log(machine: Machine, what: string): void;
  /** What can only be a mistake of the program. */
  broken(what: string): void;
}

/** One process of the bot: the real rooms, joined by the very code that joins them in the bot. */
export interface BotProcess {
  machine: Machine;
  submissions: Submissions;
  approvals: Approvals;
  outbox: Outbox;
  store: SubmissionStore;
  start(isDead: (owner: string) => boolean): Promise<void>;
}

const APPROVAL_CHANNEL = 'approvals';

export function createBotProcess(world: World, machine: Machine): BotProcess {
  const { timeline, random, troubles, slack } = world;
  const clock = timeline.clockOf(machine);
  const database = world.store.connect({
    delay() {
      const ms = troubles.storeDelayMs();
      return ms > 0 ? timeline.wait(ms, machine) : undefined;
    },
    next: () => troubles.store(),
  });
  const store = createStore(database, machine.name, clock);

  // An operation is not told whose it is, so what it runs with says so to those who watch.
  const ofInput = new WeakMap<Values, Submission>();
  const noted = <T extends Submission | undefined>(submission: T): T => {
    if (submission) ofInput.set(submission.input, submission);
    return submission;
  };
  const submissionStore: typeof store.submissions = {
    ...store.submissions,
    async accept(asked) {
      const accepted = await store.submissions.accept(asked);
      noted(accepted.submission);
      return accepted;
    },
    claimDue: async (busy, known) => noted(await store.submissions.claimDue(busy, known)),
  };

  /** What ends access, or undoes, runs with another input than it was submitted with. */
  const runningOn = (resource: string, id: unknown): Submission | undefined => {
    const [row] = world.store.rows<SubmissionRow>(
      "select * from submissions where status = 'running' and lease_owner = ? and record_key = ?",
      machine.name,
      `${resource}:${id}`,
    );
    return row && submissionIn(row);
  };

  const clientOf = createSimulatedNexudus(world, machine);
  const plain = clientOf(undefined);
  // What ends access is joined to the operations by the bot's own code.
  const update: Nexudus['update'] = (resource, id, change, mayWrite) =>
    clientOf(runningOn(resource, id)).queued.update(resource, id, change, mayWrite);
  const nexudus = { ...plain, update, queued: { ...plain.queued, update } };
  const watched = operations.map((operation) => ({
    ...operation,
    run: (input: Values, _client: Nexudus, attempt: Parameters<typeof operation.run>[2]) =>
      operation.run(
        input,
        clientOf(ofInput.get(input) ?? runningOn(operation.resource, input[operation.record ?? ''])).queued,
        attempt,
      ),
  }));

  const directory = createDirectory(nexudus, clock);
  const users = createAdminUsers(directory, clock);
  const access = createNexudusAccess({ users, logins: new Map(), unrestricted: new Set() });
  const personOf = slack.personOf(machine);
  const problem = (error: unknown, what: string) => {
    world.log(machine, `${what}: ${(error as Error).message}`);
    if (error instanceof TypeError || error instanceof ReferenceError) world.broken(String(error.stack));
  };
  const { approvals, submissions, outbox } = createWork({
    operations: watched,
    isOffered: () => true,
    store: { ...store, submissions: submissionStore },
    nexudus,
    directory,
    access,
    logins: new Map(),
    personOf,
    idOf: async (email) => CAST.find((one) => one.email === email)?.id,
    approvalChannel: { members: async () => [...APPROVERS], isOurs: async () => true },
    permissionsChanged: users.forget,
    createDeliver: (asked) => slack.deliverOf(machine, asked, store.outbox),
    ended: (operation, status) => world.log(machine, `${operation} ${status}`),
    clock,
    chance: () => random.next(),
    hears: () => false,
    problem,
  });

  return {
    machine,
    submissions,
    approvals,
    outbox,
    store: submissionStore,
    async start(isDead) {
      await store.releaseDead(isDead).catch((error) => problem(error, 'leases of dead processes'));
      await approvals
        .start(
          APPROVAL_CHANNEL,
          operations.map(({ id }) => id),
        )
        .catch((error) => problem(error, 'approvals could not be looked through'));
      submissions.start();
      outbox.start();
    },
  };
}
