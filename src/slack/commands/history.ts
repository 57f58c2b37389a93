import type { KnownBlock, RichTextElement } from '@slack/types';
import type { Person } from '../../access/person.ts';
import { plain } from '../../forms/blocks.ts';
import { charactersIn, limits, shortened } from '../../forms/limits.ts';
import { line, moment, person, words } from '../../forms/rich-text.ts';
import { type Directory, toldApart } from '../../nexudus/directory.ts';
import type { NexudusRecord } from '../../nexudus/resources.ts';
import { apartFromOthers } from '../../operations/describe-changes.ts';
import type { Operation } from '../../operations/operation.ts';
import type { PastRequest } from '../../requests/database.ts';
import type { Ending } from '../../requests/ending.ts';
import { outcomeOf } from '../../requests/outcome-of.ts';
import { recordNameOf } from '../../requests/record-name.ts';
import type { Parts } from '../context.ts';
import { changeText, type Reveal, revealTo } from '../results/change-lists.ts';
import { refusalSentence, say } from '../text/say.ts';

const SHOWN = 12;
const LOOKED_THROUGH = 500;
/** All entries and what stands around them fit one message. */
const LONGEST_ENTRY = Math.floor((limits.messageCharacters - 1000) / SHOWN) - 50;
const LONGEST_VALUE = 100;
const LONGEST_NAME = 200;

/** Where an outcome has another name among people than in the journal. */
const OUTCOMES: Partial<Record<ReturnType<typeof outcomeOf>, string>> = {
  awaiting: 'waiting for approval',
  waiting: 'waiting for Nexudus',
  denied: 'not permitted',
  'turned-down': 'denied',
  'unknown-outcome': 'unknown outcome',
};

function entry(row: PastRequest, title: string, name: string | undefined, reveal: Reveal): KnownBlock {
  const ending = row.ending ? (JSON.parse(row.ending) as Ending) : undefined;
  const changes = ending?.kind === 'succeeded' ? (ending.aftermath?.changes ?? []) : [];
  const outcome = outcomeOf(row);
  const elements: RichTextElement[] = [
    words(row.receipt, true),
    words(` ${title}${name ? `: ${name}` : ''} — ${OUTCOMES[outcome] ?? outcome}, requested by `),
    person(row.requester),
    words(', '),
    moment(row.submitted_at, '{date_short_pretty}, {time}'),
  ];
  if (row.channel) elements.push(words(' in '), { type: 'channel', channel_id: row.channel });
  if (row.approver)
    elements.push(words(outcome === 'turned-down' ? ', denied by ' : ', approved by '), person(row.approver));
  let shown = 0;
  for (const change of changes) {
    const text = `\n  ${changeText(change, reveal, LONGEST_VALUE)}`;
    if (charactersIn(elements) + text.length > LONGEST_ENTRY) break;
    elements.push(words(text));
    shown += 1;
  }
  if (shown < changes.length) elements.push(words(`\n  … and ${changes.length - shown} more`));
  return { type: 'rich_text', elements: [line(...elements)] };
}

/** What the record is called, and what tells it from others of its name. */
async function nameOf(
  row: PastRequest,
  operation: Operation,
  directory: Directory,
): Promise<string | undefined> {
  const name = recordNameOf(row);
  if (name === undefined) return undefined;
  const ending = row.ending ? (JSON.parse(row.ending) as Ending) : undefined;
  if (ending?.kind === 'succeeded')
    return shortened(toldApart(shortened(name, 150), ending.aftermath?.apart), LONGEST_NAME);
  const base = row.base ? (JSON.parse(row.base) as NexudusRecord) : undefined;
  const { resource } = operation;
  const apart =
    base &&
    (await directory
      .readAhead(resource)
      .then(() => apartFromOthers(resource, base, directory))
      .catch(() => undefined));
  return shortened(toldApart(shortened(name, 150), apart), LONGEST_NAME);
}

/**
 * What was done, newest first, as far as this person may change such records themselves.
 * @param about blank or `mine`, `all`, or (part of) the name of a record or a receipt
 */
export async function historyBlocks(
  { journal, access, operations, directory }: Parts,
  asker: Person,
  about: string,
): Promise<KnownBlock[]> {
  const who = await access.decide(asker, {});
  if (!who.allowed) return [{ type: 'section', text: plain(refusalSentence(who)) }];
  const wanted = about.trim().toLowerCase();
  const mine = wanted === '' || wanted === 'mine';
  const rows = await journal.history({ requester: mine ? asker.id : undefined, most: LOOKED_THROUGH });
  const blocks: KnownBlock[] = [];
  for (const row of rows) {
    const operation = operations.find(({ id }) => id === row.operation);
    if (!operation) continue;
    const named = `${recordNameOf(row) ?? ''} ${row.receipt}`.toLowerCase();
    if (!mine && wanted !== 'all' && !named.includes(wanted)) continue;
    const locations = JSON.parse(row.locations) as (number | null)[];
    if (!(await access.decide(asker, { permission: operation.permission, locations })).allowed) continue;
    const name = await nameOf(row, operation, directory);
    blocks.push(entry(row, operation.title, name, await revealTo(asker, access, operation)));
    if (blocks.length === SHOWN) {
      blocks.push({ type: 'context', elements: [plain(say.moreInHistory(SHOWN))] });
      break;
    }
  }
  if (blocks.length === 0) blocks.push({ type: 'section', text: plain(say.nothingInHistory) });
  if (rows.length === LOOKED_THROUGH && blocks.length < SHOWN) {
    blocks.push({ type: 'context', elements: [plain(say.lookedThrough(LOOKED_THROUGH))] });
  }
  return blocks;
}
