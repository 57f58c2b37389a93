import { sql } from 'kysely';
import { switchedOff } from '../nexudus/failure.ts';
import type { SeenRole } from '../operations/rights.ts';
import { type JournalDatabase, patiently, type RequestRow } from './database.ts';
import type { Ending, Unapprovable } from './ending.ts';
import { after, type Event, statesBefore } from './states.ts';

/** What a card says; `approved` covers everything between the yes and the result. */
export type CardPhase =
  | 'awaiting'
  | 'approved'
  | 'succeeded'
  | 'refused'
  | 'denied'
  | 'failed'
  | 'cancelled'
  | 'expired';

const PHASE = sql<CardPhase>`case when state in ('queued', 'running', 'waiting') then 'approved' else state end`;

/** A card that somebody took on: of this submission and no later one of its form, and until another process does. */
export type ClaimedCard = Pick<RequestRow, 'form_id' | 'submitted_at' | 'card_lease'>;

/** The part of the journal that waits for a second person. */
export interface ApprovalJournal {
  /** Takes on one card that is missing or says what is no longer so. */
  claimCard(): Promise<(RequestRow & { phase: CardPhase }) | undefined>;
  /** Writes down where the claimed card stands, before it asks anything. False as for cardShown. */
  cardPlaced(claimed: ClaimedCard, card: { channel: string; ts: string }): Promise<boolean>;
  /**
   * Writes down where the claimed card is and what it shows. False when its form was sent again meanwhile, or another
   * process took the card on: then it belongs to nothing that waits.
   */
  cardShown(
    claimed: ClaimedCard,
    card: { channel: string; ts: string; phase: CardPhase; digest: string | null; words?: string },
  ): Promise<boolean>;
  /** The claimed card is tried again at that time, unless its form was sent again meanwhile. */
  cardLater(claimed: ClaimedCard, at: number): Promise<void>;
  /** The card has to be shown anew, and nothing is decided by what it showed. */
  cardOutdated(formId: string): Promise<void>;
  /** True for exactly one of those who say yes to what the card said, with the role as it was then. */
  approve(formId: string, approver: string, digest: string, role: SeenRole): Promise<boolean>;
  turnDown(formId: string, approver: string, digest: string, reason: string | undefined): Promise<boolean>;
  /** Nobody can be asked about this submission; a later one of its form goes on. */
  giveUp(row: Pick<RequestRow, 'form_id' | 'submitted_at'>, why: Unapprovable['why']): Promise<boolean>;
  /**
   * Cards that stand in another channel than this one are asked anew here, and what waits of other operations than these
   * is ended.
   */
  askAnew(channel: string, operations: readonly string[]): Promise<void>;
  /** Ends what nobody said yes to in time; answers how many. */
  expire(): Promise<number>;
}

/** How long a process may take to show a card before another one may. */
const CARD_LEASE_MS = 20_000;

