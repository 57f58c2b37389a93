import type { PastRequest } from './database.ts';
import type { Ending } from './ending.ts';

/** What the record of a request is called: afterwards, or else as it was. */
export function recordNameOf({ ending, base, input }: PastRequest): string | undefined {
  const ended = ending ? (JSON.parse(ending) as Ending) : undefined;
  const sent = ended?.kind === 'succeeded' ? ended.outcome.sent.Name : undefined;
  const before = base ? (JSON.parse(base) as { Name?: unknown }).Name : undefined;
  const asked = (JSON.parse(input) as { name?: unknown }).name;
  const name = sent ?? before ?? asked;
  return typeof name === 'string' ? name : undefined;
}
