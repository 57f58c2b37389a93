import { describe, expect, test } from '@jest/globals';
import type { z } from 'zod';
import {
  newVideoRoomBody,
  teamBody,
  userRoleBody,
  videoRoomBody,
  workspaceBody,
} from '../../src/nexudus/bodies.ts';
import type { Field } from '../../src/operations/field.ts';
import { operations } from '../../src/operations/index.ts';
import type { Operation } from '../../src/operations/operation.ts';
import { ENDPOINTS, type EndpointName, type PropertyType } from '../../src/sandbox/nexudus/properties.ts';

// The sandbox's name lists were written from the seed pages alone, so a name misspelt in the bot shows here.

const ENDPOINT_OF: Readonly<Record<string, EndpointName>> = {
  'video-room.create': 'videorooms POST',
  'video-room.update': 'videorooms PUT',
  'workspace.update': 'workspaces PUT',
  'team.rename': 'teams PUT',
  'team.update': 'teams PUT',
  'role.add-users': 'userroles PUT',
  'role.update': 'userroles PUT',
};

/** The properties that the seeds' types allow for each kind of control. */
const FITTING: Readonly<Record<string, readonly PropertyType[]>> = {
  text: ['string'],
  url: ['string'],
  number: ['integer', 'number'],
  tick: ['boolean'],
  record: ['integer'],
  add: ['integer[]'],
  remove: ['integer[]'],
};

/** Every property that a field writes: a list is written whole and as the difference. */
const propertiesOf = ({ wire, control }: Field): string[] =>
  'list' in control
    ? [control.list, `Added${control.list}`, `Removed${control.list}`, wire]
    : wire
      ? [wire]
      : [];

const operationOf = (id: string): Operation => {
  const found = operations.find((operation) => operation.id === id);
  if (!found) throw new Error(`no operation ${id}`);
  return found;
};

const cases = operations.flatMap((operation) =>
  Object.entries(operation.fields).map(([name, field]) => ({ id: operation.id, name, field })),
);

describe('what the operations write', () => {
  test('goes to one of the five endpoints', () => {
    expect(operations.map(({ id }) => id).sort()).toEqual(Object.keys(ENDPOINT_OF).sort());
    for (const { id, resource } of operations) {
      expect(ENDPOINTS[ENDPOINT_OF[id] as EndpointName].resource).toBe(resource);
    }
  });

  test.each(cases)('$id: $name exists on the seed page with a fitting type', ({ id, field }) => {
    const { properties } = ENDPOINTS[ENDPOINT_OF[id] as EndpointName];
    for (const property of propertiesOf(field)) {
      expect(Object.keys(properties)).toContain(property);
      expect(FITTING[field.control.kind]).toContain(properties[property]?.type);
    }
    if (!['people', 'moment'].includes(field.control.kind)) expect(field.wire).not.toBe('');
  });

  test.each(cases)('$id: $name is required exactly where the seed page requires it', ({ id, field }) => {
    const { properties } = ENDPOINTS[ENDPOINT_OF[id] as EndpointName];
    expect(field.required).toBe(properties[field.wire]?.required ?? false);
  });

  test.each(cases)('$id: $name looks names up where the ids come from', ({ id, field }) => {
    const { properties, resource } = ENDPOINTS[ENDPOINT_OF[id] as EndpointName];
    const { control, wire } = field;
    const of = 'of' in control ? control.of : undefined;
    expect(of).toBe(wire === 'Id' ? resource : properties[wire]?.refersTo);
  });

  test('a list is written by the property named after what the field does', () => {
    for (const { field } of cases) {
      const { control, wire } = field;
      if (control.kind === 'add') expect(wire).toBe(`Added${control.list}`);
      if (control.kind === 'remove') expect(wire).toBe(`Removed${control.list}`);
    }
  });

  test('whole numbers are asked for where the API takes no others', () => {
    for (const { id, field } of cases) {
      const { properties } = ENDPOINTS[ENDPOINT_OF[id] as EndpointName];
      if (field.control.kind === 'number' && properties[field.wire]?.type === 'integer') {
        expect(field.control.whole).toBe(true);
      }
    }
  });

  test('instructions, which read back as null, are marked, and nothing else is', () => {
    for (const { field } of cases) expect(field.action).toBe(/^(New.+Url|Clear.+File)$/.test(field.wire));
  });
});

