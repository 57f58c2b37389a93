import type { KnownBlock, RichTextBlock, RichTextElement } from '@slack/types';
import { plain } from '../../forms/blocks.ts';
import { charactersIn, limits, shortened } from '../../forms/limits.ts';
import { line, moment, person, words } from '../../forms/rich-text.ts';
import { toldApart } from '../../nexudus/directory.ts';
import { setsPrivate } from '../../operations/map-errors-to-fields.ts';
import type { Ending } from '../../requests/ending.ts';
import type { Telling } from '../../requests/requests.ts';
import { refusalLine } from '../text/refusal-line.ts';
import { doneOf, failureSentence, refusalSentence, say, waitingReason } from '../text/say.ts';
import { changesInShort, LONGEST_VALUE } from './change-lists.ts';
import { PAGE_MOST } from './pages.ts';

/** A message for a channel. */
export interface Message {
  /** For notifications and screen readers. */
  text: string;
  blocks: KnownBlock[];
}

/** Who reads a message: a channel, one where people of other organisations do, or only whoever asked. */
export type Reader = 'channel' | 'strangers' | 'requester';

/** The plain `text` of a message is parsed, so what Slack would read as a mention, link or format is taken out of it. */
export const unformatted = (text: string): string =>
  shortened(
    text
      // A quote begins with its line, so there is only one line, and it never begins so.
      .replace(/\s+/g, ' ')
      .replace(/^>/, '\u200B>')
      .replace(/&/g, '&amp;')
      .replace(/</g, '&lt;')
      .replace(/>/g, '&gt;')
      // Around a word these are formats, beside a space they are not; a hair space is one that hardly shows.
      .replace(/[*_~]/g, '\u200A$&\u200A')
      // Backticks are formats around anything, so another sign stands for them.
      .replace(/`/g, '\u02CB')
      // A zero-width space keeps the marks visible and breaks what they would do.
      .replace(/[@#:]/g, '\u200B$&\u200B'),
    limits.messageText,
  );

/** Action ids of the buttons under a result; their value is the form's id, a key into the journal. */
export const FIX = 'fix';
export const TRY_AGAIN = 'try-again';
export const CANCEL = 'cancel';
export const SHOW_CHANGES = 'show-changes';

const buttons = (formId: string, labels: readonly (readonly [string, string])[]): KnownBlock => ({
  type: 'actions',
  elements: labels.map(([id, label]) => ({
    type: 'button',
    action_id: id,
    text: plain(label, limits.button),
    value: formId,
  })),
});

/** Sign, title and what comes after it; then the reason; then buttons. */
interface Parts {
  sign: string;
  title: string;
  after: RichTextElement[];
  /** For the notification. */
  summary: string;
  lists?: RichTextBlock[];
  actions?: KnownBlock;
}

const byWhom = (row: Telling['row'], lead: string): RichTextElement[] => [
  words(lead),
  person(row.requester),
  ...(row.approver && row.state === 'succeeded' ? [words(', approved by '), person(row.approver)] : []),
];

const note = (text: string): RichTextElement => words(`\n${text}`);

function success({ row, operation, ending }: Told<'succeeded'>, reader: Reader): Parts {
  const outcomeOnly = reader === 'strangers';
  const { outcome, aftermath, found, twins = [] } = ending;
  const changes = aftermath?.changes ?? [];
  const hidden = changes.some((change) => change.private);
  const name = outcomeOnly
    ? ''
    : toldApart(shortened(String(outcome.sent.Name ?? ''), LONGEST_VALUE), aftermath?.apart);
  const after = byWhom(row, name ? `: ${name} — by ` : ' by ');
  if (outcome.rehearsed) after.push(note(say.rehearsal));
  else if (
    outcome.message &&
    (reader === 'requester' ||
      (!outcomeOnly && !hidden && !setsPrivate(operation.fields, JSON.parse(row.input))))
  )
    after.push(note(`Nexudus: ${shortened(outcome.message, LONGEST_VALUE)}`));
  if (found) after.push(note(say.found));
  if (twins.length > 0) after.push(note(`⚠️ ${say.twins(twins)}`));
  if (aftermath?.differing.length) after.push(note(`⚠️ ${say.differing(aftermath.differing)}`));
  if (aftermath?.unverified) after.push(note(`⚠️ ${say.unverified}`));
  if (outcomeOnly) after.push(note(say.outcomeOnly));
  const title = outcome.rehearsed ? operation.title : operation.done;
  const head = { sign: outcome.rehearsed ? '📝' : '✅', title, after, summary: name };
  if (outcomeOnly) return head;
  const { lists, complete } = changesInShort(changes, PAGE_MOST - charactersIn(after));
  const show = hidden ? 'Show changes' : complete ? undefined : 'Show all';
  return { ...head, lists, actions: show ? buttons(row.form_id, [[SHOW_CHANGES, show]]) : undefined };
}

/** Where an answer is missing, of this try or an earlier one, it may not be said that nothing was done. */
const outcomeOf = ({ row, ending }: Telling): string =>
  row.silent_since !== null ||
  (ending.kind === 'failed' && ending.failure.mayHaveActed) ||
  (ending.kind === 'unrecorded' && !ending.sure)
    ? 'may not have been done'
    : 'was not done';

/** How it stands, in few words. */
const standing = (telling: Telling): string => {
  const { kind } = telling.ending;
  return kind === 'awaiting'
    ? say.isAwaiting
    : kind === 'waiting'
      ? `is ${say.isQueued}`
      : outcomeOf(telling);
};

/** What did not work, in one compact line. */
function trouble(
  telling: Telling,
  why: string,
  actions?: KnownBlock,
  decided: readonly RichTextElement[] = [],
): Parts {
  const text = shortened(why, 1000);
  const after = [...byWhom(telling.row, ` ${outcomeOf(telling)} — by `), ...decided, note(text)];
  if (telling.row.silent_since !== null && telling.ending.kind !== 'failed' && !why.includes(say.earlierTry))
    after.push(note(say.earlierTry));
  return {
    sign: '⛔',
    title: telling.operation.title,
    after,
    summary: text,
    actions,
  };
}

function partsOf(telling: Telling, reader: Reader): Parts {
  const { row, operation, ending } = telling;
  const outcomeOnly = reader === 'strangers';
  const again = [TRY_AGAIN, 'Try again'] as const;
  const fix = [FIX, 'Fix and resubmit'] as const;
  const shown = (text: string) => (outcomeOnly ? say.outcomeOnly : text);
  switch (ending.kind) {
    case 'succeeded':
      return success({ ...telling, ending }, reader);
    case 'refused':
      return trouble(
        telling,
        shown(refusalLine(ending, operation, reader === 'requester' ? 'requester' : 'channel')),
        buttons(row.form_id, [fix]),
      );
    case 'invalid':
      return trouble(telling, shown(Object.values(ending.problems).join(' ')), buttons(row.form_id, [fix]));
    case 'failed':
      return trouble(
        telling,
        // The name of a record is nothing for strangers.
        ending.failure.why === 'look-alike'
          ? shown(failureSentence(ending.failure, operation))
          : failureSentence(ending.failure, operation),
        buttons(row.form_id, [again, fix]),
      );
    case 'cancelled':
      return trouble(telling, say.cancelled, buttons(row.form_id, [again, fix]));
    case 'denied':
      return trouble(
        telling,
        reader === 'requester' ? refusalSentence(ending.decision, operation) : shown(say.deniedLater),
      );
    case 'otherwise':
      return trouble(telling, say.otherwise(row.receipt));
    case 'unrecorded':
      return trouble(telling, say.unrecorded(ending.sure));
    case 'forgotten':
      return trouble(telling, say.forgotten);
    case 'turned-down':
      return trouble(telling, shown(say.turnedDown(ending.reason)), buttons(row.form_id, [fix]), [
        words(', denied by '),
        person(ending.by),
      ]);
    case 'expired':
      return trouble(telling, say.expired, buttons(row.form_id, [again, fix]));
    case 'unapprovable':
      return trouble(
        telling,
        ending.why === 'content' ? say.cardRefused : say.unapprovable(row.silent_since === null),
        buttons(row.form_id, [again]),
      );
    case 'awaiting':
      return {
        sign: '🔐',
        title: operation.title,
        after: [
          ...byWhom(row, ` ${say.isAwaiting} — by `),
          note('Until '),
          moment(ending.until, '{date_short_pretty}, {time}'),
          words('.'),
        ],
        summary: say.isAwaiting,
        actions: buttons(row.form_id, [[CANCEL, 'Cancel']]),
      };
    case 'waiting':
      return {
        sign: '⏳',
        title: operation.title,
        after: [
          ...byWhom(row, ' is queued — by '),
          note(`${waitingReason(ending.failure, operation)} Trying until `),
          moment(ending.until, '{time}'),
          words('.'),
        ],
        summary: say.isQueued,
        actions: buttons(row.form_id, [[CANCEL, 'Cancel']]),
      };
  }
}

type Told<K extends Ending['kind']> = Telling & { ending: Extract<Ending, { kind: K }> };

/** What is told of a result, as far as its readers may know it. */
export function resultMessage(telling: Telling, reader: Reader): Message {
  const { receipt } = telling.row;
  const { sign, title, after, summary, lists = [], actions } = partsOf(telling, reader);
  // Told over an earlier message of the channel it is no repeat, whatever happened before.
  const repeated = telling.repeated && (reader === 'requester' || telling.row.message_ts === null);
  return {
    text: unformatted(`${sign} ${title}${summary ? `: ${summary}` : ''} (${receipt})`),
    blocks: [
      { type: 'rich_text', elements: [line(words(`${sign} `), words(title, true), ...after)] },
      ...lists,
      ...(actions ? [actions] : []),
      { type: 'context', elements: [plain(repeated ? `${receipt} · ${say.repeated}` : receipt)] },
    ],
  };
}

/** In place of a message that Slack refused for what it says: what happened, by whom, and the receipt. */
export function shortMessage(telling: Telling): Message {
  const { row, operation, ending } = telling;
  const outcome =
    ending.kind === 'succeeded'
      ? doneOf(operation, ending.outcome)
      : `${operation.title} ${standing(telling)}`;
  return {
    text: unformatted(`${outcome} (${row.receipt})`),
    blocks: [
      {
        type: 'rich_text',
        elements: [line(words(outcome, true), ...byWhom(row, ' — by '), note(say.tooLongForSlack))],
      },
      { type: 'context', elements: [plain(row.receipt)] },
    ],
  };
}

/** Edits notify nobody, so a late result calls its requester in the thread. */
export function lateReply(telling: Telling): Message {
  const { row, operation, ending, repeated } = telling;
  const again = repeated ? ` ${say.repeated}` : '';
  const outcome =
    ending.kind === 'succeeded'
      ? doneOf(operation, ending.outcome)
      : `${operation.title} ${outcomeOf(telling)}`;
  return {
    text: unformatted(`${outcome} (${row.receipt})`),
    blocks: [
      {
        type: 'rich_text',
        elements: [line(person(row.requester), words(` ${outcome} (${row.receipt}).${again}`))],
      },
    ],
  };
}
