import { sql } from 'kysely';
import type { Clock } from '../clock.ts';
import type { Announcement, AnnouncementKind, OutboxStore, Posted } from '../submissions/outbox.ts';
import { announceOnce } from './announce.ts';
import { announcementIn, submissionIn } from './codec.ts';
import { patiently } from './database.ts';
import type { LeaseTime } from './lease-time.ts';
import type { Database, OutboxRow, Tx } from './schema.ts';

/** A delivery may take so long: several calls to Slack, ten seconds each. */
const DELIVERY_MS = 40_000;
/** What is being worked on, or is about to be. */
const BUSY: readonly string[] = ['running', 'queued'];
/** Which message's thread a kind of announcement stands in. */
const REPLIES_TO: Readonly<Record<string, AnnouncementKind>> = {
  'thread-reply': 'result',
  nudge: 'card',
  reminder: 'card',
  'ends-in-a-day': 'result',
  'ends-in-an-hour': 'result',
};

export function createOutboxTable(
  db: Database,
  owner: string,
  clock: Clock,
  leaseTime: LeaseTime,
): OutboxStore {
  const inOne = <T>(act: (tx: Tx) => Promise<T>): Promise<T> =>
    patiently(() => db.transaction().execute(act));

  /** Of one claim and no later one. */
  const claimed = ({ id, leaseUntil }: Announcement) =>
    db.updateTable('outbox').where('id', '=', id).where('lease_until', '=', leaseUntil);

  /** The form was submitted again while this was being delivered: what it says next is put here too. */
  const handOn = async (tx: Tx, { submission_id }: OutboxRow, { channel, ts }: Posted): Promise<void> => {
    await tx
      .updateTable('outbox')
      .set({ channel, ts, deliveries: 0 })
      .where('kind', '=', 'result')
      .where('ts', 'is', null)
      .where('submission_id', 'in', (later) =>
        later
          .selectFrom('submissions as later')
          .innerJoin('submissions as mine', 'mine.form_id', 'later.form_id')
          .where('mine.id', '=', submission_id)
          .whereRef('later.press', '>', 'mine.press')
          .select('later.id'),
      )
      .execute();
  };

  const later: OutboxStore['later'] = async (announcement, at, certain) => {
    await patiently(() =>
      claimed(announcement)
        .set({
          // PostgreSQL takes whole milliseconds and nothing else.
          due_at: Math.ceil(at),
          lease_until: 0,
          ...(certain ? { deliveries: sql<number>`deliveries - 1` } : {}),
        })
        .execute(),
    );
  };

  return {
    async claim() {
      const at = clock.now();
      const due = sql`state = 'pending' and due_at <= ${at} and lease_until < ${leaseTime()}`;
      // What is being worked on is announced when that is over; a card says that it is under way.
      const { rows } = await patiently(() =>
        sql<OutboxRow>`
          update outbox set deliveries = deliveries + 1, lease_owner = ${owner}, lease_until = ${leaseTime()} + ${DELIVERY_MS}
          where id = (select id from outbox where ${due}
            and (kind = 'card' or not exists (select 1 from submissions
              where submissions.id = outbox.submission_id and submissions.status in (${sql.join(BUSY)})))
            order by due_at limit 1) and ${due}
          returning *`.execute(db),
      );
      const [row] = rows;
      if (!row) return undefined;
      const submission = await patiently(() =>
        db.selectFrom('submissions').selectAll().where('id', '=', row.submission_id).executeTakeFirst(),
      );
      // Its retention is over, and it was deleted just now.
      if (!submission) return undefined;
      const above = REPLIES_TO[row.kind];
      const message =
        above &&
        (await patiently(() =>
          db
            .selectFrom('outbox')
            .selectAll()
            .where('submission_id', '=', row.submission_id)
            .where('kind', '=', above)
            .executeTakeFirst(),
        ));
      const announcement = announcementIn(row, message);
      // It was taken on just now: there is nothing to say of it before that is over.
      if (row.kind !== 'card' && BUSY.includes(submission.status)) {
        await later(announcement, at, true);
        return undefined;
      }
      return { announcement, submission: submissionIn(submission) };
    },
    delivered: ({ id, revision, submissionId }, { posted, shows, followUps = [] }) =>
      inOne(async (tx) => {
        const known = {
          deliveries: 0,
          lease_until: 0,
          ...(posted ? { channel: posted.channel, ts: posted.ts } : {}),
          ...(shows === undefined ? {} : { shows }),
        };
        const current = await tx
          .updateTable('outbox')
          .set({ ...known, state: 'delivered' })
          .where('id', '=', id)
          .where('state', '=', 'pending')
          .where('revision', '=', revision)
          .returning('id')
          .executeTakeFirst();
        if (current) {
          // A message that is edited again later has been answered already.
          for (const kind of followUps) await announceOnce(tx, submissionId, kind, clock.now());
          return;
        }
        // Something newer happened meanwhile, or another process delivered the same.
        const row = await tx
          .updateTable('outbox')
          .set(known)
          .where('id', '=', id)
          .returningAll()
          .executeTakeFirst();
        if (row?.state === 'dropped' && row.kind === 'result' && posted) await handOn(tx, row, posted);
      }),
    later,
    async drop(announcement) {
      const dropped = sql<'dropped'>`case when revision = ${announcement.revision} then 'dropped' else state end`;
      await patiently(() => claimed(announcement).set({ state: dropped, lease_until: 0 }).execute());
    },
    async placed(announcement, { channel, ts }) {
      const { numUpdatedRows } = await patiently(() =>
        claimed(announcement).set({ channel, ts }).where('state', '<>', 'dropped').executeTakeFirst(),
      );
      return Number(numUpdatedRows) > 0;
    },
  };
}
