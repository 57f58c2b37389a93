import type { MayWrite, Nexudus } from '../nexudus/client.ts';
import type { Directory } from '../nexudus/directory.ts';
import type { NexudusRecord, ResourceName } from '../nexudus/resources.ts';
import type { Candidate } from './created-since.ts';
import type { Fields, Input } from './field.ts';
import type { Rights } from './rights.ts';

/** A sentence per field, by the field's name. */
export type Problems = Record<string, string>;

/** What an act came to. */
export interface Outcome {
  id?: number;
  /** Nexudus's own words. */
  message: string;
  /** The record as it was read just before the write; absent for a new one. */
  before?: NexudusRecord;
  /** The body that was sent. */
  sent: Record<string, unknown>;
  /** The record as the reply gave it, if it did. */
  record?: NexudusRecord;
  /** Writes are switched off: nothing was sent. */
  rehearsed: boolean;
}

/** Our own check found that the input can't be what was meant; nothing was written. */
export class ValidationError extends Error {
  override name = 'ValidationError';
  readonly problems: Problems;
  constructor(problems: Problems) {
    super(Object.values(problems).join(' '));
    this.problems = problems;
  }
}

/** What was filled in, by field name; in an update only what changed, and null where a field was cleared. */
export type Values = Readonly<Record<string, unknown>>;

/** What an act may look at before it is asked for. */
export interface Looking {
  directory: Directory;
  nexudus: Nexudus;
  /** The record as it is now. */
  before: NexudusRecord;
  /** Milliseconds since 1970. */
  now: number;
}

export interface Operation {
  /** `resource.verb`; also names the command, the form and the docs page. */
  id: string;
  /** At most 24 characters: Slack's bound for titles and shortcut names. */
  title: string;
  /** What it does to a record, before the record's name: `rename` Acme. */
  act: string;
  /** What the button that sends the form says. */
  submit: string;
  /** What was done, where the record isn't named. */
  done: string;
  /** What was done: `{name}` stands for the record's name, `{was}` for its name before, `{entries}` for what was added. */
  did: string;
  /** One line for help. */
  summary: string;
  /** What people may type after the command, for help. */
  example: string;
  /** The Nexudus permission it needs, and what that permission allows, after "permission to". */
  permission: string;
  allows: string;
  resource: ResourceName;
  /** What people call the resource and the act, besides the id's own words. */
  nouns: readonly string[];
  verbs: readonly string[];
  fields: Fields;
  /** The field that picks the record to change; absent for acts that create one. */
  record?: string;
  /** Sections in order, when the fields don't fit on one screen, and words after the command that open one. */
  sections?: readonly string[];
  entries?: Readonly<Record<string, string>>;
  /** Fields for words after the command: the first ones, those after " to ", people, the end, and a message it starts from. */
  text?: {
    first?: string;
    to?: string;
    people?: string;
    emails?: string;
    /** For the words after " until ". */
    until?: string;
    message?: string;
  };
  /** For acts that create: what takes the new record out of use again, as the API spells it. */
  deactivates?: Readonly<Record<string, unknown>>;
  /** A rule over several fields. `input` holds what was filled in or changed. */
  check?(input: Values, before: NexudusRecord | undefined): Problems | undefined;
  /** Sentences to be confirmed before it runs. */
  questions?(input: Values, before: NexudusRecord | undefined): string[];
  /** Turns what was filled in into what is run, and finds what could only fail later. Throws ValidationError. */
  prepare?(input: Values, looking: Looking): Promise<Values>;
  /** For acts on roles: what they do to people's rights. They are reviewed first, and may need approval. */
  rights?(input: Values, before: NexudusRecord): Rights;
  /** When what it gives ends again, as milliseconds since 1970; undefined where it doesn't. */
  endsAt?(input: Values): number | undefined;
  /** Does it. Throws ValidationError or the error classes of the nexudus room. */
  run(input: Values, nexudus: Nexudus, attempt: Attempt): Promise<Outcome>;
  /** For acts that create: records made since that moment that may be this one. */
  findCreated?(input: Values, nexudus: Nexudus, since: Date): Promise<Candidate[]>;
}

/** Throws what keeps a submission from changing the record as it is now. */
export type Guard = (before: NexudusRecord) => void;

/** Which attempt of the same submission this is. */
export interface Attempt {
  /** An earlier attempt had an unknown outcome, so it may have been done. */
  again: boolean;
  /** Run in this order between reading the record and writing it, with the very record that is written. */
  guards: readonly Guard[];
  mayWrite: MayWrite;
  /** Properties that the form's record came without too: its requester agreed that saving may clear them. */
  mayLack: readonly string[];
  /** Who has the role only until a moment, through this bot: they can be given it again. */
  lent: readonly number[];
  /** Milliseconds since 1970, at each call. */
  now(): number;
}

/** An operation as it is written down: the acts see the types of their own fields. */
interface Declaration<F extends Fields>
  extends Omit<
    Operation,
    'fields' | 'record' | 'check' | 'questions' | 'prepare' | 'rights' | 'endsAt' | 'run' | 'findCreated'
  > {
  fields: F;
  record?: Extract<keyof F, string>;
  check?(input: Input<F>, before: NexudusRecord | undefined): Problems | undefined;
  questions?(input: Input<F>, before: NexudusRecord | undefined): string[];
  prepare?(input: Input<F>, looking: Looking): Promise<Input<F>>;
  rights?(input: Input<F>, before: NexudusRecord): Rights;
  endsAt?(input: Input<F>): number | undefined;
  run(input: Input<F>, nexudus: Nexudus, attempt: Attempt): Promise<Outcome>;
  findCreated?(input: Input<F>, nexudus: Nexudus, since: Date): Promise<Candidate[]>;
}

export const defineOperation = <F extends Fields>(declaration: Declaration<F>): Operation => declaration;
