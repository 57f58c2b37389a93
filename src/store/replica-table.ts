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
      await patiently(() =>
        db
          .insertInto('replicas')
          .values({ id: owner, seen_at: now(), break_until: breakUntil })
          .onConflict((conflict) =>
            conflict.column('id').doUpdateSet({ seen_at: now(), break_until: breakUntil }),
          )
          .execute(),
      );
      const { rows } = await patiently(() =>
        sql<{ alive: number; left: number }>`
          select count(*) as alive, max(break_until) - ${now()} as left
          from replicas where seen_at > ${now()} - ${sql.lit(ALIVE_MS)}`.execute(db),
      );
      const [row] = rows;
      return { alive: Number(row?.alive ?? 1), breakMs: Math.max(0, Number(row?.left ?? 0)) };
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
