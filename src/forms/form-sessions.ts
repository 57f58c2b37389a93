import { randomInt, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RichTextElement } from '@slack/types';
import type { Clock } from '../clock.ts';
import type { Operation, Problems, Values } from '../operations/operation.ts';
import { type Form, newForm } from './form.ts';
import { createFormsInMemory } from './forms-in-memory.ts';
import { blockIdOf, fieldNameOf } from './inputs.ts';
import { createKeeper, FormSuperseded } from './keep-forms.ts';
import { createLastLocations, type LastLocations } from './last-locations.ts';

/** Keeps a secret readable for this bot alone. */
export interface Encryption {
  encrypt(text: string): string;
  /** Undefined when it was encrypted with another token, or changed. */
  decrypt(encrypted: string): string | undefined;
}

/** A form as the store keeps it. */
export interface KeptForm {
  id: string;
  owner: string;
  content: string;
  /** The one that it goes on from; absent for a form that the store doesn't have. */
  version?: number;
}

/** What the forms on people's screens need of the store, so that a restart doesn't lose what was typed. */
export interface FormStore {
  /**
   * No form is among them twice.
   * @returns the versions of those that were kept; what another process kept meanwhile is not among them
   */
  save(forms: readonly KeptForm[]): Promise<ReadonlyMap<string, number>>;
  /**
   * @param known what this process has in memory
   * @returns without its content where what is in memory is at least as new
   */
  load(
    id: string,
    owner: string,
    known?: { version?: number },
  ): Promise<{ version: number; content?: string } | undefined>;
  versionOf(id: string): Promise<number | undefined>;
  lastLocation(channel: string): Promise<number | undefined>;
  rememberLocation(channel: string, location: number): Promise<void>;
  /** Forgets forms that were not touched for so long. */
  cleanUp(olderThanMs: number): Promise<void>;
}

/** Where the result goes. */
export interface Place {
  channel?: string;
  /** Set when the form was opened from a message. */
  thread?: string;
  /** Slack's own way into a channel where the bot is not: five uses, 30 minutes. */
  responseUrl?: string;
  /** When Slack stops to take it, where that is known: milliseconds since 1970. */
  responseUrlUntil?: number;
}

/** What a question asked for. */
export interface PendingQuestion {
  /** Of all that its view showed: a confirmation given in another view doesn't count for this one. */
  digest: string;
  /** The form's step then: another record or section makes it another question. */
  step: number;
  input: Values;
  /** Fields that came back blank, and what they held. */
  cleared: readonly string[];
  held: Values;
  /** What its review says in short, in full. */
  details?: readonly string[];
}

/** A look-up for a review. */
export interface LookUp {
  /** What is looked up: the same is never looked up twice at once. */
  key: string;
  found: Promise<LookUpResult>;
}

/** What is run, and what is to be reviewed: who gets what. */
export interface Prepared {
  input: Values;
  /** In short, a paragraph each. */
  review: RichTextElement[][];
  /** In full, permission by permission. */
  details?: string[];
  needsApproval?: boolean;
}

export type LookUpResult = Prepared | { problems: Problems };

/** A form on a person's screen, and all the bot knows about it. */
export interface OpenForm {
  form: Form;
  operation: Operation;
  /** Slack id of its owner; no one else can use it. */
  owner: string;
  place: Place;
  openedAt: number;
  receipt: string;
  /** The root view; unknown until Slack has opened it. */
  viewId?: string;
  /** As the store holds it, by what is known here; absent before it was kept. */
  version?: number;
  /** Another process went on from an older state of it. */
  superseded?: boolean;
  /** Counts what the person asked of the form, so that an answer that comes after a newer question is dropped. */
  step: number;
  /** What waits for the person's confirmation. */
  asked?: PendingQuestion;
  /** The record that is being read; not known over a restart. */
  loading?: number;
  /** What is being looked up for a review; not known over a restart. */
  looking?: LookUp;
  /** What was submitted last, when it is looked up; not known over a restart. */
  sent?: string;
  /** The form asks for the channel, because it was opened outside of one. */
  asksWhere: boolean;
}

/** The forms that are open. */
export interface FormSessions extends LastLocations {
  add(operation: Operation, owner: string, place: Place): OpenForm;
  /** Makes it the form of an earlier submission. A person who had that one open has lost it. */
  continue(open: OpenForm, known: { id: string; receipt: string }): Promise<void>;
  /** Only for its owner. Rejects when the store can't say in time whether there is such a form. */
  of(id: string, owner: string): Promise<OpenForm | undefined>;
  /** The same without a question to the store: the form in memory, as long as it is what this block was drawn from. */
  behind(block: string, id: string, owner: string): OpenForm | undefined;
  /** Keeps the form over a restart. Rejects with FormSuperseded where another process or person went on with it. */
  keep(open: OpenForm): Promise<void>;
}

/** Slack waits for an answer meanwhile. */
const FIND_WITHIN_MS = 2000;

