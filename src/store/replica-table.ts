import { sql } from 'kysely';
import type { ReplicaStore } from '../nexudus/replicas.ts';
import { patiently } from './database.ts';
import type { LeaseTime } from './lease-time.ts';
import type { Database } from './schema.ts';

/** Who was not seen for so long is no longer counted: three beats and a little more. */
const ALIVE_MS = 7000;
const FORGOTTEN_MS = 60 * 60_000;

export function createReplicaTable(db: Database, owner: string, leaseTime: LeaseTime): ReplicaStore {
  const now = leaseTime;
  return {
    async beat(breakMs) {
      // Of a break that is over, the row may still hold the end.
      const breakUntil =
        breakMs > 0 ? sql<number>`${now()} + ${sql.lit(Math.ceil(breakMs))}` : sql<number>`0`;
      const others = sql`from replicas other
        where other.id <> ${owner} and other.seen_at > ${now()} - ${sql.lit(ALIVE_MS)}`;
      const row = await patiently(() =>
        db
          .insertInto('replicas')
          .values({ id: owner, seen_at: now(), break_until: breakUntil })
          .onConflict((conflict) =>
            conflict.column('id').doUpdateSet({ seen_at: now(), break_until: breakUntil }),
          )
          .returning([
            sql<number>`(select count(*) ${others})`.as('others'),
            sql<number>`(select max(other.break_until) - ${now()} ${others})`.as('left'),
          ])
          .executeTakeFirstOrThrow(),
      );
      return { alive: Number(row.others) + 1, breakMs: Math.max(0, Number(row.left ?? 0)) };
    },
    async leave() {
      await patiently(() =>
        db
          .deleteFrom('replicas')
          .where((where) =>
            where.or([
              where('id', '=', owner),
              where('seen_at', '<', sql<number>`${now()} - ${sql.lit(FORGOTTEN_MS)}`),
            ]),
          )
          .execute(),
      );
    },
  };
}
