import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Nexudus } from '../../../src/nexudus/client.ts';
import type { NexudusRecord } from '../../../src/nexudus/resources.ts';
import { unchangedSince } from '../../../src/operations/clash.ts';
import type { Field } from '../../../src/operations/field.ts';
import { operations } from '../../../src/operations/index.ts';
import type { Operation, Outcome, Values } from '../../../src/operations/operation.ts';
import { type Reverse, reverseOf } from '../../../src/operations/reverse.ts';
import { addUsersToRole, updateRole } from '../../../src/operations/role.ts';
import { sinceForm } from '../../../src/operations/since-form.ts';
import { renameTeam, updateTeam } from '../../../src/operations/team.ts';
import { verifyChange } from '../../../src/operations/verify-change.ts';
import { createVideoRoom, updateVideoRoom } from '../../../src/operations/video-room.ts';
import { updateWorkspace } from '../../../src/operations/workspace.ts';
import { type NexudusStandIn, startNexudus } from '../../../src/sandbox/nexudus/start-nexudus.ts';
import { sorted } from '../../support/undo.ts';
import { always, asBot } from '../nexudus/bot-account.ts';

// Against the stand-in Nexudus, which is written from the API's pages: what is put back is what was there.

const ACME = 1_414_300_001;
const EVENTS = 1_413_000_006;
const [SAM, LEO] = [1_412_000_003, 1_412_000_005];
const UPDATES: [Operation, number][] = [
  [updateTeam, ACME],
  [updateVideoRoom, 1_414_200_001],
  [updateWorkspace, 1_414_700_001],
  [updateRole, EVENTS],
];

let standIn: NexudusStandIn;
let nexudus: Nexudus;
beforeAll(async () => {
  standIn = await startNexudus();
  nexudus = asBot(standIn.url);
});
beforeEach(() => standIn.reset());
afterAll(() => standIn.close());

const attempt = { again: false, guards: [], mayWrite: always, mayLack: [], lent: [], now: Date.now };

/** Nexudus changes these by itself, and names what ids point to. */
const BY_ITSELF = /^(UpdatedOn|UpdatedBy|ToStringText)$/;
const comparable = (resource: Operation['resource'], id: number): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(sorted(standIn.record(resource, id) ?? {})).filter(([name]) => !BY_ITSELF.test(name)),
  );

async function doIt(operation: Operation, input: Values): Promise<Reverse | undefined> {
  const outcome = await operation.run(input, nexudus, attempt);
  const { held, differing } = await verifyChange(nexudus, operation.resource, outcome);
  expect(differing).toEqual([]);
  return reverseOf(operation, outcome, held, operations);
}

/** As the bot runs it, with its guard. */
const undo = ({ operation, input, base }: Reverse): Promise<Outcome> =>
  operation.run(input, nexudus, {
    ...attempt,
    guards: [unchangedSince(operation, input, base, { isOurs: true })],
  });

const pick = (of: Parameters<NexudusStandIn['records']>[0], without: readonly unknown[]): number =>
  standIn
    .records(of)
    // The bot's own account is never given a role.
    .find(({ Id, Email }) => !without.includes(Id) && Email !== 'nexudus-bot@harbour.example')?.Id ?? 0;

/** Other values that a field could be given, of its kind. */
function others({ control, wire, required }: Field, now: NexudusRecord): unknown[] {
  const blank = required ? [] : [null];
  switch (control.kind) {
    case 'text':
      return ['Changed “so” 🚀', ...blank];
    case 'url':
      return ['https://pictures.example/a.png'];
    case 'number':
      return [7, ...blank];
    case 'tick':
      return [now[wire] !== true];
    case 'record':
      return [pick(control.of, [now[wire]]), ...blank];
    case 'add':
      return [[pick(control.of, now[control.list] as number[])]];
    case 'remove':
      return [(now[control.list] as number[]).slice(0, 1)];
    default:
      return [];
  }
}

