import { type Body, isMissing } from './check-body.ts';
import type { NexudusRecord } from './nexudus-stand-in.ts';
import type { Endpoint, PropertyType } from './properties.ts';
import { idsOf } from './records.ts';
import { RESOURCES } from './resources.ts';

/**
 * The record after a PUT or POST. documented (nexudus-api.md §2): what the body leaves out is cleared or set to false.
 * Properties that are not the endpoint's (the tail, read-only ones, misspelt ones) are kept as they were.
 */
export function writeRecord(
  endpoint: Endpoint,
  before: NexudusRecord,
  body: Body,
  by: { user: string; on: string },
): NexudusRecord {
  const { images, lists } = RESOURCES[endpoint.resource];
  const actions = new Set([
    ...images.flatMap(({ url, clear }) => [url, clear]),
    ...Object.keys(lists).flatMap((list) => [`Added${list}`, `Removed${list}`]),
  ]);
  const after: NexudusRecord = { ...before, UpdatedOn: by.on, UpdatedBy: by.user };
  for (const [name, { type }] of Object.entries(endpoint.properties)) {
    if (name === 'Id' || actions.has(name)) continue;
    after[name] = type === 'integer[]' ? finalList(name, body) : valueOrCleared(type, body[name]);
  }
  for (const { url, clear, file } of images) {
    if (typeof body[url] === 'string' && body[url]) after[file] = fileNameOf(body[url]);
    else if (body[clear] === true) after[file] = null;
  }
  return after;
}

const valueOrCleared = (type: PropertyType, value: unknown): unknown =>
  isMissing(value) ? (type === 'boolean' ? false : null) : value;

/**
 * documented: X replaces the list, AddedX adds, RemovedX removes. assumed: in this order, and a missing X empties the
 * list first, as rule 1 of nexudus-api.md §2 says of every missing property.
 */
function finalList(name: string, body: Body): number[] {
  const removed = new Set(idsOf(body[`Removed${name}`]));
  const ids = new Set([...idsOf(body[name]), ...idsOf(body[`Added${name}`])]);
  return [...ids].filter((id) => !removed.has(id));
}

/** assumed: the last part of the address; Nexudus would download the image and name the file itself. */
function fileNameOf(url: string): string {
  const [path = ''] = url.replace(/^https?:\/\//i, '').split(/[?#]/);
  const [, ...parts] = path.split('/');
  return parts.at(-1) || 'image';
}
