import type { Directory } from '../nexudus/directory.ts';
import type { NexudusRecord } from '../nexudus/resources.ts';
import { inWords } from './describe-changes.ts';
import type { Field } from './field.ts';
import { isInstruction } from './instruction.ts';
import { listed } from './listed.ts';
import { type Guard, type Operation, type Problems, ValidationError, type Values } from './operation.ts';
import { sameText } from './same-text.ts';
import { isCleared, isHeld, sameValue } from './same-value.ts';
import { fieldSentences } from './sentences.ts';
import { recordTime, timeInZone, type Zone } from './time-in-zone.ts';

// A form's field is changed by two people: base is the record as the form showed it, theirs the record as it is read right
// before the write, ours what was filled in.

/** Fields were changed here and, otherwise, in Nexudus. Its sentences name no value, so that every reader may see them. */
export class Clash extends ValidationError {
  override name = 'Clash';
  readonly fields: readonly string[];
  readonly record: NexudusRecord;
  constructor(operation: Operation, fields: readonly string[], record: NexudusRecord) {
    super(
      Object.fromEntries(
        fields.map((name) => [name, fieldSentences.changedSince(operation.fields[name]?.label ?? name)]),
      ),
    );
    this.fields = fields;
    this.record = record;
  }
}

/** The property that says whether someone else changed the field: of a picture, the name of its file (assumed to change with it). */
export const comparedProperty = (wire: string): string =>
  wire.replace(/^(?:New(.+)Url|Clear(.+)File)$/, (_, given, removed) => `${given ?? removed}FileName`);

const isSame = (one: unknown, other: unknown): boolean =>
  isHeld(one, other) || (typeof one === 'string' && typeof other === 'string' && sameText(one, other));

interface ClashDoubts {
  mayBeOurs?: boolean;
  isOurs?: boolean;
}

/**
 * The fields that both changed, to different values. Lists have none: of them only the difference is written.
 * @param doubts `mayBeOurs`: an earlier attempt may have been done, so a new picture may be the one that was asked for;
 * `isOurs`: the base is what a write of ours left, so a number that it cleared may read as 0 by now
 */
export function clashesOf(
  { fields }: Operation,
  input: Values,
  base: NexudusRecord,
  now: NexudusRecord,
  { mayBeOurs = false, isOurs = false }: ClashDoubts = {},
): string[] {
  return Object.entries(input).flatMap(([name, value]) => {
    const { wire, control } = fields[name] ?? {};
    if (!wire || control?.kind === 'add' || control?.kind === 'remove') return [];
    const property = comparedProperty(wire);
    if (sameValue(base[property], now[property])) return [];
    if (isOurs && isCleared(base[property], now[property])) return [];
    if (!isInstruction(wire)) return isSame(value, now[property]) ? [] : [name];
    // A picture that is to be removed is gone already, or is another one.
    if (value === true) return now[property] ? [name] : [];
    return value && !mayBeOurs ? [name] : [];
  });
}

/** Stops an update from writing over what came to the same fields of the record since the form showed it. */
export const unchangedSince =
  (operation: Operation, input: Values, base: NexudusRecord, doubts: ClashDoubts): Guard =>
  (now) => {
    const names = clashesOf(operation, input, base, now, doubts);
    if (names.length > 0) throw new Clash(operation, names, now);
  };

const LONGEST_VALUE = 300;

const cut = (text: string): string => {
  const signs = [...text];
  return signs.length > LONGEST_VALUE ? `${signs.slice(0, LONGEST_VALUE - 1).join('')}…` : text;
};

/** When and by whom the record was last saved, as far as it says so. */
function lastSaved({ UpdatedOn, UpdatedBy }: NexudusRecord, zone: Zone): string {
  const at = recordTime(UpdatedOn);
  const by = typeof UpdatedBy === 'string' && UpdatedBy.trim() ? cut(UpdatedBy.trim()) : undefined;
  return fieldSentences.lastSaved(Number.isNaN(at) ? undefined : timeInZone(at, zone), by);
}

/** Their value of a field as people read it; undefined where it is blank. */
async function theirValue(
  field: Field,
  now: NexudusRecord,
  directory: Directory,
): Promise<string | undefined> {
  const namesOf: Parameters<typeof inWords>[2] = async (of, ids) => {
    // An id in place of a name is better than no sentence.
    const found = await directory.labels(of, ids).catch(() => new Map<number, string>());
    return listed(ids.map((id) => found.get(id) ?? `#${id}`));
  };
  const theirs = now[comparedProperty(field.wire)];
  if (theirs === undefined || theirs === null || theirs === '') return undefined;
  return cut(field.action ? String(theirs) : await inWords(field, theirs, namesOf));
}

/** What their value is, for the person at the form, who sees the record anyway, with times in their zone. */
export async function clashSentences(
  { fields }: Operation,
  names: readonly string[],
  now: NexudusRecord,
  directory: Directory,
  zone: Zone,
): Promise<Problems> {
  const problems: Record<string, string> = {};
  for (const name of names) {
    const field = fields[name];
    if (!field) continue;
    const theirs = now[comparedProperty(field.wire)];
    const words = await theirValue(field, now, directory);
    let said = field.action
      ? fieldSentences.otherPicture(words)
      : fieldSentences.otherValue(field.label, words);
    if (theirs === undefined) said = fieldSentences.notReturned(field.label);
    problems[name] = [said, lastSaved(now, zone), fieldSentences.keepOrTake].filter(Boolean).join(' ');
  }
  return problems;
}

/**
 * Where what is to be put back was changed again since: `problems` for every reader of the channel, `sentences` with their values for
 * a person who may see the record.
 */
export async function clashSinceThen(
  { fields }: Operation,
  names: readonly string[],
  now: NexudusRecord,
  directory: Directory,
  zone: Zone,
): Promise<{ problems: Problems; sentences: Problems }> {
  const problems: Record<string, string> = {};
  const sentences: Record<string, string> = {};
  const saved = lastSaved(now, zone);
  for (const name of names) {
    const field = fields[name];
    if (!field) continue;
    const last = name === names.at(-1) ? [saved, fieldSentences.changeInstead] : [];
    const theirs = await theirValue(field, now, directory);
    problems[name] = fieldSentences.changedSinceThen(field.label);
    sentences[name] = [fieldSentences.otherSinceThen(field.label, theirs), ...last].filter(Boolean).join(' ');
  }
  return { problems, sentences };
}
