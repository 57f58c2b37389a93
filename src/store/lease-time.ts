import { type RawBuilder, SqliteAdapter, sql } from 'kysely';
import type { Clock } from '../clock.ts';
import type { Database } from './schema.ts';

/** The time that leases are compared by, as a part of a statement. */
export type LeaseTime = () => RawBuilder<number>;

/** By the clock of this process; of SQLite all processes are on one machine. */
export const leaseTimeBy =
  (clock: Pick<Clock, 'now'>): LeaseTime =>
  () =>
    sql<number>`cast(${clock.now()} as bigint)`;

/** By PostgreSQL's own clock: the machines of its users may disagree about the time. */
const DATABASE_TIME: LeaseTime = () =>
  sql<number>`(extract(epoch from statement_timestamp()) * 1000)::bigint`;

export const leaseTimeOf = (db: Database, clock: Pick<Clock, 'now'>): LeaseTime =>
  db.getExecutor().adapter instanceof SqliteAdapter ? leaseTimeBy(clock) : DATABASE_TIME;
