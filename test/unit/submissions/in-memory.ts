import { createAdminUsers } from '../../../src/access/admin-users.ts';
import { createNexudusAccess } from '../../../src/access/nexudus-access.ts';
import type { Person } from '../../../src/access/person.ts';
import { systemClock } from '../../../src/clock.ts';
import { createDirectory } from '../../../src/nexudus/directory.ts';
import { operations } from '../../../src/operations/index.ts';
import type { Operation, Values } from '../../../src/operations/operation.ts';
import type { NexudusStandIn } from '../../../src/sandbox/nexudus/start-nexudus.ts';
import { openDatabase, surelyNotDone } from '../../../src/store/database.ts';
import { newOwner } from '../../../src/store/lease-owner.ts';
import { migrate } from '../../../src/store/migrations.ts';
import { createStore } from '../../../src/store/store.ts';
import type { Press } from '../../../src/submissions/intake.ts';
import { type Announcement, createOutbox } from '../../../src/submissions/outbox.ts';
import { newReceipt } from '../../../src/submissions/receipt.ts';
import type { Status } from '../../../src/submissions/status.ts';
import type { Submission } from '../../../src/submissions/submission.ts';
import { createSubmissions } from '../../../src/submissions/submissions.ts';
import { asBot } from '../nexudus/bot-account.ts';

const EMAILS: Readonly<Record<string, string>> = {
  UANA: 'ana@harbour.example',
  USAM: 'sam@harbour.example',
  ULEO: 'leo@harbour.example',
};

export const personOf = async (id: string): Promise<Person> => ({
  id,
  email: EMAILS[id],
  emailConfirmed: true,
  kind: EMAILS[id] ? 'member' : 'guest',
});

/** The real submissions and outbox with a store in memory, against the stand-in Nexudus. What is announced is kept. */
export async function startSubmissions(standIn: NexudusStandIn) {
  const clock = systemClock;
  const db = openDatabase('file::memory:');
  await migrate(db);
  const store = createStore(db, newOwner(), clock);
  const nexudus = asBot(standIn.url);
  const directory = createDirectory(nexudus);
  const users = createAdminUsers(directory);
  const announced: { announcement: Announcement; submission: Submission }[] = [];
  const ended: [string, Status][] = [];
  const problems: unknown[] = [];
  const problem = (error: unknown) => void problems.push(error);
  const outbox = createOutbox({
    hears: () => false,
    store: store.outbox,
    clock,
    problem,
    deliver: async (announcement, submission) => {
      announced.push({ announcement, submission });
      return { posted: { channel: 'C0OPS', ts: `${announced.length}.0` } };
    },
  });
  const submissions = createSubmissions({
    hears: () => false,
    store: store.submissions,
    operations,
    isOffered: () => true,
    nexudus,
    directory,
    access: createNexudusAccess({ users, logins: new Map(), unrestricted: new Set() }),
    approvalGuards: async () => [],
    approvalUntil: () => undefined,
    personOf,
    permissionsChanged: users.forget,
    nudgeApprovers: async () => {},
    announce: outbox.wake,
    ended: (operation, status) => void ended.push([operation, status]),
    surelyNotDone,
    problem,
    clock,
    chance: Math.random,
  });
  outbox.start();
  submissions.start();
  return {
    db,
    store,
    submissions,
    announced,
    ended,
    problems,
    /** Waits until so many things were announced. */
    async until(count: number, withinMs = 10_000) {
      const end = Date.now() + withinMs;
      while (announced.length < count) {
        if (Date.now() > end) throw new Error(`there were ${announced.length} announcements, not ${count}`);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      return announced;
    },
    async close() {
      await submissions.stop(5000);
      await outbox.stop();
      await db.destroy();
    },
  };
}

export const pressOf = (
  formId: string,
  operation: Operation,
  input: Values,
  more: Partial<Press> = {},
): Press => ({
  formId,
  receipt: newReceipt(),
  operation,
  input,
  requester: 'UANA',
  channel: 'C0OPS',
  responseUrlUntil: 0,
  locations: [],
  ...more,
});