const FIELDS = UPDATES.flatMap(([operation, id]) =>
  Object.entries(operation.fields)
    .filter(([name]) => name !== operation.record)
    .map(([name, field]) => ({ operation, of: operation.id, id, name, field, label: field.label })),
);

describe.each(FIELDS)('$of: $label', ({ operation, id, name, field }) => {
  test(field.action ? 'is said to stay as it is' : 'is put back as it was', async () => {
    const { resource } = operation;
    for (const value of others(field, standIn.record(resource, id) as NexudusRecord)) {
      standIn.reset();
      const before = comparable(resource, id);
      const reverse = await doIt(operation, { [operation.record as string]: id, [name]: value });
      if (field.action) {
        expect(reverse).toBeUndefined();
        continue;
      }
      // A field that was blank already is not changed by being cleared.
      if (value === null && (before[field.wire] ?? '') === '') {
        expect(reverse).toBeUndefined();
        continue;
      }
      expect(comparable(resource, id)).not.toEqual(before);
      await undo(reverse as Reverse);
      expect(comparable(resource, id)).toEqual(before);
    }
  });
});

test('many fields changed at random are put back together, and again when that is undone', async () => {
  let seed = 12;
  const chance = () => {
    seed = (seed * 16_807) % 2_147_483_647;
    return seed / 2_147_483_647;
  };
  for (let round = 0; round < 60; round++) {
    const [operation, id] = UPDATES[round % UPDATES.length] as [Operation, number];
    const { resource, record, fields } = operation;
    standIn.reset();
    const now = standIn.record(resource, id) as NexudusRecord;
    const input: Record<string, unknown> = { [record as string]: id };
    for (const [name, field] of Object.entries(fields)) {
      const values = others(field, now);
      if (name !== record && !field.action && values.length > 0 && chance() < 0.4)
        input[name] = values[Math.floor(chance() * values.length)];
    }
    const before = comparable(resource, id);
    const reverse = await doIt(operation, input);
    if (!reverse) continue;
    const changed = comparable(resource, id);
    const redo = await doIt(reverse.operation, reverse.input);
    expect(comparable(resource, id)).toEqual(before);
    await doIt((redo as Reverse).operation, (redo as Reverse).input);
    expect(comparable(resource, id)).toEqual(changed);
  }
});

test('a rename is undone by a rename, so that it can be where nothing else is switched on', async () => {
  const outcome = await renameTeam.run({ team: ACME, newName: 'Acme Ltd' }, nexudus, attempt);
  expect(reverseOf(renameTeam, outcome, { Name: 'Acme Ltd' }, [renameTeam])).toMatchObject({
    operation: { id: 'team.rename' },
    input: { team: ACME, newName: 'Acme' },
    base: { Id: ACME, Name: 'Acme Ltd' },
    stays: [],
  });
});

test('users who were added to a role are removed by the operation that can, and only they', async () => {
  standIn.put('userroles', { Id: EVENTS, Users: [SAM] });
  const outcome = await addUsersToRole.run({ role: EVENTS, users: [SAM, LEO] }, nexudus, attempt);
  const reverse = reverseOf(addUsersToRole, outcome, {}, operations);
  expect(reverse).toMatchObject({
    operation: { id: 'role.update' },
    input: { role: EVENTS, removeUsers: [LEO] },
  });
  expect(reverse?.input).not.toHaveProperty('addUsers');
  // Where nothing that removes is switched on, it can't be undone.
  expect(reverseOf(addUsersToRole, outcome, {}, [addUsersToRole])).toBeUndefined();
});