export interface FormSessionsOptions {
  store: FormStore;
  /** Other processes answer for the same forms: what is in memory counts only while the store says so. */
  isShared: boolean;
  encryption: Encryption;
  operations: readonly Operation[];
  newReceipt(): string;
  clock: Pick<Clock, 'now'>;
}

export function createFormSessions({
  store,
  isShared,
  encryption,
  operations,
  newReceipt,
  clock,
}: FormSessionsOptions): FormSessions {
  const open = createFormsInMemory();
  const keep = createKeeper(store);

  const inTime = <T>(work: Promise<T>): Promise<T> =>
    Promise.race([
      work,
      sleep(FIND_WITHIN_MS, undefined, { ref: false }).then(() => {
        throw new Error('the store of forms takes too long');
      }),
    ]);

  const toText = (opened: OpenForm): string => {
    const { operation, loading: _l, looking: _w, sent: _s, version: _v, superseded: _o, ...kept } = opened;
    const { place, ...rest } = kept;
    // The form may be called otherwise than its operation.
    const named = { title: operation.title, submit: operation.submit };
    const responseUrl = place.responseUrl ? encryption.encrypt(place.responseUrl) : undefined;
    // JSON drops undefined, but a field that was emptied must stay empty.
    return JSON.stringify({ ...rest, named, place: { ...place, responseUrl } }, (_key, value) =>
      value === undefined ? null : value,
    );
  };
  const fromText = (text: string): OpenForm | undefined => {
    const { named, ...kept } = JSON.parse(text) as OpenForm & { named?: Pick<Operation, 'title' | 'submit'> };
    const operation = operations.find(({ id }) => id === kept.form.operationId);
    const { channel, thread, responseUrl, responseUrlUntil } = kept.place;
    const place = {
      channel: channel ?? undefined,
      thread: thread ?? undefined,
      responseUrl: responseUrl ? encryption.decrypt(responseUrl) : undefined,
      responseUrlUntil: responseUrlUntil ?? undefined,
    };
    const { recordId, before, section } = kept.form;
    const form = {
      ...kept.form,
      // Forms that were kept by an earlier version have none.
      doubted: kept.form.doubted ?? {},
      since: kept.form.since ?? kept.form.render + 1,
      recordId: recordId ?? undefined,
      before: before ?? undefined,
      section: section ?? undefined,
      chosenAt: kept.form.chosenAt ?? undefined,
      // Kept by a version that knew none.
      names: kept.form.names ?? {},
    };
    return (
      operation && {
        ...kept,
        form,
        // A version that kept no names called it as its operation.
        operation: { ...operation, ...named },
        place,
        viewId: kept.viewId ?? undefined,
        asked: kept.asked ?? undefined,
      }
    );
  };

  return {
    add(operation, owner, place) {
      const form = newForm(randomUUID(), operation.id);
      const opened = {
        form,
        operation,
        owner,
        place,
        openedAt: clock.now(),
        receipt: newReceipt(),
        step: 0,
        asksWhere: !place.channel,
      };
      open.set(form.id, opened);
      return opened;
    },
    async continue(opened, { id, receipt }) {
      const version = await store.versionOf(id);
      open.delete(opened.form.id);
      opened.version = version;
      opened.form.id = id;
      // Where it was open before it may still be on a screen: what was drawn there is not read as this drawing.
      opened.form.render = randomInt(1_000, 1_000_000);
      opened.form.since = opened.form.render + 1;
      opened.receipt = receipt;
      open.set(id, opened);
    },
    async of(id, owner) {
      const known = open.get(id);
      const mine = known?.owner === owner ? known : undefined;
      if (mine && !isShared && !mine.superseded) return mine;
      const found = await inTime(store.load(id, owner, mine && { version: mine.version }));
      // What was never kept is on no other process's screen.
      if (!found) return mine && mine.version === undefined ? mine : undefined;
      // Another delivery to this process may have read it meanwhile: both go on with the same.
      const now = open.get(id);
      const read = now !== known && now?.owner === owner ? now : undefined;
      if (found.content === undefined) return read ?? mine;
      if (read?.version === found.version) return read;
      const kept = fromText(found.content);
      if (!kept) return undefined;
      kept.version = found.version;
      open.set(id, kept);
      return kept;
    },
    behind(block, id, owner) {
      const known = open.get(id);
      const isMine = known?.owner === owner && !known.superseded;
      return isMine && block === blockIdOf(known.operation, known.form, fieldNameOf(block))
        ? known
        : undefined;
    },
    async keep(form) {
      const { id } = form.form;
      const holder = open.get(id);
      try {
        // Another person has taken it over, or it was read again because another process kept it.
        if (holder && holder !== form) throw new FormSuperseded();
        await keep({ id, owner: form.owner, content: toText(form), open: form });
      } catch (error) {
        if (error instanceof FormSuperseded) form.superseded = true;
        throw error;
      }
    },
    ...createLastLocations(store, isShared),
  };
}
