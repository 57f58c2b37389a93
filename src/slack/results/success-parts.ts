import type { RichTextElement } from '@slack/types';
import { shortened } from '../../forms/limits.ts';
import { note, person, words } from '../../forms/rich-text.ts';
import { distinctName } from '../../nexudus/row.ts';
import type { Change } from '../../operations/describe-changes.ts';
import { setsPrivate } from '../../operations/map-errors-to-fields.ts';
import type { Operation, Outcome } from '../../operations/operation.ts';
import type { Submission, Succeeded } from '../../submissions/submission.ts';
import { accessButtons, accessNote, goesOnUntil } from '../temporary/temporary-parts.ts';
import { CAUSE_WORDS, isExtension } from '../text/caused.ts';
import { doneTitle, LONGEST_NAME, plainTitle, repeatsTitle } from '../text/result-title.ts';
import { onOneLine } from '../text/rights-text.ts';
import { say } from '../text/say.ts';
import type { Announced, Reader, ResultParts } from './announced.ts';
import { changesInShort, entriesOf, isInTitle, isRename } from './change-lists.ts';
import { type ResultButton, resultButtons, SHOW_CHANGES } from './result-buttons.ts';

/** Of what Nexudus says. */
const LONGEST_MESSAGE = 300;

/** What a rehearsal says before the changes, if any are shown. */
const rehearsalLine = ({ record }: Operation, shows: boolean): string =>
  shows ? `${say.rehearsal} ${record ? say.wouldChange : say.wouldCreate}` : say.rehearsal;

const text = (value: unknown): string => (typeof value === 'string' ? onOneLine(value, LONGEST_NAME) : '');

/** What the title names: the record as it is called now and was called before, and what was added. */
function namesOf({ sent, before }: Outcome, changes: readonly Change[], apart: string | undefined) {
  const name = text(sent.Name);
  const was = text(before?.Name);
  return {
    name: name && distinctName(name, apart),
    was: was && was !== name ? was : undefined,
    entries: changes.map(entriesOf).find(Boolean),
  };
}

/** What was done, to a person who may change the record; people are counted, as not everybody may list them. */
export function doneInWords({ outcome, verification }: Succeeded, operation: Operation): string {
  const counted = (verification?.changes ?? []).map((change) => ({ ...change, private: true }));
  return plainTitle(doneTitle(operation, namesOf(outcome, counted, verification?.apart)));
}

/** It was put back, or again what was put back. */
const reversedBy = ({ by, kind, receipt }: NonNullable<Announced['reversed']>): RichTextElement[] => [
  note(`↩️ ${CAUSE_WORDS[kind].done}${say.byHere}`),
  person(by),
  words(` (${receipt})`),
];

/** What was done, or would have been. */
export function successParts(
  submission: Submission & Succeeded,
  announced: Announced,
  reader: Reader,
): ResultParts {
  const { operation, access, reversed, offers } = announced;
  const outcomeOnly = reader === 'strangers';
  const { outcome, verification, found, twins = [], mayAlsoExist = [], input, formId } = submission;
  const changes = verification?.changes ?? [];
  const hidden = changes.some((change) => change.private);
  const { name, ...others } = namesOf(outcome, changes, verification?.apart);
  const notes: string[] = [];
  if (outcome.rehearsed) notes.push(rehearsalLine(operation, !outcomeOnly && changes.length > 0));
  else if (
    outcome.message &&
    !repeatsTitle(outcome.message) &&
    (reader === 'requester' || (!outcomeOnly && !hidden && !setsPrivate(operation.fields, input)))
  )
    notes.push(say.fromNexudus(shortened(outcome.message, LONGEST_MESSAGE)));
  if (submission.kept && !outcomeOnly && !goesOnUntil(submission))
    notes.push(say.keptByOther(submission.kept));
  // Of what they had, an undo would take nothing away.
  const isForGood = operation.endsAt?.(input) === undefined;
  if (isForGood && isExtension(submission, operation) && !outcome.rehearsed && !outcomeOnly)
    notes.push(say.noUndo);
  if (found) notes.push(say.found);
  if (outcomeOnly) {
    // Which records and properties it is about is not for people of other organisations.
    const doubts = [twins, mayAlsoExist, verification?.differing ?? []].some(({ length }) => length > 0);
    if (doubts || verification?.unverified) notes.push(`⚠️ ${say.checkInNexudus}`);
    notes.push(say.outcomeOnly);
  } else {
    if (twins.length > 0) notes.push(`⚠️ ${say.twins(twins)}`);
    if (mayAlsoExist.length > 0) notes.push(`⚠️ ${say.mayAlsoExist(mayAlsoExist)}`);
    if (verification?.differing.length) notes.push(`⚠️ ${say.differing(verification.differing)}`);
    if (verification?.unverified) notes.push(`⚠️ ${say.unverified}`);
  }
  const shown = outcomeOnly ? '' : name;
  const title = doneTitle(operation, { name: shown, ...others });
  const head = {
    sign: outcome.rehearsed ? '📝' : '✅',
    title: outcome.rehearsed ? [say.rehearsed, ...title] : title,
    after: [
      ...(outcome.rehearsed || outcomeOnly ? [] : accessNote(announced)),
      ...notes.map(note),
      ...(reversed ? reversedBy(reversed) : []),
    ],
    summary: outcome.rehearsed ? say.rehearsal : '',
  };
  const undo: ResultButton[] =
    offers && (!access || ['running', 'undone'].includes(access.status))
      ? [[offers.kind, CAUSE_WORDS[offers.kind].title, offers.formId]]
      : [];
  if (outcomeOnly) return { ...head, actions: resultButtons(formId, undo) };
  // A rehearsal lists all that it would change.
  const isSaid = (text: string | undefined) => !outcome.rehearsed && title.some((part) => part === text);
  const entries = isSaid(others.entries) ? others.entries : undefined;
  const names = isSaid(others.was) ? { before: others.was, after: text(outcome.sent.Name) } : undefined;
  const listed = changes.filter((change) => !isInTitle(change, entries) && !isRename(change, names));
  const { lists, complete } = changesInShort(listed);
  const show = hidden ? say.showChanges : complete ? undefined : say.showAll;
  const shows: ResultButton[] = show ? [[SHOW_CHANGES, show]] : [];
  // What was undone is no longer extended; what was given back is.
  const ends = reversed?.kind === 'undo' ? [] : accessButtons(access);
  return { ...head, lists, actions: resultButtons(formId, [...shows, ...ends, ...undo]) };
}