test('what someone else added between the form and the write stays when it is undone', () => {
  const base = { Id: EVENTS, Users: [1] };
  const outcome = {
    id: EVENTS,
    message: '',
    before: { Id: EVENTS, Users: [1, 2, 3] },
    sent: { Id: EVENTS, Users: [1, 2, 3], AddedUsers: [], RemovedUsers: [] },
    rehearsed: false,
  };
  // An earlier attempt had added 3 already; someone else added 2.
  const known = sinceForm(addUsersToRole, { role: EVENTS, users: [3] }, base, outcome);
  expect(reverseOf(addUsersToRole, known, {}, operations)?.input).toEqual({ role: EVENTS, removeUsers: [3] });
});

describe('is not offered', () => {
  const outcome = (more: Partial<Outcome>): Outcome => ({
    id: ACME,
    message: '',
    before: { Id: ACME, Name: 'Acme' },
    sent: { Id: ACME, Name: 'Acme Ltd' },
    rehearsed: false,
    ...more,
  });
  test.each([
    ['a rehearsal', { rehearsed: true }],
    ['a record without an id', { id: undefined }],
    ['nothing changed', { sent: { Id: ACME, Name: 'Acme' } }],
    ['a value that Nexudus did not return', { before: { Id: ACME } }],
  ])('for %s', (_what, more) => {
    expect(reverseOf(updateTeam, outcome(more), { Name: 'Acme Ltd' }, operations)).toBeUndefined();
    expect(reverseOf(updateTeam, outcome({}), { Name: 'Acme Ltd' }, operations)).toBeDefined();
  });

  test.each<[string, unknown, unknown]>([
    ['ProfileIsPublic', 'yes', false],
    ['DiscountTariffs', '10,5', 7],
  ])('for %s that read as %j, which would be put back as something else', (property, before, sent) => {
    const odd = outcome({ before: { Id: ACME, [property]: before }, sent: { Id: ACME, [property]: sent } });
    expect(reverseOf(updateTeam, odd, { [property]: sent }, operations)).toBeUndefined();
  });

  test('for a list that read as null: it may have been hidden', () => {
    const sent = { Id: ACME, Name: 'Acme', AddedTeamMembers: [5], RemovedTeamMembers: [] };
    const hidden = outcome({ before: { Id: ACME, Name: 'Acme', TeamMembers: null }, sent });
    expect(reverseOf(updateTeam, hidden, {}, operations)).toBeUndefined();
    const named = reverseOf(
      updateTeam,
      { ...hidden, sent: { ...sent, Name: 'Acme Ltd' } },
      { Name: 'Acme Ltd' },
      operations,
    );
    expect(named).toMatchObject({ input: { team: ACME, name: 'Acme' }, stays: ['Add members'] });
  });

  test('for a room that was created inactive', async () => {
    const room = { location: 1_414_940_210, name: 'Green', participants: 8, active: false };
    expect(await doIt(createVideoRoom, room)).toBeUndefined();
    const active = await doIt(createVideoRoom, { ...room, name: 'Blue', active: true });
    expect(active).toMatchObject({ operation: { id: 'video-room.update' }, input: { active: false } });
  });
});

test('a room is deactivated as long as no one changed that, with every property known as it was left', async () => {
  const room = { location: 1_414_940_210, name: 'Green', participants: 8, active: true };
  const reverse = (await doIt(createVideoRoom, room)) as Reverse;
  // Whatever a record lacks when it is written is then not agreed to be lost.
  expect(reverse.base).toMatchObject({ Name: 'Green', Description: null, OnlyForContacts: null });
  await undo(reverse);
  expect(standIn.record('videorooms', reverse.base.Id)).toMatchObject({ Name: 'Green', Active: false });
});

test('nothing is written where the same field was changed since', async () => {
  const reverse = (await doIt(updateTeam, { team: ACME, name: 'Acme Ltd', maximumMembers: null })) as Reverse;
  standIn.put('teams', { Id: ACME, MaxTeamMemberCount: 50 });
  await expect(undo(reverse)).rejects.toThrow('Maximum members');
  expect(standIn.record('teams', ACME)).toMatchObject({ Name: 'Acme Ltd', MaxTeamMemberCount: 50 });
});
