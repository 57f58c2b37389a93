import { sql } from 'kysely';
import type { AnnouncementKind } from '../submissions/outbox.ts';
import type { Database, OutboxRow, Tx } from './schema.ts';

// What is written into the outbox together with what there is to announce, in one transaction.

const idOf = (submission: string, kind: AnnouncementKind): string => `${submission}/${kind}`;

const pending = (submission: string, kind: AnnouncementKind, at: number): OutboxRow => ({
  id: idOf(submission, kind),
  submission_id: submission,
  kind,
  state: 'pending',
  revision: 1,
  deliveries: 0,
  due_at: at,
  channel: null,
  ts: null,
  shows: null,
  lease_owner: null,
  lease_until: 0,
});

/** There is something to say of a submission that is not said yet. */
export async function announce(
  tx: Tx,
  submission: string,
  kind: AnnouncementKind,
  at: number,
): Promise<void> {
  await tx
    .insertInto('outbox')
    .values(pending(submission, kind, at))
    .onConflict((conflict) =>
      conflict
        .column('id')
        .doUpdateSet({ state: 'pending', revision: sql<number>`outbox.revision + 1`, due_at: at }),
    )
    .execute();
}

/** There is something to say of a submission that is never said twice. */
export async function announceOnce(
  db: Database | Tx,
  submission: string,
  kind: AnnouncementKind,
  at: number,
): Promise<void> {
  await db
    .insertInto('outbox')
    .values(pending(submission, kind, at))
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
}

/** Where there is a message or card, it no longer says what is so. */
export async function announceChange(
  tx: Tx,
  submission: string,
  kind: AnnouncementKind,
  at: number,
): Promise<void> {
  const row = tx
    .updateTable('outbox')
    .set({ state: 'pending', revision: sql<number>`revision + 1`, due_at: at })
    .where('id', '=', idOf(submission, kind))
    .where('state', '<>', 'dropped');
  // A card that is being posted is looked at again once it stands.
  await (kind === 'card' ? row : row.where('ts', 'is not', null)).execute();
}

/**
 * What a submission belongs to looks different once it is done: an undone change says so, and so does what that had undone.
 * @param origin what it belongs to, if to anything
 */
export async function announceOrigins(tx: Tx, origin: string | undefined, at: number): Promise<void> {
  let id: string | null = origin ?? null;
  while (id !== null) {
    await announceChange(tx, id, 'result', at);
    const row: { cause_of: string | null } | undefined = await tx
      .selectFrom('submissions')
      .select('cause_of')
      .where('id', '=', id)
      .executeTakeFirst();
    id = row?.cause_of ?? null;
  }
}

/** The message of a form stays the same over its submissions: what the new one has to say is put there. */
export async function continueResult(tx: Tx, before: string, submission: string, at: number): Promise<void> {
  const known = await tx
    .updateTable('outbox')
    .set({ state: 'dropped' })
    .where('id', '=', idOf(before, 'result'))
    .returning(['channel', 'ts', 'deliveries'])
    .executeTakeFirst();
  if (!known) return;
  // Nothing is to be said yet.
  const row: OutboxRow = { ...pending(submission, 'result', at), ...known, state: 'delivered', revision: 0 };
  await tx.insertInto('outbox').values(row).execute();
}

/** A card that asks, or is about to, is turned into the new question; one that shows an outcome stays as it is. */
export async function continueCard(tx: Tx, before: string, submission: string, at: number): Promise<void> {
  const asking = await tx
    .updateTable('outbox')
    .set({ state: 'dropped' })
    .where('id', '=', idOf(before, 'card'))
    .where((where) =>
      where.or([
        where('shows', 'is', null),
        where('shows', 'in', ['awaiting-approval', 'queued', 'running', 'waiting']),
      ]),
    )
    .returning(['channel', 'ts'])
    .executeTakeFirst();
  await tx
    .insertInto('outbox')
    .values({ ...pending(submission, 'card', at), ...asking })
    .execute();
}
