import { expect } from '@jest/globals';
import type { NexudusCall, NexudusRecord, ResourceName } from '../../src/sandbox/nexudus/start-nexudus.ts';
import type { Stage } from './use-sandbox.ts';

/** Writes that reached Nexudus, signing in left out. */
export const writes = ({ nexudus }: Stage): NexudusCall[] =>
  nexudus.calls.filter(({ method, path }) => method !== 'GET' && path !== '/api/token');

/** The body of the only write that reached Nexudus. */
export function onlyBody(stage: Stage): Record<string, unknown> {
  const all = writes(stage);
  expect(all.map(({ method, path }) => `${method} ${path}`)).toHaveLength(1);
  return all[0]?.requestBody as Record<string, unknown>;
}

export function found({ nexudus }: Stage, resource: ResourceName, id: number): NexudusRecord {
  const record = nexudus.record(resource, id);
  if (!record) throw new Error(`There is no ${resource} ${id}`);
  return record;
}

/** Nexudus changes these by itself at each write. */
const BY_ITSELF = new Set(['UpdatedOn', 'UpdatedBy', 'ToStringText']);

const comparable = (record: NexudusRecord | undefined): Record<string, unknown> =>
  Object.fromEntries(Object.entries(record ?? {}).filter(([name]) => !BY_ITSELF.has(name)));

/** The whole record: what `changes` names is so, and everything else is as it was. */
export function expectOnlyChanged(
  before: NexudusRecord,
  after: NexudusRecord | undefined,
  changes: Record<string, unknown>,
): void {
  expect(comparable(after)).toEqual({ ...comparable(before), ...changes });
}