/** @param ended hears of every request that ends without having been run */
export function createApprovalJournal(
  db: JournalDatabase,
  now: () => number = Date.now,
  ended: (row: RequestRow, ending: Ending) => void = () => {},
): ApprovalJournal {
  /** Ends a request that is still waiting, and has its requester told. */
  const end = async (
    event: Event,
    formId: string,
    ending: Ending,
    more: Partial<RequestRow> = {},
    only: Partial<Pick<RequestRow, 'card_digest' | 'submitted_at' | 'approval_until'>> = {},
  ): Promise<boolean> => {
    const row = await patiently(() => {
      const update = db
        .updateTable('requests')
        .set({
          ...more,
          state: after('awaiting', event),
          ending: JSON.stringify(ending),
          tell: 'pending',
          tell_at: 0,
          tell_owed: '',
          lease_until: 0,
          updated_at: now(),
        })
        .where('form_id', '=', formId)
        .where('state', 'in', statesBefore(event));
      const { card_digest = null, submitted_at, approval_until } = only;
      const shown = card_digest === null ? update : update.where('card_digest', '=', card_digest);
      const those = submitted_at === undefined ? shown : shown.where('submitted_at', '=', submitted_at);
      const until = approval_until === undefined ? those : those.where('approval_until', '=', approval_until);
      return until.returningAll().executeTakeFirst();
    });
    if (row) ended(row, ending);
    return row !== undefined;
  };

  /** Leaves a claimed card; false when it was no longer this process's. */
  const leave = async (
    { form_id, submitted_at, card_lease }: ClaimedCard,
    left: Partial<RequestRow>,
  ): Promise<boolean> => {
    const result = await patiently(() =>
      db
        .updateTable('requests')
        .set(left)
        .where('form_id', '=', form_id)
        .where('submitted_at', '=', submitted_at)
        .where('card_lease', '=', card_lease)
        .executeTakeFirst(),
    );
    return Number(result.numUpdatedRows) > 0;
  };

  return {
    async claimCard() {
      const at = now();
      // PostgreSQL looks only at the outer condition again when another process changed the row meanwhile.
      const missing = sql`approval_until > 0 and card_lease < ${at} and (card_shown is null or card_shown <> ${PHASE})`;
      const { rows } = await patiently(() =>
        sql<RequestRow & { phase: CardPhase }>`
          update requests set card_lease = ${at + CARD_LEASE_MS}
          where form_id = (select form_id from requests where ${missing} order by submitted_at limit 1) and ${missing}
          returning *, ${PHASE} as phase`.execute(db),
      );
      return rows[0];
    },
    cardPlaced: (claimed, { channel, ts }) => leave(claimed, { card_channel: channel, card_ts: ts }),
    cardShown: (claimed, { channel, ts, phase, digest, words }) =>
      leave(claimed, {
        card_channel: channel,
        card_ts: ts,
        card_shown: phase,
        card_digest: digest,
        ...(words === undefined ? {} : { card_words: words }),
        card_lease: 0,
      }),
    async cardLater(claimed, at) {
      await leave(claimed, { card_lease: at });
    },
    async cardOutdated(formId) {
      await patiently(() =>
        db
          .updateTable('requests')
          .set({ card_shown: null, card_digest: null, card_lease: 0 })
          .where('form_id', '=', formId)
          // One that is being posted would be posted twice.
          .where('card_ts', 'is not', null)
          .execute(),
      );
    },
    async approve(formId, approver, digest, role) {
      const at = now();
      const result = await patiently(() =>
        db
          .updateTable('requests')
          .set({
            state: after('awaiting', 'approve'),
            approver,
            lease_until: 0,
            approved_role: JSON.stringify(role),
            next_at: at,
            give_up_at: at + 30 * 60_000,
            updated_at: at,
          })
          .where('form_id', '=', formId)
          .where('state', 'in', statesBefore('approve'))
          .where('card_digest', '=', digest)
          .where('approval_until', '>', at)
          .executeTakeFirst(),
      );
      return Number(result.numUpdatedRows) > 0;
    },
    turnDown: (formId, approver, digest, reason) =>
      end(
        'turn-down',
        formId,
        { kind: 'turned-down', by: approver, reason },
        { approver, approver_note: reason ?? null },
        { card_digest: digest },
      ),
    giveUp: (row, why) =>
      end('give-up', row.form_id, { kind: 'unapprovable', why }, {}, { submitted_at: row.submitted_at }),
    async askAnew(channel, operations) {
      await patiently(() =>
        db
          .updateTable('requests')
          .set({ card_shown: null, card_digest: null, card_channel: null, card_ts: null, card_lease: 0 })
          .where('state', '=', 'awaiting')
          .where('card_channel', 'is not', null)
          .where('card_channel', '<>', channel)
          .execute(),
      );
      const gone = await patiently(() =>
        db
          .selectFrom('requests')
          .select(['form_id', 'submitted_at', 'silent_since'])
          .where('state', 'in', statesBefore('give-up'))
          .where('operation', 'not in', [...operations, ''])
          .execute(),
      );
      for (const { form_id, submitted_at, silent_since } of gone)
        await end(
          'give-up',
          form_id,
          { kind: 'failed', failure: switchedOff(silent_since) },
          {},
          { submitted_at },
        );
    },
    async expire() {
      const late = await patiently(() =>
        db
          .selectFrom('requests')
          .select(['form_id', 'approval_until'])
          .where('state', 'in', statesBefore('expire'))
          .where('approval_until', '<=', now())
          .execute(),
      );
      let count = 0;
      // Not what was asked anew meanwhile.
      for (const { form_id, approval_until } of late)
        if (await end('expire', form_id, { kind: 'expired' }, {}, { approval_until })) count++;
      return count;
    },
  };
}