describe('every property of the seed pages can be set from Slack', () => {
  test.each([
    // A room that is being made has no picture to remove.
    { endpoint: 'videorooms POST', ids: ['video-room.create'], exceptions: ['ClearImageFile'] },
    { endpoint: 'videorooms PUT', ids: ['video-room.update'], exceptions: [] },
    { endpoint: 'workspaces PUT', ids: ['workspace.update'], exceptions: [] },
    { endpoint: 'teams PUT', ids: ['team.update'], exceptions: [] },
    { endpoint: 'userroles PUT', ids: ['role.update'], exceptions: [] },
  ] as const)('$endpoint', ({ endpoint, ids, exceptions }) => {
    const settable = new Set<string>(
      ids.flatMap((id) => Object.values(operationOf(id).fields).flatMap(propertiesOf)),
    );
    const missing = Object.keys(ENDPOINTS[endpoint].properties).filter((name) => !settable.has(name));
    expect(missing).toEqual(exceptions);
  });
});

describe('the bodies that are checked before they are sent', () => {
  test.each([
    ['videorooms POST', newVideoRoomBody],
    ['videorooms PUT', videoRoomBody],
    ['workspaces PUT', workspaceBody],
    ['teams PUT', teamBody],
    ['userroles PUT', userRoleBody],
  ] as [EndpointName, z.ZodObject][])('%s has the seed page’s names', (endpoint, body) => {
    expect(Object.keys(body.shape).sort()).toEqual(Object.keys(ENDPOINTS[endpoint].properties).sort());
  });

  test.each([
    ['videorooms POST', newVideoRoomBody],
    ['videorooms PUT', videoRoomBody],
    ['workspaces PUT', workspaceBody],
    ['teams PUT', teamBody],
    ['userroles PUT', userRoleBody],
  ] as [EndpointName, z.ZodObject][])('%s takes the seed page’s types and no others', (endpoint, body) => {
    const good: Record<PropertyType, unknown> = {
      string: 'a',
      boolean: true,
      integer: 4,
      number: 4.5,
      'integer[]': [4],
    };
    const bad: Record<PropertyType, unknown[]> = {
      string: [4, true, {}],
      boolean: ['true', 1],
      integer: ['4', 4.5, Number.NaN],
      number: ['4', Number.NaN],
      'integer[]': [4, ['4'], [null]],
    };
    const { properties } = ENDPOINTS[endpoint];
    const record = Object.fromEntries(Object.entries(properties).map(([name, p]) => [name, good[p.type]]));
    expect(body.safeParse(record).success).toBe(true);
    for (const [name, { type, required }] of Object.entries(properties)) {
      for (const value of bad[type]) {
        expect([name, value, body.safeParse({ ...record, [name]: value }).success]).toEqual([
          name,
          value,
          false,
        ]);
      }
      for (const value of [undefined, null]) {
        expect([name, value, body.safeParse({ ...record, [name]: value }).success]).toEqual([
          name,
          value,
          !required,
        ]);
      }
    }
  });

  test('carry properties that the bot knows nothing of', () => {
    const room = { Id: 1, BusinessId: 2, Name: 'Blue', NumberOfParticipants: 8, SystemId: 'x', New: [1] };
    expect(videoRoomBody.parse(room)).toEqual({
      Id: 1,
      BusinessId: 2,
      Name: 'Blue',
      NumberOfParticipants: 8,
      SystemId: 'x',
      New: [1],
    });
  });
});
