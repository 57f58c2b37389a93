import { blankRecord } from './blank-record.ts';
import { type Body, checkBody } from './check-body.ts';
import { Lists } from './list-records.ts';
import type { ActAsUser, Parts } from './nexudus-app.ts';
import type { NexudusRecord, ResourceName } from './nexudus-stand-in.ts';
import { isWithin, locationsOf } from './permissions.ts';
import { ENDPOINTS, type Endpoint } from './properties.ts';
import * as replies from './replies.ts';
import { RESOURCES } from './resources.ts';
import { showRecord } from './show-record.ts';
import { asRead } from './switches.ts';
import { writeRecord } from './write-record.ts';

interface ResourceCalls {
  listOrBatch: ActAsUser;
  getOne: ActAsUser;
  put?: ActAsUser;
  post?: ActAsUser;
}

/** documented: docs and samples show whole seconds, in UTC. */
const now = (): string => `${new Date().toISOString().slice(0, 19)}Z`;

export function resourceCalls(resource: ResourceName, parts: Parts): ResourceCalls {
  const { records, permissions, standIn } = parts;
  const { entity } = RESOURCES[resource];
  const lists = new Lists(records);
  const put = (ENDPOINTS as Record<string, Endpoint | undefined>)[`${resource} PUT`];
  const post = (ENDPOINTS as Record<string, Endpoint | undefined>)[`${resource} POST`];

  // documented (nexudus-api.md §1.3): 401 for a missing permission; seen: 403. assumed: nothing in the body.
  const ifMay =
    (right: 'List' | 'Read' | 'Edit' | 'Create', act: ActAsUser): ActAsUser =>
    (c, body, user) =>
      permissions.may(user, `${entity}-${right}`)
        ? act(c, body, user)
        : { status: standIn().switches.denyWith };

  const visible = (user: NexudusRecord, id: number): NexudusRecord | undefined => {
    const record = records.get(resource, id);
    return record && isWithin(locationsOf(user), resource, record) ? record : undefined;
  };

  const list: ActAsUser = ifMay('List', (c, _body, user) => {
    const locations = locationsOf(user);
    const may = (record: NexudusRecord) => isWithin(locations, resource, record);
    const query = new URL(c.req.url).searchParams;
    return { status: 200, json: lists.list(resource, query, may, String(locations)) };
  });

  // documented: ?id=[1,2,3] answers an array, each as "get one". assumed: unknown ids are left out.
  const batch: ActAsUser = ifMay('Read', (c, _body, user) => {
    const ids = [...new Set((c.req.query('id') ?? '').match(/\d+/g)?.map(Number))];
    const found = ids.flatMap((id) => visible(user, id) ?? []);
    return { status: 200, json: found.map((record) => showRecord(resource, record, records)) };
  });

  const getOne: ActAsUser = ifMay('Read', (c, _body, user) => {
    const record = visible(user, Number(c.req.param('id')));
    if (!record) return replies.NOT_FOUND;
    return { status: 200, json: asRead(standIn().switches, resource, showRecord(resource, record, records)) };
  });

  const write = (endpoint: Endpoint, done: 'created' | 'updated'): ActAsUser => {
    return (_c, text, user) => {
      const { refuse, refuseWith200, valueIsRecord, withoutValue, emptyBodies } = standIn().switches;
      const refused = refuseWith200 ? 200 : 400;
      const body = parseBody(text);
      if (!body) return { ...replies.SERVER_ERROR, status: 400 }; // assumed
      if (refuse.length) {
        const errors = refuse.map(({ property, message }) => ({
          AttemptedValue: body[property] ?? body[`${property}Id`] ?? null,
          Message: message,
          PropertyName: property,
        }));
        return replies.refusal(errors, refused);
      }
      const before =
        done === 'created'
          ? blankRecord(resource, records.newId(resource))
          : records.get(resource, body.Id as number);
      if (!before && Number.isSafeInteger(body.Id)) return replies.NOT_FOUND; // assumed
      const locations = locationsOf(user);
      if (before && done === 'updated' && !isWithin(locations, resource, before)) {
        return replies.accessDenied(refused);
      }
      const errors = checkBody(endpoint, body, records);
      if (errors.length || !before) return replies.refusal(errors, refused);
      const on = now();
      const after = writeRecord(endpoint, before, body, { user: String(user.Email), on });
      if (done === 'created') after.CreatedOn = on;
      if (!isWithin(locations, resource, after)) return replies.accessDenied(refused);
      records.save(resource, after);
      parts.changed();
      if (emptyBodies) return { status: 200 };
      if (withoutValue) return replies.success(entity, done, after, null);
      const value = valueIsRecord ? showRecord(resource, after, records) : { Id: after.Id };
      return replies.success(entity, done, after, value);
    };
  };

  return {
    listOrBatch: (c, body, user) =>
      c.req.query('id')?.startsWith('[') ? batch(c, body, user) : list(c, body, user),
    getOne,
    ...(put && { put: ifMay('Edit', write(put, 'updated')) }),
    ...(post && { post: ifMay('Create', write(post, 'created')) }),
  };
}

function parseBody(text: string): Body | undefined {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === 'object' && body !== null && !Array.isArray(body) ? (body as Body) : undefined;
  } catch {
    return undefined;
  }
}
