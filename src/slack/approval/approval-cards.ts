import { setTimeout as sleep } from 'node:timers/promises';
import { WebAPIRateLimitedError, type WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import type { Approvals } from '../../access/approvals.ts';
import type { Nexudus } from '../../nexudus/client.ts';
import type { Directory } from '../../nexudus/directory.ts';
import { locationOf } from '../../nexudus/ids.ts';
import { describeOthers } from '../../operations/describe-changes.ts';
import type { Operation, Values } from '../../operations/operation.ts';
import { type RightsInWords, rightsInWords, type SeenRole, seenRole } from '../../operations/rights.ts';
import type { ApprovalJournal, CardPhase } from '../../requests/approval-journal.ts';
import type { RequestRow } from '../../requests/database.ts';
import { refusedForContent, refusedForGood } from '../lookup/slack-trouble.ts';
import type { Message } from '../results/message.ts';
import { approvalCard, digestOf, SHORT_CARD_MOST, supersededCard, withoutButtons } from './approval-card.ts';
import { ApprovalChannelUnusable } from './approval-channel.ts';

export interface ApprovalCardsOptions {
  client: WebClient;
  /** The approval channel. */
  channel: string;
  journal: ApprovalJournal;
  approvals: Approvals;
  operations: readonly Operation[];
  nexudus: Nexudus;
  directory: Directory;
  log: Logger;
}

/** What a card shows, from the role as it is now. */
export interface CardContent {
  words: RightsInWords;
  digest: string;
  role: SeenRole;
  /** Of the role, as the form showed it, as it is to be and as it is now: whoever decides looks after all of them. */
  locations: (number | null)[];
  /** Everybody who is named, also who has the role already. */
  usersAdded: number[];
}

export interface ApprovalCards {
  /** Undefined when the request gives nobody anything. */
  contentOf(row: RequestRow): Promise<CardContent | undefined>;
  /** Shows what is missing on cards, and ends what nobody approved in time. Never rejects. */
  refresh(): Promise<void>;
  /**
   * Asks anew what was asked in another channel, and ends what is not offered any more.
   * @param offered ids of operations
   */
  start(offered: readonly string[]): Promise<void>;
  /** Resolves when a card that is being shown is also written down. */
  stop(): Promise<void>;
}

const REFRESH_MS = 1000;
const TRY_AGAIN_MS = 10_000;
/** So many of those who may decide are mentioned. */
const MENTIONED = 5;

/** Keeps the cards of the approval channel in step with the journal. */
export function createApprovalCards(options: ApprovalCardsOptions): ApprovalCards {
  const { client, channel, journal, approvals, operations, nexudus, directory, log } = options;
  const operationOf = (row: RequestRow) => operations.find(({ id }) => id === row.operation);

  const contentOf = async (row: RequestRow): Promise<CardContent | undefined> => {
    const operation = operationOf(row);
    if (!operation?.rights || !operation.record) return undefined;
    const input = JSON.parse(row.input) as Values;
    const before = await nexudus.get(operation.resource, Number(input[operation.record]));
    const others = await describeOthers(operation, input, before, directory);
    const words = await rightsInWords(operation.rights(input, before), others, before, directory);
    return {
      words,
      digest: digestOf(row, words),
      role: seenRole(before),
      locations: [...(JSON.parse(row.locations) as (number | null)[]), locationOf(before)],
      // Against an empty role: whoever is named counts as added, also when they have the role already.
      usersAdded: operation.rights(input, { Id: 0 }).usersAdded,
    };
  };

  /** Edits the card that there is. A question that somebody deleted is asked anew. */
  const updated = async ({ card_channel, card_ts }: RequestRow, card: Message, open: boolean) => {
    if (!card_channel || !card_ts) return undefined;
    const earlier = { channel: card_channel, ts: card_ts };
    try {
      await client.chat.update({ ...earlier, ...card });
      return earlier;
    } catch (error) {
      if (open && refusedForGood(error) && !refusedForContent(error)) return undefined;
      throw error;
    }
  };

  /** Takes the buttons off a card that belongs to nothing any more. They decide nothing: their digest is not the journal's. */
  const retire = async (
    stray: { channel: string; ts: string },
    row: RequestRow,
    operation: Operation,
  ): Promise<undefined> => {
    for (let tries = 1; ; tries++) {
      try {
        await client.chat.update({ ...stray, ...supersededCard(row, operation) });
        return;
      } catch (error) {
        const waitMs = error instanceof WebAPIRateLimitedError ? (error.retryAfter ?? 1) * 1000 : 1000;
        if (tries === 3 || refusedForGood(error)) {
          log.warn({ err: error, receipt: row.receipt }, 'a card that nothing waits for kept its buttons');
          return;
        }
        await sleep(waitMs);
      }
    }
  };

  const show = async (row: RequestRow & { phase: CardPhase }): Promise<void> => {
    const operation = operationOf(row);
    if (!operation) return;
    const open = row.phase === 'awaiting';
    // Nobody was asked, so nobody needs to hear what became of it.
    if (!open && row.card_ts === null) return journal.cardLater(row, Number.MAX_SAFE_INTEGER);
    const found = open ? await contentOf(row) : undefined;
    const asked = {
      requester: row.requester,
      permission: operation.permission,
      locations: found?.locations ?? [],
      usersAdded: found?.usersAdded ?? [],
    };
    const eligible = open ? (await approvals.eligible(asked, MENTIONED)).found : [];
    const kept = row.card_words ? (JSON.parse(row.card_words) as RightsInWords) : undefined;
    const rights = open ? found?.words : kept;
    const digest = found?.digest ?? row.card_digest;
    // Buttons come once it is written down where the card stands: one that the journal doesn't know asks nothing.
    let stands = row;
    /** Undefined when the card belongs to nothing that waits any more. */
    const send = async (most?: number) => {
      const card = approvalCard(row, operation, row.phase, rights, eligible, most);
      const edited = await updated(stands, card, open);
      if (edited) return edited;
      const first = open ? withoutButtons(card) : card;
      const { channel: where, ts } = await client.chat.postMessage({
        channel,
        ...first,
        unfurl_links: false,
      });
      if (!where || !ts) throw new Error('the card was posted without an address');
      const placed = { channel: where, ts };
      if (!open) return placed;
      if (!(await journal.cardPlaced(row, placed))) return retire(placed, row, operation);
      stands = { ...row, card_channel: where, card_ts: ts };
      await client.chat.update({ ...placed, ...card });
      return placed;
    };
    const posted = await send().catch((error: unknown) => {
      if (!refusedForContent(error)) throw error;
      log.error({ err: error, receipt: row.receipt }, 'Slack refused what an approval card says');
      return send(SHORT_CARD_MOST);
    });
    if (!posted) return;
    const words = open && rights ? JSON.stringify(rights) : undefined;
    const mine = await journal.cardShown(row, { ...posted, phase: row.phase, digest, words });
    if (mine) return;
    // An edit may have come after that of whoever has the card now.
    if (posted.ts === stands.card_ts) await journal.cardOutdated(row.form_id);
    else await retire(posted, row, operation);
  };

  const refresh = async (): Promise<void> => {
    try {
      await journal.expire();
      for (let row = await journal.claimCard(); row; row = await journal.claimCard()) {
        try {
          await show(row);
        } catch (error) {
          log.warn({ err: error, receipt: row.receipt }, 'an approval card could not be shown');
          // Nobody can decide there, so the request ends rather than wait for a day.
          const refused = refusedForGood(error) || error instanceof ApprovalChannelUnusable;
          if (refused && row.card_ts === null && row.phase === 'awaiting')
            await journal.giveUp(row, refusedForContent(error) ? 'content' : 'channel');
          await journal.cardLater(
            row,
            refused && row.phase !== 'awaiting' ? Number.MAX_SAFE_INTEGER : Date.now() + TRY_AGAIN_MS,
          );
        }
      }
    } catch (error) {
      log.warn({ err: error }, 'approvals could not be looked after');
    }
  };

  let timer: NodeJS.Timeout | undefined;
  let refreshing: Promise<void> | undefined;
  return {
    contentOf,
    refresh,
    async start(offered) {
      await journal
        .askAnew(channel, offered)
        .catch((err: unknown) => log.warn({ err }, 'what waits for a yes could not be looked through'));
      timer = setInterval(() => {
        refreshing ??= refresh().finally(() => {
          refreshing = undefined;
        });
      }, REFRESH_MS);
    },
    async stop() {
      clearInterval(timer);
      await refreshing;
    },
  };
}
