import type { Nexudus } from '../nexudus/client.ts';
import { type NexudusRecord, type ResourceName, resourceOf } from '../nexudus/resources.ts';
import { isInstruction, sameValue } from './verify-change.ts';

// Nexudus's clock and ours may differ.
const CLOCKS_MS = 120_000;

/** `YYYY-MM-DDTHH:mm`, as date filters want it (documented), in UTC (seen). */
const minute = (date: Date): string => date.toISOString().slice(0, 16);

/**
 * Records of the resource that were created since then and hold every property that was sent. This is how a create of
 * unknown outcome is found again: the API knows no idempotency key.
 */
export async function createdSince(
  nexudus: Nexudus,
  resource: ResourceName,
  sent: Readonly<Record<string, unknown>>,
  since: Date,
): Promise<NexudusRecord[]> {
  const { entity } = resourceOf(resource);
  const from = new Date(since.getTime() - CLOCKS_MS);
  const rows = await nexudus.list(resource, {
    [`${entity}_Name`]: String(sent.Name),
    [`${entity}_Business`]: String(sent.BusinessId),
    [`from_${entity}_CreatedOn`]: minute(from),
  });
  // An unknown filter is ignored and a known one may mean "contains" (seen), so everything is compared again.
  return rows.filter(
    (row) =>
      Date.parse(String(row.CreatedOn)) >= from.getTime() &&
      Object.entries(sent).every(
        ([property, value]) => isInstruction(property) || sameValue(value, row[property]),
      ),
  );
}
