import type { Nexudus } from '../nexudus/client.ts';
import { NexudusNotFound } from '../nexudus/errors.ts';
import { type NexudusRecord, type ResourceName, resourceOf } from '../nexudus/resources.ts';
import { isInstruction } from './instruction.ts';
import { sameText } from './same-text.ts';
import { sameValue } from './same-value.ts';
import { recordTime } from './time-in-zone.ts';

// Nexudus's clock and ours may differ by so much (assumed).
const CLOCKS_MS = 120_000;

/** A record that a create of unknown outcome may have made: it has the name and the location, and came into being since. */
export interface Candidate {
  record: NexudusRecord;
  /** Properties that it holds with another value than was sent. */
  differing: string[];
  /** Properties that were sent and that it came without: a GET may leave some out (assumed), which says nothing of them. */
  unseen: string[];
}

const isSame = (sent: unknown, found: unknown): boolean =>
  typeof sent === 'string' && typeof found === 'string' ? sameText(sent, found) : sameValue(sent, found);

/**
 * How a create of unknown outcome is found again: the API knows no idempotency key. A row of a list may lack any
 * property (documented), so it only rules out by what it has; the record itself is what is compared. A create that got
 * no answer for a minute and isn't found was not done (assumed).
 */
export async function createdSince(
  nexudus: Nexudus,
  resource: ResourceName,
  sent: Readonly<Record<string, unknown>>,
  since: Date,
): Promise<Candidate[]> {
  const { entity, name, location } = resourceOf(resource);
  const decisive = location ? [name, location] : [name];
  const from = since.getTime() - CLOCKS_MS;
  const couldBe = (row: NexudusRecord): boolean =>
    decisive.every((property) => row[property] === undefined || isSame(sent[property], row[property])) &&
    !(recordTime(row.CreatedOn) < from);
  // A filter by name or time could hide a record that is kept in other words, or in another zone.
  const rows = await nexudus.list(
    resource,
    location ? { [`${entity}_Business`]: String(sent[location]) } : {},
    true,
  );
  const candidates: Candidate[] = [];
  for (const row of rows.filter(couldBe)) {
    // A new record may be listed before it can be read by its id (assumed): its row then tells what it can.
    const record = await nexudus.get(resource, row.Id).catch((error: unknown) => {
      if (error instanceof NexudusNotFound) return row;
      throw error;
    });
    if (!couldBe(record)) continue;
    const compared = Object.keys(sent).filter((property) => !isInstruction(property));
    const unseen = compared.filter((property) => record[property] === undefined);
    const differing = compared.filter(
      (property) => !unseen.includes(property) && !isSame(sent[property], record[property]),
    );
    candidates.push({ record, differing, unseen });
  }
  return candidates;
}
