import type { KnownBlock, RichTextElement } from '@slack/types';
import type { Person } from '../../access/person.ts';
import { plain } from '../../forms/blocks.ts';
import { charactersIn, limits, shortened } from '../../forms/limits.ts';
import { line, moment, person, words } from '../../forms/rich-text.ts';
import type { Directory } from '../../nexudus/directory.ts';
import { distinctName } from '../../nexudus/row.ts';
import { apartFromOthers } from '../../operations/describe-changes.ts';
import { endAccess } from '../../operations/end-access.ts';
import type { Operation } from '../../operations/operation.ts';
import { hasUnknownOutcome, recordNameOf, type Submission } from '../../submissions/submission.ts';
import type { SubmissionStore } from '../../submissions/submission-store.ts';
import { inItsWords, type WordsParts } from '../lookup/in-its-words.ts';
import { changeText, type Reveal, revealTo } from '../results/change-lists.ts';
import { denialSentence } from '../text/denial-sentence.ts';
import { historyWord } from '../text/result-title.ts';
import { onOneLine } from '../text/rights-text.ts';
import { say } from '../text/say.ts';
import type { HelpParts } from './help.ts';

const SHOWN = 12;
const LOOKED_THROUGH = 500;
/** All entries and what stands around them fit one message. */
const LONGEST_ENTRY = Math.floor((limits.messageCharacters - 1000) / SHOWN) - 50;
const LONGEST_VALUE = 100;
const LONGEST_NAME = 200;

/** What a line of the history stands for. */
export interface HistoryLine {
  submission: Submission;
  /** Its form was submitted again: the later line has the same receipt. */
  isSubmittedAgain: boolean;
}

/**
 * One line: status, what, record, who, when, receipt.
 * @param reveal which changes stand under it; absent: none
 */
function entry(
  { submission, isSubmittedAgain }: HistoryLine,
  title: string,
  name: string | undefined,
  reveal?: Reveal,
): KnownBlock {
  const changes = reveal && submission.status === 'succeeded' ? (submission.verification?.changes ?? []) : [];
  const { receipt, requester, submittedAt, decidedBy } = submission;
  const elements: RichTextElement[] = [
    words(`${historyWord(submission)}${isSubmittedAgain ? say.submittedAgain : ''}`, true),
    words(` · ${title}${name ? `: ${name}` : ''} · `),
    person(requester),
  ];
  if (decidedBy) {
    const isDenied = submission.status === 'denied' && 'approver' in submission;
    elements.push(words(isDenied ? say.deniedByHere : say.approvedBy), person(decidedBy));
  }
  elements.push(words(' · '), moment(submittedAt, '{date_short_pretty}, {time}'), words(` · ${receipt}`));
  let shown = 0;
  for (const change of changes) {
    const text = `\n  ${changeText(change, reveal ?? (() => false), (value) => onOneLine(value, LONGEST_VALUE))}`;
    if (charactersIn(elements) + text.length > LONGEST_ENTRY) break;
    elements.push(words(text));
    shown += 1;
  }
  if (shown < changes.length) elements.push(words(`\n  ${say.more(changes.length - shown)}`));
  return { type: 'rich_text', elements: [line(...elements)] };
}

/** The record's name, and what distinguishes it from others of that name. */
async function nameOf(
  submission: Submission,
  { resource }: Operation,
  directory: Directory,
): Promise<string | undefined> {
  const name = recordNameOf(submission);
  if (name === undefined) return undefined;
  const { base } = submission;
  const apart =
    submission.status === 'succeeded'
      ? submission.verification?.apart
      : base &&
        (await directory
          // Where nothing was read yet, it tells of how many records the name is one.
          .search(resource, '', 0)
          .then(() => apartFromOthers(resource, base, directory, { asks: false }))
          .catch(() => undefined));
  return shortened(distinctName(shortened(name, 150), apart), LONGEST_NAME);
}

/**
 * One line for one piece of work: what our own check stopped, as someone else had changed the same, is left out where its form
 * was submitted again.
 * @param submissions the newest first
 */
export function linesOf(submissions: readonly Submission[]): HistoryLine[] {
  const later = new Set<string>();
  return submissions.flatMap((submission) => {
    const { formId, status } = submission;
    const isSubmittedAgain = later.has(formId);
    if (status === 'invalid' && isSubmittedAgain && !hasUnknownOutcome(submission)) return [];
    later.add(formId);
    return [{ submission, isSubmittedAgain }];
  });
}

/** One line of what was submitted, without its changes. */
export async function historyEntry(
  parts: WordsParts & { directory: Directory },
  one: HistoryLine,
  operation: Operation,
): Promise<KnownBlock> {
  const { title } = await inItsWords(parts, one.submission, operation);
  return entry(one, title, await nameOf(one.submission, operation, parts.directory));
}

export interface HistoryParts extends HelpParts {
  store: Pick<SubmissionStore, 'history' | 'byId'>;
  directory: Directory;
}

/**
 * What was done, newest first under a heading, as far as this person may change such records themselves.
 * @param about blank or `mine`, `all`, or (part of) the name of a record or a receipt
 */
export async function historyBlocks(
  parts: HistoryParts,
  asker: Person,
  about: string,
): Promise<{ text: string; blocks: KnownBlock[] }> {
  const { store, access, operations, directory } = parts;
  const who = await access.decide(asker, {});
  if (!who.allowed) return { text: denialSentence(who), blocks: [] };
  const wanted = about.trim().toLowerCase();
  const mine = wanted === '' || wanted === 'mine';
  const submissions = await store.history({ requester: mine ? asker.id : undefined, most: LOOKED_THROUGH });
  const blocks: KnownBlock[] = [];
  for (const one of linesOf(submissions)) {
    const { submission } = one;
    const operation = [...operations, endAccess].find(({ id }) => id === submission.operation);
    if (!operation) continue;
    const named = `${recordNameOf(submission) ?? ''} ${submission.receipt}`.toLowerCase();
    if (!mine && wanted !== 'all' && !named.includes(wanted)) continue;
    const { locations } = submission;
    if (!(await access.decide(asker, { permission: operation.permission, locations })).allowed) continue;
    const name = await nameOf(submission, operation, directory);
    // A list is read line by line; of one record, or one receipt, people want to know what was changed.
    const reveal = mine || wanted === 'all' ? undefined : (await revealTo(asker, access, operation)).reveal;
    const { title } = await inItsWords(parts, submission, operation);
    blocks.push(entry(one, title, name, reveal));
    if (blocks.length === SHOWN) {
      blocks.push({ type: 'context', elements: [plain(say.moreInHistory(SHOWN))] });
      break;
    }
  }
  const text = blocks.length === 0 ? say.nothingInHistory(about) : say.history(about);
  if (submissions.length === LOOKED_THROUGH && blocks.length < SHOWN) {
    blocks.push({ type: 'context', elements: [plain(say.lookedThrough(LOOKED_THROUGH))] });
  }
  return { text, blocks };
}
