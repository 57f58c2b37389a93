import { type Kysely, type Migration, SqliteAdapter, sql } from 'kysely';

/** The name under which PostgreSQL says that there is something to take on; what it is comes with it. */
export const WAKES = 'nexudus_slack_wakes';

/**
 * Whoever writes something that any process may take on at once, or that changes what people may do, has PostgreSQL say so to all
 * of them. SQLite has one process.
 */
export const wakesMigration: Migration = {
  async up(db: Kysely<never>) {
    if (db.getExecutor().adapter instanceof SqliteAdapter) return;
    await sql`create function nexudus_slack_wake() returns trigger language plpgsql as $$
      begin
        perform pg_notify(${sql.lit(WAKES)}, tg_argv[0]);
        return null;
      end $$`.execute(db);
    await sql`create trigger submissions_wake after insert or update of status, lease_until on submissions for each row
      when (new.lease_until = 0 and new.status in ('queued', 'running')) execute function nexudus_slack_wake('work')`.execute(
      db,
    );
    await sql`create trigger outbox_wake after insert or update of state, revision on outbox for each row
      when (new.state = 'pending') execute function nexudus_slack_wake('announcement')`.execute(db);
    await sql`create trigger permissions_wake after update of status on submissions for each row
      when (new.status = 'succeeded' and new.operation like 'role.%') execute function nexudus_slack_wake('permissions')`.execute(
      db,
    );
  },
};
