import { WebAPIPlatformError, type WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import type { Approvals } from '../access/approvals.ts';
import type { Nexudus } from '../nexudus/client.ts';
import type { Directory } from '../nexudus/directory.ts';
import type { Operation, Values } from '../operations/operation.ts';
import { type RightsInWords, rightsInWords } from '../operations/rights.ts';
import type { ApprovalJournal, CardPhase } from '../requests/approval-journal.ts';
import type { RequestRow } from '../requests/database.ts';
import { approvalCard, digestOf } from './approval-card.ts';

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

export interface ApprovalCards {
  /** What the change would do, from the role as it is now. Undefined when it is no such change. */
  wordsOf(row: RequestRow): Promise<RightsInWords | undefined>;
  /** Shows what is missing on cards, and ends what nobody approved in time. Never rejects. */
  refresh(): Promise<void>;
  start(): void;
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

  const rightsOf = async (row: RequestRow) => {
    const operation = operationOf(row);
    if (!operation?.rights || !operation.record) return undefined;
    const input = JSON.parse(row.input) as Values;
    const before = await nexudus.get(operation.resource, Number(input[operation.record]));
    const words = await rightsInWords(operation.rights(input, before), before, directory);
    // Against an empty role: whoever is named counts as added, also when they have the role already.
    return { usersAdded: operation.rights(input, { Id: 0 }).usersAdded, words };
  };

  const show = async (row: RequestRow & { phase: CardPhase }): Promise<void> => {
    const operation = operationOf(row);
    if (!operation) return;
    const open = row.phase === 'awaiting';
    const found = open ? await rightsOf(row) : undefined;
    const asked = {
      requester: row.requester,
      permission: operation.permission,
      locations: JSON.parse(row.locations) as number[],
      usersAdded: found?.usersAdded ?? [],
    };
    const eligible = open ? await approvals.eligible(asked, MENTIONED) : [];
    const card = approvalCard(row, operation, row.phase, found?.words, eligible);
    const digest = found ? digestOf(found.words) : row.card_digest;
    const earlier =
      row.card_channel && row.card_ts ? { channel: row.card_channel, ts: row.card_ts } : undefined;
    if (earlier) await client.chat.update({ ...earlier, ...card });
    const posted = earlier ?? (await client.chat.postMessage({ channel, ...card, unfurl_links: false }));
    if (!posted.channel || !posted.ts) throw new Error('the card was posted without an address');
    await journal.cardShown(row.form_id, {
      channel: posted.channel,
      ts: posted.ts,
      phase: row.phase,
      digest,
    });
  };

  const refresh = async (): Promise<void> => {
    try {
      await journal.expire();
      for (let row = await journal.claimCard(); row; row = await journal.claimCard()) {
        try {
          await show(row);
        } catch (error) {
          log.warn({ err: error, receipt: row.receipt }, 'an approval card could not be shown');
          // Slack itself says no: nobody can decide there, so the request ends rather than wait for a day.
          const refused = error instanceof WebAPIPlatformError;
          if (refused && row.card_ts === null && row.phase === 'awaiting') await journal.giveUp(row.form_id);
          await journal.cardLater(
            row.form_id,
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
    wordsOf: async (row) => (await rightsOf(row))?.words,
    refresh,
    start() {
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
