import { closestMatch } from 'leven';
import parseArgs from 'string-argv';
import type { Operation } from '../operations/operation.ts';

/** What stood after the operation's words, not yet looked up. */
export interface Prefill {
  /** Text by field name. */
  texts: Record<string, string>;
  /** Mentioned people, by their Slack id. */
  people: string[];
  emails: string[];
  section?: string;
  /** What was not understood; named in the form, never dropped. */
  leftovers: string[];
}

export type Command =
  | { kind: 'help' }
  | { kind: 'whoami' }
  | { kind: 'status' }
  /** What was given until a moment. */
  | { kind: 'access' }
  /** What was done: one's own, all, or of a record. */
  | { kind: 'history'; about: string }
  | { kind: 'operation'; operation: Operation; prefill: Prefill }
  /** The resource is clear, the act is not. */
  | { kind: 'choose'; among: Operation[]; rest: string }
  | { kind: 'unknown'; suggestion?: string; rest: string };

const folded = (word: string): string => word.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

/** Commands that open no form. */
const OTHER_COMMANDS = ['access', 'help', 'history', 'status', 'whoami'];

const APOSTROPHE = '\uE000';
const MENTION = '\uE001';

/** Words of the text, as the person typed them: quotes group, an apostrophe inside a word doesn't. */
function wordsOf(text: string): string[] {
  const typed = text
    .replace(/<@([UW][A-Z0-9]+)(\|[^>]*)?>/g, ` ${MENTION}$1 `)
    .replace(/<(?:mailto:|tel:)?([^|>]+)(\|[^>]*)?>/g, '$1')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&')
    .replace(/[“”„«»]/g, '"')
    .replace(/[‘’]/g, "'")
    .replace(/(?<=[\p{L}\p{N}])'(?=[\p{L}\p{N}])/gu, APOSTROPHE)
    // What is left quotes only in pairs around words; "Members' lounge" has none.
    .replace(/((?<=^|[\s=])'[^']*'(?=\s|$))|'/g, (_, quoted) => quoted ?? APOSTROPHE);
  return parseArgs(typed).map((word) => word.replaceAll(APOSTROPHE, "'"));
}

/** How each act may be named: its own words first. */
const names = new WeakMap<Operation, { nouns: string[]; verbs: string[] }>();
function namesOf(operation: Operation): { nouns: string[]; verbs: string[] } {
  const known = names.get(operation);
  if (known) return known;
  const [noun, verb] = operation.id.split('.') as [string, string];
  const made = {
    nouns: [noun, ...operation.nouns].map(folded),
    verbs: [verb, ...operation.verbs, ...Object.keys(operation.entries ?? {})].map(folded),
  };
  names.set(operation, made);
  return made;
}

interface Match {
  operation: Operation;
  used: number;
  verb: string;
}

/** The operation that the first words name, in either order, each of them written as one word or two. */
function matchOf(words: readonly string[], operations: readonly Operation[]): Match | undefined {
  const joined = (from: number, count: number) => {
    const parts = words.slice(from, from + count).map(folded);
    // A word without letters ("&", an emoji) belongs to what follows, not to the command.
    return parts.every(Boolean) ? parts.join('') : '';
  };
  for (const [first, second] of [
    [2, 2],
    [2, 1],
    [1, 2],
    [1, 1],
  ] as const) {
    if (first + second > words.length) continue;
    const [a, b] = [joined(0, first), joined(first, second)];
    for (const operation of operations) {
      const { nouns, verbs } = namesOf(operation);
      if (nouns.includes(a) && verbs.includes(b)) return { operation, used: first + second, verb: b };
      if (verbs.includes(a) && nouns.includes(b)) return { operation, used: first + second, verb: a };
    }
  }
  return undefined;
}

/** The field that a `key=` names: exactly, or as the only label that holds it. */
function fieldNamed(operation: Operation, key: string): string | undefined {
  const wanted = folded(key);
  const entries = Object.entries(operation.fields);
  const exact = entries.find(([name, f]) => [name, f.wire, f.label].some((word) => folded(word) === wanted));
  if (exact) return exact[0];
  const holding = entries.filter(([, f]) => folded(f.label).includes(wanted));
  return holding.length === 1 ? holding[0]?.[0] : undefined;
}

function prefillOf({ operation, verb }: Match, words: readonly string[]): Prefill {
  const { text: places = {}, entries = {} } = operation;
  const prefill: Prefill = { texts: {}, people: [], emails: [], leftovers: [] };
  prefill.section = Object.entries(entries).find(([word]) => folded(word) === verb)?.[1];
  const loose: string[] = [];
  for (const word of words) {
    const [, key, value] = /^([\p{L}][\p{L}\p{N} _-]*)=(.*)$/su.exec(word) ?? [];
    const name = key ? fieldNamed(operation, key) : undefined;
    // People are listed with commas.
    const bare = places.people ? word.replace(/[,;]+$/, '') : word;
    if (word.startsWith(MENTION)) {
      if (places.people) prefill.people.push(word.slice(MENTION.length));
      else prefill.leftovers.push(`<@${word.slice(MENTION.length)}>`);
    } else if (name && value !== undefined) {
      if (value.trim()) prefill.texts[name] = value.trim();
      else prefill.leftovers.push(word);
    } else if (key) prefill.leftovers.push(word);
    else if (places.emails && /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(bare)) prefill.emails.push(bare);
    else if (bare) loose.push(word);
  }
  // The last one: a name before it may have the word too.
  const until = places.until ? loose.findLastIndex((word) => word.toLowerCase() === 'until') : -1;
  const end = until < 0 ? '' : loose.splice(until).slice(1).join(' ');
  if (until >= 0 && !end) prefill.leftovers.push('until');
  const to = places.to ? loose.findIndex((word) => word.toLowerCase() === 'to') : -1;
  const first = (to < 0 ? loose : loose.slice(0, to)).join(' ');
  const second = to < 0 ? '' : loose.slice(to + 1).join(' ');
  for (const [place, words] of [
    [places.first, first],
    [places.to, second],
    [places.until, end],
  ] as const) {
    if (!words) continue;
    if (place && prefill.texts[place] === undefined) prefill.texts[place] = words;
    else prefill.leftovers.push(words);
  }
  return prefill;
}

/** What was typed after so many words, as it was typed. */
function withoutWords(text: string, count: number): string {
  let rest = text.trim();
  for (let n = 0; n < count; n += 1) rest = rest.replace(/^\S+\s*/, '');
  return rest;
}

/** `help` for “hlep”. */
const otherCommand = (word: string): string | undefined => {
  const typed = word.toLowerCase();
  const alike = OTHER_COMMANDS.filter((command) => command.startsWith(typed.charAt(0)));
  return closestMatch(typed, alike, { maxDistance: 2 });
};

/** Reads what stood after the command. Pure: names are looked up later, when the form is open. */
export function readCommand(text: string, operations: readonly Operation[]): Command {
  const words = wordsOf(text);
  const [first = ''] = words;
  if (words.length === 0 || ['help', 'hello', 'hi', '?'].includes(first.toLowerCase()))
    return { kind: 'help' };
  if (words.length <= 3 && ['whoami', 'me'].includes(folded(words.join('')))) return { kind: 'whoami' };
  if (words.length === 1 && folded(first) === 'status') return { kind: 'status' };
  if (words.length <= 2 && ['access', 'temporaryaccess'].includes(folded(words.join(''))))
    return { kind: 'access' };

  if (['history', 'log', 'audit'].includes(first.toLowerCase())) {
    return { kind: 'history', about: words.slice(1).join(' ') };
  }
  const match = matchOf(words, operations);
  if (match) {
    return {
      kind: 'operation',
      operation: match.operation,
      prefill: prefillOf(match, words.slice(match.used)),
    };
  }
  const namedBy = (word: string) =>
    operations.filter((operation) => Object.values(namesOf(operation)).flat().includes(folded(word)));
  // "video room" is two words; "team Acme" is one, and a name.
  const [byTwo, byOne] = [namedBy(words.slice(0, 2).join('')), namedBy(first)];
  const among = byTwo.length > 0 ? byTwo : byOne;
  const phrases = operations.map(({ id }) => id.replace('.', ' '));
  const typed = words.slice(0, 2).join(' ').toLowerCase();
  // Where the resource is clear, only a slip in the act is taken for one: what follows may be a name.
  const suggestion = closestMatch(typed, phrases, { maxDistance: among.length > 0 ? 2 : 5 });
  if (words.length > 1 && suggestion) return { kind: 'unknown', suggestion, rest: withoutWords(text, 2) };
  return among.length > 0
    ? { kind: 'choose', among, rest: withoutWords(text, byTwo.length > 0 ? 2 : 1) }
    : { kind: 'unknown', suggestion: suggestion ?? otherCommand(first), rest: withoutWords(text, 1) };
}
