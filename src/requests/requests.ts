import { LRUCache } from 'lru-cache';
import type { Access } from '../access/access.ts';
import type { Person } from '../access/person.ts';
import type { Nexudus } from '../nexudus/client.ts';
import type { Directory } from '../nexudus/directory.ts';
import {
  NexudusDenied,
  NexudusNotFound,
  NexudusRefused,
  NexudusSignInFailed,
  NexudusThrottled,
  NexudusUnavailable,
} from '../nexudus/errors.ts';
import { describeChanges } from '../operations/describe-changes.ts';
import { InputRefused, type Operation, type Values } from '../operations/operation.ts';
import { placeRefusals } from '../operations/place-refusals.ts';
import { verifyChange } from '../operations/verify-change.ts';
import type { Aftermath, Ending } from './ending.ts';

/** What somebody submitted. */
export interface Submission {
  /** The form's id: a form succeeds at most once, however often it is delivered or clicked. */
  formId: string;
  operation: Operation;
  input: Values;
  /** Asked when the request runs; rejects when the chat can't tell who it is. */
  requester: () => Promise<Person>;
  /** Locations of the record, before and after. */
  locations: number[];
}

/** A request under way. */
export interface Running {
  /** False when the form was running or done already, so somebody else tells about it. */
  first: boolean;
  /** Never rejects. */
  ended: Promise<Ending>;
  /** After a success: what to tell the channel. Never rejects. */
  aftermath: Promise<Aftermath>;
}

/**
 * A request's life. Kept in memory for now: the journal takes the place of the two maps, and the rest of the bot
 * knows a request only by its form id.
 */
export interface Requests {
  submit(submission: Submission): Running;
}

export interface RequestsOptions {
  nexudus: Nexudus;
  directory: Directory;
  access: Access;
  /** Called when roles or users were changed, so that remembered permissions are dropped. */
  permissionsChanged(): void;
}

const REMEMBERED = { max: 10_000, ttl: 24 * 60 * 60 * 1000 };

const NOTHING: Aftermath = { changes: [], differing: [], unverified: false };

/** A write of unknown outcome must not be repeated when it creates something; an update may, from a fresh read. */
const mayRunAgain = (ending: Ending, { record }: Operation): boolean =>
  ending.kind !== 'succeeded' && !(ending.kind === 'failed' && ending.acted === 'unknown' && !record);

export function createRequests({
  nexudus,
  directory,
  access,
  permissionsChanged,
}: RequestsOptions): Requests {
  const byForm = new LRUCache<string, Running>(REMEMBERED);
  const lastOfRecord = new Map<string, Promise<unknown>>();

  /** Requests on one record run one after another, so that each reads what the one before wrote. */
  const inTurn = async <T>(key: string | undefined, act: () => Promise<T>): Promise<T> => {
    if (!key) return act();
    const before = lastOfRecord.get(key);
    const mine = (before ?? Promise.resolve()).then(act, act);
    lastOfRecord.set(key, mine);
    try {
      return await mine;
    } finally {
      if (lastOfRecord.get(key) === mine) lastOfRecord.delete(key);
    }
  };

  const endingOf = (operation: Operation, error: unknown): Ending => {
    if (error instanceof InputRefused) return { kind: 'invalid', problems: error.problems };
    if (error instanceof NexudusRefused) {
      return { kind: 'refused', ...placeRefusals(operation.fields, error.refusals) };
    }
    const certain = [NexudusDenied, NexudusNotFound, NexudusSignInFailed, NexudusThrottled];
    if (certain.some((type) => error instanceof type)) return { kind: 'failed', error, acted: 'no' };
    const acted = error instanceof NexudusUnavailable ? error.acted : 'unknown';
    return { kind: 'failed', error, acted };
  };

  const run = async ({ operation, input, requester, locations }: Submission): Promise<Ending> => {
    const recordId = operation.record ? input[operation.record] : undefined;
    return inTurn(recordId ? `${operation.resource}:${recordId}` : undefined, async () => {
      const decision = await requester().then(
        (person) => access.decide(person, { permission: operation.permission, locations }),
        (error: unknown) => ({ allowed: false as const, reason: 'could-not-ask' as const, error }),
      );
      if (!decision.allowed) return { kind: 'denied', decision };
      try {
        const outcome = await operation.run(input, nexudus);
        directory.forget(operation.resource);
        if (operation.resource === 'userroles') permissionsChanged();
        return { kind: 'succeeded', outcome };
      } catch (error) {
        return endingOf(operation, error);
      }
    });
  };

  const labelOf = ({ fields }: Operation, property: string): string =>
    Object.values(fields).find(
      ({ wire, control }) => wire === property || ('list' in control && control.list === property),
    )?.label ?? property;

  const look = async (operation: Operation, ending: Ending): Promise<Aftermath> => {
    if (ending.kind !== 'succeeded') return NOTHING;
    const changes = describeChanges(operation.fields, ending.outcome, directory).catch(() => []);
    try {
      const found = await verifyChange(nexudus, operation.resource, ending.outcome);
      const differing = found.map(({ property }) => labelOf(operation, property));
      return { changes: await changes, differing, unverified: false };
    } catch {
      return { changes: await changes, differing: [], unverified: true };
    }
  };

  return {
    submit(submission) {
      const known = byForm.get(submission.formId);
      if (known) return { ...known, first: false };
      const ended = run(submission);
      const running: Running = {
        first: true,
        ended,
        aftermath: ended.then((ending) => look(submission.operation, ending)),
      };
      byForm.set(submission.formId, running);
      void ended.then((ending) => {
        if (mayRunAgain(ending, submission.operation)) byForm.delete(submission.formId);
      });
      return running;
    },
  };
}
