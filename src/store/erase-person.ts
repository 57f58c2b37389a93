import { SqliteAdapter, sql } from 'kysely';
import { isOver, type Status } from '../submissions/status.ts';
import type { Database, SubmissionRow, Tables } from './schema.ts';

/** Stands where a person stood. */
export const ERASED = 'erased';

/**
 * The columns that may name a person: as requester or approver, in what was typed, in what Nexudus answered, in what Slack was
 * told. A form goes as a whole with its owner, and all others after a day.
 */
export const PERSONAL = {
  submissions: ['requester', 'decided_by', 'input', 'base', 'standing'],
  approvals: ['words', 'approved_role'],
  outbox: ['shows'],
} as const satisfies { [T in keyof Tables]?: readonly (keyof Tables[T])[] };

export interface Erasure {
  /** Submissions that named the person, and do no more. */
  submissions: number;
  /** Those that are under way, are to be announced, or gave access that still runs: they are left as they are. */
  underWay: number;
  /** Open forms of the person. */
  forms: number;
}

/** Finds an id, address or name that stands by itself, also inside JSON. */
function matcherOf(words: readonly string[]): RegExp {
  const inJson = words.map((word) =>
    JSON.stringify(word)
      .slice(1, -1)
      .replace(/[.*+?^${}()|[\]\\]/g, '\\$&'),
  );
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${inJson.join('|')})(?![\\p{L}\\p{N}])`, 'giu');
}

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

/** The columns that name the person, as they are without. */
function withoutPerson<R extends object, C extends keyof R>(
  row: R,
  columns: readonly C[],
  named: RegExp,
): { [K in C]?: string } {
  const changed: { [K in C]?: string } = {};
  for (const column of columns) {
    const value = row[column];
    if (typeof value !== 'string') continue;
    const without = value.replace(named, ERASED);
    if (isJson(value) && !isJson(without))
      throw new Error('What is to be erased stands for more than a person');
    if (without !== value) changed[column] = without;
  }
  return changed;
}

/** What it set, or what was there before, is no longer known: it is neither submitted again nor put back. */
const marked = ({ status, standing }: Pick<SubmissionRow, 'status' | 'standing'>): string =>
  JSON.stringify({ ...JSON.parse(standing ?? JSON.stringify({ status })), erased: true });

/** A submission without the person. */
function submissionWithout(row: SubmissionRow, named: RegExp) {
  const without = withoutPerson(row, PERSONAL.submissions, named);
  const { requester: _, decided_by: _d, ...said } = without;
  return isSomething(said)
    ? { ...without, standing: marked({ ...row, standing: without.standing ?? row.standing }) }
    : without;
}

const isSomething = (change: object) => Object.keys(change).length > 0;
/** A direct message has one person on the other side. */
const isDirect = (channel: string | null) => channel?.startsWith('D') ?? false;

/**
 * Takes a person out of everything that is over. That something was done, to which record, when and how it ended stays.
 * @param words what else the person is named by: e-mail addresses, the name in Nexudus
 */
export async function erasePerson(db: Database, chatId: string, words: readonly string[]): Promise<Erasure> {
  const named = matcherOf([chatId, ...words]);
  const erasure = await db.transaction().execute(async (tx) => {
    const rows = {
      submissions: await tx.selectFrom('submissions').selectAll().execute(),
      approvals: await tx.selectFrom('approvals').selectAll().execute(),
      outbox: await tx.selectFrom('outbox').selectAll().execute(),
    };
    const running = await tx
      .selectFrom('temporary_access')
      .select('submission_id')
      .where('status', 'in', ['running', 'ending'])
      .execute();
    // Its end is announced to who requested it.
    const stillGives = new Set(running.map(({ submission_id }) => submission_id));
    const done = { submissions: 0, underWay: 0, forms: 0 };
    for (const row of rows.submissions) {
      const isOwn = row.requester === chatId;
      const submission = {
        ...submissionWithout(row, named),
        ...(isOwn && row.response_url !== null && { response_url: null }),
        ...(isOwn && isDirect(row.channel) && { channel: null, thread: null }),
      };
      const approvals = rows.approvals.flatMap((approval) => {
        const change = withoutPerson(approval, PERSONAL.approvals, named);
        return approval.submission_id === row.id && isSomething(change) ? [change] : [];
      });
      const told = rows.outbox.filter((announcement) => announcement.submission_id === row.id);
      const outbox = told.flatMap((announcement) => {
        const change = {
          ...withoutPerson(announcement, PERSONAL.outbox, named),
          ...(isOwn && isDirect(announcement.channel) && { channel: null, ts: null }),
        };
        return isSomething(change) ? [{ id: announcement.id, change }] : [];
      });
      if (![submission, ...approvals, ...outbox].some(isSomething)) continue;
      const isUnderWay = !isOver(row.status as Status) || stillGives.has(row.id);
      if (isUnderWay || told.some(({ state }) => state === 'pending')) {
        done.underWay += 1;
        continue;
      }
      done.submissions += 1;
      if (isSomething(submission))
        await tx.updateTable('submissions').set(submission).where('id', '=', row.id).execute();
      for (const change of approvals)
        await tx.updateTable('approvals').set(change).where('submission_id', '=', row.id).execute();
      for (const { id, change } of outbox)
        await tx.updateTable('outbox').set(change).where('id', '=', id).execute();
    }
    const { numDeletedRows } = await tx.deleteFrom('forms').where('owner', '=', chatId).executeTakeFirst();
    return { ...done, forms: Number(numDeletedRows) };
  });
  // What SQLite wrote ahead still holds the pages as they were.
  if (db.getExecutor().adapter instanceof SqliteAdapter)
    await sql`pragma wal_checkpoint(truncate)`.execute(db);
  return erasure;
}
