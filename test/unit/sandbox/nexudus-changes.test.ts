import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { type NexudusStandIn, startNexudus } from '../../../src/sandbox/nexudus/start-nexudus.ts';

let nexudus: NexudusStandIn;
beforeAll(async () => {
  nexudus = await startNexudus();
});
beforeEach(() => nexudus.reset());
afterAll(() => nexudus.close());

test('the start data is no change, and neither is what was put back', () => {
  expect(nexudus.changes('videorooms')).toEqual([]);
  const room = nexudus.named('videorooms', 'Focus room');
  nexudus.put('videorooms', { ...room, NumberOfParticipants: 5 });
  nexudus.put('videorooms', room);
  expect(nexudus.changes('videorooms')).toEqual([]);
});

test('changed, new and removed records are told with how they were and are', () => {
  const room = nexudus.named('videorooms', 'Focus room');
  nexudus.put('videorooms', { Id: room.Id, NumberOfParticipants: 5 });
  nexudus.put('videorooms', { Id: room.Id, NumberOfParticipants: 6 });
  const made = nexudus.put('videorooms', { Name: 'Den' });
  const gone = nexudus.records('videorooms').find(({ Id }) => Id !== room.Id && Id !== made.Id);
  nexudus.remove('videorooms', gone?.Id ?? 0);
  expect(
    nexudus
      .changes('videorooms')
      .map(({ name, before, after }) => [name, before?.NumberOfParticipants, after?.NumberOfParticipants]),
  ).toEqual([
    ['Focus room', room.NumberOfParticipants, 6],
    ['Den', undefined, made.NumberOfParticipants],
    [gone?.Name, gone?.NumberOfParticipants, undefined],
  ]);
  nexudus.reset();
  expect(nexudus.changes('videorooms')).toEqual([]);
});

test('the other side of a list changes too', () => {
  const team = nexudus.named('teams', 'Acme');
  const members = team.TeamMembers as number[];
  nexudus.put('teams', { Id: team.Id, TeamMembers: members.slice(1) });
  expect(nexudus.changes('coworkers').map(({ id }) => id)).toEqual([members[0]]);
});

test('names are found by a part of the name or id', () => {
  expect(nexudus.names('videorooms', '', 3)).toMatchObject({ total: 8, first: [{}, {}, {}] });
  expect(nexudus.names('teams', ' acme ', 10)).toMatchObject({ first: [{ name: 'Acme' }, {}] });
  const { Id } = nexudus.named('users', 'Ana Ruiz');
  expect(nexudus.names('users', String(Id), 10)).toEqual({
    total: 1,
    first: [{ id: Id, name: 'Ana Ruiz' }],
  });
});
