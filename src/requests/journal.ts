import { sql } from 'kysely';
import { isUnique, type JournalDatabase, PAST, patiently, type RequestRow } from './database.ts';
import type { Ending } from './ending.ts';
import { createJournalQueue, type JournalQueue, LEASE_MS } from './journal-queue.ts';
import { createJournalReports, type JournalReports } from './journal-reports.ts';
import { newRow } from './new-row.ts';
import { after, type Event, statesBefore } from './states.ts';

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
  /** Ids of records that a person is shown before they decide: from then on they are known not to be this one. */
  notOurs?: number[];
}

/** Where a message stands. */
export interface Posted {
  channel: string;
  ts: string;
}

/** What may be left to tell once the message stands: a reply in its thread, and details to whoever asked. */
export type Owed = 'reply' | 'details';

export interface Journal extends JournalQueue, JournalReports {
  /** Takes a submission on, unless its form is running or has succeeded already. */
  accept(entry: Entry): Promise<{ row: RequestRow; taken: boolean }>;
  row(formId: string): Promise<RequestRow | undefined>;
  /** False when the request was no longer this process's. */
  leave(formId: string, left: Left): Promise<boolean>;
  /** All of the ending was told. */
  told(row: RequestRow, message: Posted | undefined): Promise<void>;
  /**
   * A part of the ending was told: a repeat edits that message and tells only what is left. False when something newer
   * happened meanwhile.
   */
  partTold(row: RequestRow, message: Posted | undefined, owed: readonly Owed[]): Promise<boolean>;
  /** @param certain nobody was told so far, so the next telling is no repeat */
  tellLater(row: RequestRow, at: number, certain: boolean): Promise<void>;
  cancel(formId: string, ending: Ending): Promise<RequestRow | undefined>;
}

/** False when something newer happened while an ending was told: then tell, lease and tries belong to that. */
const same = ({ state, ending }: RequestRow) => sql<boolean>`state = ${state} and ending = ${ending}`;

/** @param owner names this process; see owner.ts */
export function createJournal(db: JournalDatabase, owner: string, now: () => number = Date.now): Journal {
  const lease = () => ({ lease_owner: owner, lease_until: now() + LEASE_MS });

  const insert = async (
    entry: Entry,
    event: 'submit' | 'line-up' | 'ask',
  ): Promise<RequestRow | undefined> => {
    const row = newRow(entry, after('failed', event), owner, now());
    const taken = await patiently(() =>
      db
        .insertInto('requests')
        .values(row)
        .onConflict((conflict) => conflict.column('form_id').doNothing())
        .returningAll()
        .executeTakeFirst(),
    );
    return taken ?? again(row, event);
  };

  /** A form that was sent before: how that ended is kept for whoever looks later, and it starts anew. */
  const again = async (row: RequestRow, event: Event): Promise<RequestRow | undefined> => {
    const ended = statesBefore(event);
    await patiently(() =>
      db
        .insertInto('earlier_requests')
        .columns(PAST)
        .expression((e) =>
          e
            .selectFrom('requests')
            .select(PAST)
            .where('form_id', '=', row.form_id)
            .where('state', 'in', ended),
        )
        .onConflict((conflict) => conflict.columns(['form_id', 'submitted_at']).doNothing())
        .execute(),
    );
    // Kept of an earlier try: that it may have made the record, which ones it can't be, and what the channel was told or may have been.
    const {
      form_id,
      silent_since,
      silent_until,
      not_ours,
      message_channel,
      message_ts,
      tell_attempts,
      ...fresh
    } = row;
    // A card that asks, or is about to, is turned into the new question; one that tells an outcome stays as it is.
    const asking = <T extends 'card_channel' | 'card_ts'>(column: T) =>
      sql<
        string | null
      >`case when card_shown is null or card_shown in ('awaiting', 'approved') then ${sql.ref(column)} end`;
    return patiently(() =>
      db
        .updateTable('requests')
        .set({
          ...fresh,
          tell_attempts: sql<number>`tell_attempts + ${tell_attempts}`,
          card_channel: asking('card_channel'),
          card_ts: asking('card_ts'),
        })
        .where('form_id', '=', form_id)
        .where('state', 'in', ended)
        .returningAll()
        .executeTakeFirst(),
    );
  };

  const rowOf = (formId: string) =>
    patiently(() => db.selectFrom('requests').selectAll().where('form_id', '=', formId).executeTakeFirst());

  return {
    ...createJournalQueue(db, owner, now),
    ...createJournalReports(db, now),
    row: rowOf,
    async accept(entry) {
      let row: RequestRow | undefined;
      try {
        row = await insert(entry, entry.approvalUntil ? 'ask' : 'submit');
      } catch (error) {
        // Only what runs is one to a record; what needs a yes must not get in line without it.
        if (!isUnique(error) || entry.approvalUntil) throw error;
        row = await insert(entry, 'line-up');
      }
      if (row) return { row, taken: true };
      const known = await rowOf(entry.formId);
      if (!known) throw new Error('a request was neither taken on nor known');
      return { row: known, taken: false };
    },
    async leave(formId, { event, ending, tell, nextAt, silentSince, silentUntil, createdKey, notOurs }) {
      const at = now();
      const write = (key: string | undefined) =>
        patiently(() =>
          db
            .updateTable('requests')
            .set({
              state: after('running', event),
              ending: JSON.stringify(ending),
              tell_owed: '',
              // What still had to be told stays to be told.
              ...(tell
                ? { tell: 'pending', tell_attempts: sql<number>`tell_attempts + 1`, tell_at: at }
                : {}),
              next_at: nextAt ?? at,
              updated_at: at,
              ...(silentSince === undefined ? {} : { silent_since: silentSince }),
              ...(silentUntil === undefined ? {} : { silent_until: silentUntil }),
              ...(key ? { created_key: key } : {}),
              ...(notOurs ? { not_ours: JSON.stringify(notOurs) } : {}),
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
            tell_attempts: sql<number>`tell_attempts - ${row.tell_attempts}`,
            ...(message ? { message_channel: message.channel, message_ts: message.ts } : {}),
          })
          .where('form_id', '=', row.form_id)
          .execute(),
      );
    },
    async partTold(row, message, owed) {
      const { tell_owed } = await patiently(() =>
        db
          .updateTable('requests')
          .set({
            tell_owed: sql<string>`case when ${same(row)} then ${owed.join()} else tell_owed end`,
            // Of what is left nobody was told yet; this telling goes on.
            tell_attempts: sql<number>`tell_attempts - ${row.tell_attempts} + case when ${same(row)} then 1 else 0 end`,
            ...(message ? { message_channel: message.channel, message_ts: message.ts } : {}),
          })
          .where('form_id', '=', row.form_id)
          .returning(sql<string>`case when ${same(row)} then tell_owed else '' end`.as('tell_owed'))
          .executeTakeFirstOrThrow(),
      );
      return tell_owed !== '';
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
            state: after('waiting', 'cancel'),
            ending: JSON.stringify(ending),
            tell: 'pending',
            tell_at: 0,
            tell_owed: '',
            lease_until: 0,
            updated_at: now(),
          })
          .where('form_id', '=', formId)
          .where('state', 'in', statesBefore('cancel'))
          .returningAll()
          .executeTakeFirst(),
      ),
  };
}
