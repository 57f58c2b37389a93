import { sql } from 'kysely';
import { type JournalDatabase, patiently, type RequestRow } from './database.ts';
import type { Ending } from './ending.ts';
import { next, type State, statesBefore } from './states.ts';

/** A request is taken on for this long; its process renews the lease while it lives. */
export const LEASE_MS = 20_000;
/** How long a create without an answer may still be under way at Nexudus; longer calls than 28 s were not seen. */
export const MAY_STILL_ACT_MS = 60_000;

/** What a submission writes down before anything else is done. */
export interface Entry {
  formId: string;
  receipt: string;
  operation: string;
  recordKey?: string;
  requester: string;
  channel?: string;
  thread?: string;
  responseUrl?: string;
  responseUrlUntil: number;
  input: string;
  locations: string;
  base?: string;
  giveUpAt: number;
  /** Set when a second person has to say yes first. */
  approvalUntil?: number;
}

/** How an attempt left a request. */
export interface Left {
  event: 'succeed' | 'refuse' | 'deny' | 'wait' | 'fail';
  ending: Ending;
  /** False when only the person at the form is told. */
  tell: boolean;
  nextAt?: number;
  /** An earlier try may have been done all the same. */
  silentSince?: number | null;
  /** Of a create: and may still be under way. */
  silentUntil?: number;
  createdKey?: string;
}

export interface Journal {
  /** Takes a submission on, unless its form is running or has succeeded already. */
  accept(entry: Entry): Promise<{ row: RequestRow; taken: boolean }>;
  row(formId: string): Promise<RequestRow | undefined>;
  /**
   * Takes on one request that is due, or whose process died.
   * @param busy what this process is at: after a long pause of the process its own leases may have run out
   */
  claimDue(busy?: readonly string[]): Promise<RequestRow | undefined>;
  /** Takes on one ending that nobody has been told of. */
  claimTelling(busy?: readonly string[]): Promise<RequestRow | undefined>;
  /** False when the request was no longer this process's. */
  leave(formId: string, left: Left): Promise<boolean>;
  told(row: RequestRow, message: { channel: string; ts: string } | undefined): Promise<void>;
  /** @param certain nobody was told so far, so the next telling is no repeat */
  tellLater(row: RequestRow, at: number, certain: boolean): Promise<void>;
  cancel(formId: string, ending: Ending): Promise<RequestRow | undefined>;
  renewLeases(formIds: readonly string[]): Promise<void>;
  release(formIds: readonly string[]): Promise<void>;
  /** Frees at once what processes held that are known to be dead. */
  releaseDead(isDead: (owner: string) => boolean): Promise<void>;
  /** Which of these created records belong to another request. */
  claimedKeys(keys: readonly string[], formId: string): Promise<Set<string>>;
  /** Other requests that are creating just the same right now. */
  twinsRunning(row: RequestRow): Promise<number>;
  /** The newest requests first. */
  history(filter: { requester?: string; since?: number; most: number }): Promise<RequestRow[]>;
  depth(): Promise<{ waiting: number; oldestMs: number; toTell: number }>;
  /** Forgets response URLs that are over, and what is older than the retention. */
  cleanUp(retentionMs: number): Promise<void>;
}

/** False when something newer happened while an ending was told: then tell, lease and tries belong to that. */
const same = ({ state, ending }: RequestRow) => sql<boolean>`state = ${state} and ending = ${ending}`;

const isUnique = (error: unknown): boolean =>
  ['SQLITE_CONSTRAINT_UNIQUE', 'SQLITE_CONSTRAINT_PRIMARYKEY', '23505'].includes(
    String((error as { code?: string }).code),
  );

