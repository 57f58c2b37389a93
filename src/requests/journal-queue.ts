import { sql } from 'kysely';
import { isUnique, type JournalDatabase, patiently, type RequestRow } from './database.ts';
import { after, statesBefore } from './states.ts';

/** A request is taken on for this long; its process renews the lease while it lives. */
export const LEASE_MS = 20_000;
/** How long a create without an answer may still be under way at Nexudus; longer calls than 28 s were not seen. */
export const MAY_STILL_ACT_MS = 60_000;

/** The journal as a queue of work: who has taken on what, and for how long. */
export interface JournalQueue {
  /**
   * Takes on one request that is due, or whose process died.
   * @param busy what this process is at: after a long pause of the process its own leases may have run out
   */
  claimDue(busy?: readonly string[]): Promise<RequestRow | undefined>;
  /** Takes on one ending that nobody has been told of. */
  claimTelling(busy?: readonly string[]): Promise<RequestRow | undefined>;
  renewLeases(formIds: readonly string[]): Promise<void>;
  /** How long the lease of one try lasts, renewed when that is not long; 0 when it is not this process's any more. */
  leaseLeft(row: Pick<RequestRow, 'form_id' | 'submitted_at' | 'attempts'>): Promise<number>;
  release(formIds: readonly string[]): Promise<void>;
  /** Frees at once what processes held that are known to be dead. */
  releaseDead(isDead: (owner: string) => boolean): Promise<void>;
}

export function createJournalQueue(db: JournalDatabase, owner: string, now: () => number): JournalQueue {
  const claim = async (
    which: 'due' | 'telling',
    busy: readonly string[],
  ): Promise<RequestRow | undefined> => {
    const at = now();
    const free = busy.length > 0 ? sql`form_id not in (${sql.join(busy)}) and` : sql``;
    const due = sql`state in (${sql.join(statesBefore('claim'))}) and (state = 'running' or next_at <= ${at})
      and not exists (select 1 from requests other where other.record_key = requests.record_key
        and other.state = 'running' and other.form_id <> requests.form_id)`;
    const telling = sql`tell = 'pending' and tell_at <= ${at} and state <> 'running'`;
    // What a dead process ran may have been sent just before: a create is then looked for before it is sent again.
    const dueSet = sql`state = ${after('queued', 'claim')}, attempts = attempts + 1,
      silent_since = case when state = 'running' then coalesce(silent_since, submitted_at) else silent_since end,
      silent_until = case when state = 'running' and record_key is null
        then ${at + MAY_STILL_ACT_MS} else silent_until end,`;
    const tellingSet = sql`tell_attempts = tell_attempts + 1,`;
    try {
      // PostgreSQL looks only at the outer condition again when another process changed the row meanwhile.
      const open = sql`lease_until < ${at} and ${which === 'due' ? due : telling}`;
      const { rows } = await sql<RequestRow>`
        update requests set ${which === 'due' ? dueSet : tellingSet}
          lease_owner = ${owner}, lease_until = ${at + LEASE_MS}
        where form_id = (select form_id from requests where ${free} ${open} order by next_at limit 1) and ${open}
        returning *`.execute(db);
      return rows[0];
    } catch (error) {
      // Another process took on a request of the same record in the same moment.
      if (isUnique(error)) return undefined;
      throw error;
    }
  };

  return {
    claimDue: (busy = []) => patiently(() => claim('due', busy)),
    claimTelling: (busy = []) => patiently(() => claim('telling', busy)),
    async renewLeases(formIds) {
      if (formIds.length === 0) return;
      await patiently(() =>
        db
          .updateTable('requests')
          .set({ lease_owner: owner, lease_until: now() + LEASE_MS })
          .where('form_id', 'in', [...formIds])
          .where('lease_owner', '=', owner)
          .execute(),
      );
    },
    async leaseLeft({ form_id, submitted_at, attempts }) {
      const at = now();
      const held = await patiently(() =>
        db
          .selectFrom('requests')
          .select('lease_until')
          .where('form_id', '=', form_id)
          .where('submitted_at', '=', submitted_at)
          .where('attempts', '=', attempts)
          .where('state', '=', 'running')
          .where('lease_owner', '=', owner)
          .executeTakeFirst(),
      );
      if (!held) return 0;
      if (held.lease_until - at > LEASE_MS / 2) return held.lease_until - at;
      const renewed = await patiently(() =>
        db
          .updateTable('requests')
          .set({ lease_until: at + LEASE_MS })
          .where('form_id', '=', form_id)
          .where('attempts', '=', attempts)
          .where('state', '=', 'running')
          .where('lease_owner', '=', owner)
          .executeTakeFirst(),
      );
      return Number(renewed.numUpdatedRows) > 0 ? LEASE_MS : 0;
    },
    async release(formIds) {
      if (formIds.length === 0) return;
      await patiently(() =>
        db
          .updateTable('requests')
          .set({ lease_until: 0 })
          .where('form_id', 'in', [...formIds])
          .where('lease_owner', '=', owner)
          .execute(),
      );
    },
    async releaseDead(isDead) {
      const held = await patiently(() =>
        db.selectFrom('requests').select('lease_owner').distinct().where('lease_until', '>', now()).execute(),
      );
      for (const { lease_owner: other } of held) {
        if (!other || other === owner || !isDead(other)) continue;
        await patiently(() =>
          db.updateTable('requests').set({ lease_until: 0 }).where('lease_owner', '=', other).execute(),
        );
      }
    },
  };
}
