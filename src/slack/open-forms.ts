import { randomUUID } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { type Form, newForm } from '../forms/form.ts';
import type { Operation, Values } from '../operations/operation.ts';

/** Where the result goes. */
export interface Place {
  channel?: string;
  /** Set when the form was opened from a message. */
  thread?: string;
  /** Slack's own way into a channel where the bot is not: five uses, 30 minutes. */
  responseUrl?: string;
}

/** A form on somebody's screen, and all the bot knows about it. */
export interface OpenForm {
  form: Form;
  operation: Operation;
  /** Slack id of who opened it; nobody else can use it. */
  owner: string;
  place: Place;
  receipt: string;
  /** The root view; unknown until Slack has opened it. */
  viewId?: string;
  /** Counts what the person asked of the form, so that an answer that comes after a newer question is dropped. */
  step: number;
  /** What waits for the person's yes. */
  asked?: { input: Values; cleared: string[] };
  /** The form asks for the channel, because it was opened outside of one. */
  asksWhere: boolean;
  /** The message that told of a refusal; the next result takes its place. */
  message?: { channel: string; ts: string };
}

/** The forms that are open. In memory for now: after a restart a form is told that it is gone. */
export interface OpenForms {
  add(operation: Operation, owner: string, place: Place, receipt: string): OpenForm;
  /** Only for its owner. */
  of(id: string, owner: string): OpenForm | undefined;
  /** The location last used in a channel. */
  lastLocation(channel: string | undefined): number | undefined;
  rememberLocation(channel: string | undefined, location: number): void;
}

export function createOpenForms(): OpenForms {
  const open = new LRUCache<string, OpenForm>({ max: 5000, ttl: 24 * 60 * 60 * 1000 });
  const locations = new LRUCache<string, number>({ max: 1000 });
  return {
    add(operation, owner, place, receipt) {
      const form = newForm(randomUUID(), operation.id);
      const opened = { form, operation, owner, place, receipt, step: 0, asksWhere: !place.channel };
      open.set(form.id, opened);
      return opened;
    },
    of(id, owner) {
      const found = open.get(id);
      return found?.owner === owner ? found : undefined;
    },
    lastLocation: (channel) => (channel ? locations.get(channel) : undefined),
    rememberLocation(channel, location) {
      if (channel) locations.set(channel, location);
    },
  };
}
