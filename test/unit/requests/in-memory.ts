import { createAdminUsers } from '../../../src/access/admin-users.ts';
import { createNexudusAccess } from '../../../src/access/nexudus-access.ts';
import type { Person } from '../../../src/access/person.ts';
import { createDirectory } from '../../../src/nexudus/directory.ts';
import { operations } from '../../../src/operations/index.ts';
import type { Operation, Values } from '../../../src/operations/operation.ts';
import { openDatabase } from '../../../src/requests/database.ts';
import type { Ending } from '../../../src/requests/ending.ts';
import { createJournal } from '../../../src/requests/journal.ts';
import { migrate } from '../../../src/requests/migrate.ts';
import { newOwner } from '../../../src/requests/owner.ts';
import { newReceipt } from '../../../src/requests/receipt.ts';
import { createRequests, type Submission, type Telling } from '../../../src/requests/requests.ts';
import type { NexudusStandIn } from '../../../src/sandbox/nexudus/start-nexudus.ts';
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

/** The real requests with a journal in memory, against the stand-in Nexudus. What the channel is told is kept. */
export async function startRequests(standIn: NexudusStandIn) {
  const db = openDatabase('file::memory:');
  await migrate(db);
  const journal = createJournal(db, newOwner());
  const nexudus = asBot(standIn.url);
  const directory = createDirectory(nexudus);
  const users = createAdminUsers(nexudus, directory);
  const told: Telling[] = [];
  const ended: [string, Ending['kind']][] = [];
  const problems: unknown[] = [];
  const requests = createRequests({
    journal,
    operations,
    isOffered: () => true,
    nexudus,
    directory,
    access: createNexudusAccess({ users, logins: new Map(), unrestricted: new Set() }),
    approvals: { answer: async () => 'may' },
    personOf,
    permissionsChanged: users.forget,
    tell: async (telling) => {
      told.push(telling);
      return { message: { channel: 'C0OPS', ts: `${told.length}.0` }, owed: [] };
    },
    ended: (operation, ending) => void ended.push([operation.id, ending.kind]),
    problem: (error) => void problems.push(error),
  });
  requests.start();
  return {
    db,
    journal,
    requests,
    told,
    ended,
    problems,
    /** Waits until the channel was told so many things. */
    async until(count: number, withinMs = 10_000) {
      const end = Date.now() + withinMs;
      while (told.length < count) {
        if (Date.now() > end) throw new Error(`the channel was told ${told.length} times, not ${count}`);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      return told;
    },
    async close() {
      await requests.stop(5000);
      await db.destroy();
    },
  };
}

export const submission = (
  formId: string,
  operation: Operation,
  input: Values,
  more: Partial<Submission> = {},
): Submission => ({
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
