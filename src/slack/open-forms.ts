import { randomUUID } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { type Form, newForm } from '../forms/form.ts';
import type { Operation, Values } from '../operations/operation.ts';
import type { FormStore } from '../requests/form-store.ts';
import { newReceipt } from '../requests/receipt.ts';
import type { Seal } from '../requests/seal.ts';

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

/** A form on somebody's screen, and all the bot knows about it. */
export interface OpenForm {
  form: Form;
  operation: Operation;
  /** Slack id of who opened it; nobody else can use it. */
  owner: string;
  place: Place;
  openedAt: number;
  receipt: string;
  /** The root view; unknown until Slack has opened it. */
  viewId?: string;
  /** Counts what the person asked of the form, so that an answer that comes after a newer question is dropped. */
  step: number;
  /** What waits for the person's yes. */
  asked?: { input: Values; cleared: string[] };
  /** The form asks for the channel, because it was opened outside of one. */
  asksWhere: boolean;
}

/** The forms that are open. */
export interface OpenForms {
  add(operation: Operation, owner: string, place: Place): OpenForm;
  /** Makes it the form of a request that was sent before. Whoever had that one open has lost it. */
  continue(open: OpenForm, known: { id: string; receipt: string }): void;
  /** Only for its owner. */
  of(id: string, owner: string): Promise<OpenForm | undefined>;
  /** Keeps the form over a restart. */
  keep(open: OpenForm): Promise<void>;
  /** The location last used in a channel. */
  lastLocation(channel: string | undefined): number | undefined;
  rememberLocation(channel: string | undefined, location: number): void;
}

const DAY_MS = 24 * 60 * 60 * 1000;

export function createOpenForms(store: FormStore, seal: Seal, operations: readonly Operation[]): OpenForms {
  const open = new LRUCache<string, OpenForm>({ max: 5000, ttl: DAY_MS });
  const locations = new LRUCache<string, number>({ max: 1000 });

  const toText = ({ operation: _, place, ...rest }: OpenForm): string => {
    const responseUrl = place.responseUrl ? seal.close(place.responseUrl) : undefined;
    // JSON drops undefined, but a field that was emptied must stay empty.
    return JSON.stringify({ ...rest, place: { ...place, responseUrl } }, (_key, value) =>
      value === undefined ? null : value,
    );
  };
  const fromText = (text: string): OpenForm | undefined => {
    const kept = JSON.parse(text) as OpenForm;
    const operation = operations.find(({ id }) => id === kept.form.operationId);
    const { channel, thread, responseUrl, responseUrlUntil } = kept.place;
    const place = {
      channel: channel ?? undefined,
      thread: thread ?? undefined,
      responseUrl: responseUrl ? seal.open(responseUrl) : undefined,
      responseUrlUntil: responseUrlUntil ?? undefined,
    };
    const { recordId, before, section } = kept.form;
    const form = {
      ...kept.form,
      // Forms that were kept by an earlier version have none.
      doubted: kept.form.doubted ?? {},
      recordId: recordId ?? undefined,
      before: before ?? undefined,
      section: section ?? undefined,
      // Kept by a version that knew none.
      names: kept.form.names ?? {},
    };
    return (
      operation && {
        ...kept,
        form,
        operation,
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
        openedAt: Date.now(),
        receipt: newReceipt(),
        step: 0,
        asksWhere: !place.channel,
      };
      open.set(form.id, opened);
      return opened;
    },
    continue(opened, { id, receipt }) {
      open.delete(opened.form.id);
      opened.form.id = id;
      opened.receipt = receipt;
      open.set(id, opened);
    },
    async of(id, owner) {
      const found = open.get(id);
      if (found) return found.owner === owner ? found : undefined;
      const text = await store.load(id, owner).catch(() => undefined);
      const kept = text === undefined ? undefined : fromText(text);
      if (kept) open.set(id, kept);
      return kept;
    },
    keep: (form) => store.save(form.form.id, form.owner, toText(form)),
    lastLocation: (channel) => (channel ? locations.get(channel) : undefined),
    rememberLocation(channel, location) {
      if (channel) locations.set(channel, location);
    },
  };
}