/** @param owner names this process; see owner.ts */
export function createJournal(db: JournalDatabase, owner: string, now: () => number = Date.now): Journal {
  const lease = () => ({ lease_owner: owner, lease_until: now() + LEASE_MS });

  const insert = async (entry: Entry, state: State): Promise<RequestRow | undefined> => {
    const at = now();
    const values: RequestRow = {
      form_id: entry.formId,
      receipt: entry.receipt,
      operation: entry.operation,
      record_key: entry.recordKey ?? null,
      requester: entry.requester,
      channel: entry.channel ?? null,
      thread: entry.thread ?? null,
      response_url: entry.responseUrl ?? null,
      response_url_until: entry.responseUrlUntil,
      input: entry.input,
      locations: entry.locations,
      base: entry.base ?? null,
      state,
      ending: null,
      created_key: null,
      attempts: state === 'running' ? 1 : 0,
      submitted_at: at,
      next_at: at,
      give_up_at: entry.giveUpAt,
      silent_since: null,
      silent_until: 0,
      tell: 'no',
      tell_attempts: 0,
      tell_at: 0,
      message_channel: null,
      message_ts: null,
      lease_owner: state === 'running' ? owner : null,
      lease_until: state === 'running' ? at + LEASE_MS : 0,
      updated_at: at,
      approval_until: entry.approvalUntil ?? 0,
      approver: null,
      approver_note: null,
      card_channel: null,
      card_ts: null,
      card_shown: null,
      card_digest: null,
      card_lease: 0,
    };
    if (state === 'awaiting') {
      const ending: Ending = { kind: 'awaiting', until: values.approval_until };
      Object.assign(values, { ending: JSON.stringify(ending), tell: 'pending', tell_at: at });
    }
    // Kept of an earlier try: that it may have made the record, and the message that told of it.
    const { form_id, silent_since, silent_until, message_channel, message_ts, ...again } = values;
    return patiently(() =>
      db
        .insertInto('requests')
        .values(values)
        .onConflict((conflict) =>
          conflict.column('form_id').doUpdateSet(again).where('requests.state', 'in', statesBefore('submit')),
        )
        .returningAll()
        .executeTakeFirst(),
    );
  };

  const claim = async (
    which: 'due' | 'telling',
    busy: readonly string[],
  ): Promise<RequestRow | undefined> => {
    const at = now();
    const free = busy.length > 0 ? sql`form_id not in (${sql.join(busy)}) and` : sql``;
    const due = sql`(state = 'running' or (state in ('queued', 'waiting') and next_at <= ${at}))
      and not exists (select 1 from requests other where other.record_key = requests.record_key
        and other.state = 'running' and other.form_id <> requests.form_id)`;
    const telling = sql`tell = 'pending' and tell_at <= ${at} and state <> 'running'`;
    // What a dead process ran may have been sent just before: a create is then looked for before it is sent again.
    const dueSet = sql`state = 'running', attempts = attempts + 1,
      silent_since = case when state = 'running' then coalesce(silent_since, submitted_at) else silent_since end,
      silent_until = case when state = 'running' and record_key is null
        then ${at + MAY_STILL_ACT_MS} else silent_until end,`;
    const tellingSet = sql`tell_attempts = tell_attempts + 1,`;
    try {
      const { rows } = await sql<RequestRow>`
        update requests set ${which === 'due' ? dueSet : tellingSet}
          lease_owner = ${owner}, lease_until = ${at + LEASE_MS}
        where form_id = (select form_id from requests where ${free} lease_until < ${at} and ${which === 'due' ? due : telling}
          order by next_at limit 1) and lease_until < ${at}
        returning *`.execute(db);
      return rows[0];
    } catch (error) {
      // Another process took on a request of the same record in the same moment.
      if (isUnique(error)) return undefined;
      throw error;
    }
  };

  return {
    async accept(entry) {
      let row: RequestRow | undefined;
      try {
        row = await insert(entry, entry.approvalUntil ? 'awaiting' : 'running');
      } catch (error) {
        if (!isUnique(error)) throw error;
        row = await insert(entry, 'queued');
      }
      if (row) return { row, taken: true };
      const known = await this.row(entry.formId);
      if (!known) throw new Error('a request was neither taken on nor known');
      return { row: known, taken: false };
    },
    row: (formId) =>
      patiently(() => db.selectFrom('requests').selectAll().where('form_id', '=', formId).executeTakeFirst()),
    claimDue: (busy = []) => patiently(() => claim('due', busy)),
    claimTelling: (busy = []) => patiently(() => claim('telling', busy)),
    async leave(formId, { event, ending, tell, nextAt, silentSince, silentUntil, createdKey }) {
      const at = now();
      const write = (key: string | undefined) =>
        patiently(() =>
          db
            .updateTable('requests')
            .set({
              state: next('running', event) ?? 'failed',
              ending: JSON.stringify(ending),
              // What still had to be told stays to be told.
              ...(tell ? { tell: 'pending', tell_attempts: 1, tell_at: at } : {}),
              next_at: nextAt ?? at,
              updated_at: at,
              ...(silentSince === undefined ? {} : { silent_since: silentSince }),
              ...(silentUntil === undefined ? {} : { silent_until: silentUntil }),
              ...(key ? { created_key: key } : {}),
              // Kept while it is being told, given back at once when there is nothing to tell.
              ...(tell ? lease() : { lease_until: 0 }),
            })
            .where('form_id', '=', formId)
            .where('lease_owner', '=', owner)
            .where('state', '=', 'running')
            .executeTakeFirst(),
        );
      const result = await write(createdKey).catch((error: unknown) => {
        // Another request took this record for its own: the ending is kept all the same.
        if (createdKey && isUnique(error)) return write(undefined);
        throw error;
      });
      return Number(result.numUpdatedRows) > 0;
    },
    async told(row, message) {
      await patiently(() =>
        db
          .updateTable('requests')
          .set({
            tell: sql<string>`case when ${same(row)} then 'told' else tell end`,
            lease_until: sql<number>`case when ${same(row)} then 0 else lease_until end`,
            ...(message ? { message_channel: message.channel, message_ts: message.ts } : {}),
          })
          .where('form_id', '=', row.form_id)
          .execute(),
      );
    },
    async tellLater(row, at, certain) {
      await patiently(() =>
        db
          .updateTable('requests')
          .set({
            tell: 'pending',
            tell_at: at,
            lease_until: 0,
            // Earlier ones may still have been seen.
            ...(certain ? { tell_attempts: sql<number>`tell_attempts - 1` } : {}),
          })
          .where('form_id', '=', row.form_id)
          .where('lease_owner', '=', owner)
          .where(same(row))
          .execute(),
      );
    },
    cancel: (formId, ending) =>
      patiently(() =>
        db
          .updateTable('requests')
          .set({
            state: 'cancelled',
            ending: JSON.stringify(ending),
            tell: 'pending',
            tell_attempts: 0,
            tell_at: 0,
            lease_until: 0,
            updated_at: now(),
          })
          .where('form_id', '=', formId)
          .where('state', 'in', statesBefore('cancel'))
          .returningAll()
          .executeTakeFirst(),
      ),
    async renewLeases(formIds) {
      if (formIds.length === 0) return;
      await patiently(() =>
        db
          .updateTable('requests')
          .set(lease())
          .where('form_id', 'in', [...formIds])
          .where('lease_owner', '=', owner)
          .execute(),
      );
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
    async claimedKeys(keys, formId) {
      if (keys.length === 0) return new Set();
      const rows = await patiently(() =>
        db
          .selectFrom('requests')
          .select('created_key')
          .where('created_key', 'in', [...keys])
          .where('form_id', '<>', formId)
          .execute(),
      );
      return new Set(rows.map((row) => row.created_key ?? ''));
    },
    async twinsRunning(row) {
      const { count } = await patiently(() =>
        db
          .selectFrom('requests')
          .select((e) => e.fn.countAll<number>().as('count'))
          .where('operation', '=', row.operation)
          .where('input', '=', row.input)
          .where('state', '=', 'running')
          .where('lease_until', '>=', now())
          .where('form_id', '<>', row.form_id)
          .executeTakeFirstOrThrow(),
      );
      return Number(count);
    },
    history: ({ requester, since = 0, most }) =>
      patiently(() => {
        const all = db.selectFrom('requests').selectAll().where('submitted_at', '>=', since);
        return (requester ? all.where('requester', '=', requester) : all)
          .orderBy('submitted_at', 'desc')
          .limit(most)
          .execute();
      }),
    async depth() {
      const at = now();
      const { rows } = await sql<{ waiting: number; oldest: number | null; to_tell: number }>`
        select sum(case when state in ('running', 'queued', 'waiting') then 1 else 0 end) as waiting,
          min(case when state in ('running', 'queued', 'waiting') then submitted_at end) as oldest,
          sum(case when tell = 'pending' then 1 else 0 end) as to_tell
        from requests where state in ('running', 'queued', 'waiting') or tell = 'pending'`.execute(db);
      const [row] = rows;
      return {
        waiting: Number(row?.waiting ?? 0),
        oldestMs: row?.oldest ? at - Number(row.oldest) : 0,
        toTell: Number(row?.to_tell ?? 0),
      };
    },
    async cleanUp(retentionMs) {
      const at = now();
      await patiently(() =>
        db
          .updateTable('requests')
          .set({ response_url: null })
          .where('response_url', 'is not', null)
          .where('response_url_until', '<', at)
          .execute(),
      );
      await patiently(() =>
        db
          .deleteFrom('requests')
          .where('updated_at', '<', at - retentionMs)
          .where('state', 'in', ['succeeded', 'refused', 'denied', 'failed', 'cancelled', 'expired'])
          .execute(),
      );
    },
  };
}
