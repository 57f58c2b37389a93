import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Nexudus } from '../../../src/nexudus/client.ts';
import type { Outcome } from '../../../src/operations/operation.ts';
import { renameTeam } from '../../../src/operations/team.ts';
import { verifyChange } from '../../../src/operations/verify-change.ts';
import { type NexudusStandIn, startNexudus } from '../../../src/sandbox/nexudus/start-nexudus.ts';
import { always, asBot } from '../nexudus/bot-account.ts';

describe('verifyChange', () => {
  const ACME = 1_414_300_001;
  let standIn: NexudusStandIn;
  let nexudus: Nexudus;
  beforeAll(async () => {
    standIn = await startNexudus();
    nexudus = asBot(standIn.url);
  });
  beforeEach(() => standIn.reset());
  afterAll(() => standIn.close());

  const rename = () =>
    renameTeam.run({ team: ACME, newName: 'Acme Ltd' }, nexudus, {
      again: false,
      guards: [],
      mayWrite: always,
      mayLack: [],
      lent: [],
      now: Date.now,
    });
  const verify = async (outcome: Outcome) => (await verifyChange(nexudus, 'teams', outcome)).differing;

  test('tells what Nexudus holds in the properties that were changed, and in no others', async () => {
    const outcome = await rename();
    standIn.put('teams', { Id: ACME, Name: 'ACME LTD' });
    expect((await verifyChange(nexudus, 'teams', outcome)).held).toEqual({ Name: 'ACME LTD' });
  });

  test('finds nothing where Nexudus holds what was sent', async () => {
    expect(await verify(await rename())).toEqual([]);
    expect(standIn.calls.map(({ method }) => method).slice(-3)).toEqual(['GET', 'PUT', 'GET']);
  });

  test('finds every writable property that Nexudus holds otherwise', async () => {
    const outcome = await rename();
    standIn.put('teams', {
      Id: ACME,
      Name: 'ACME LTD',
      ShareTimePasses: false,
      TeamMembers: [1_415_000_001],
    });
    expect(await verify(outcome)).toEqual([
      { property: 'Name', sent: 'Acme Ltd', found: 'ACME LTD' },
      {
        property: 'TeamMembers',
        sent: [1_415_000_001, 1_415_000_004, 1_415_000_007, 1_415_000_010, 1_415_000_013, 1_415_000_016],
        found: [1_415_000_001],
      },
      { property: 'ShareTimePasses', sent: true, found: false },
    ]);
  });

  test('does not compare what no one can write, nor instructions', async () => {
    const outcome = await rename();
    outcome.sent = { ...outcome.sent, NewTeamLogoUrl: 'https://a.example/b.png', UpdatedBy: 'someone' };
    standIn.put('teams', { Id: ACME, EngagementLevel: 99, SystemId: 'other' });
    expect(await verify(outcome)).toEqual([]);
  });

  test('believes a reply that held the whole record, and asks no second time', async () => {
    standIn.switches.valueIsRecord = true;
    const outcome = await rename();
    standIn.put('teams', { Id: ACME, Name: 'Changed since' });
    expect(await verify(outcome)).toEqual([]);
    expect(standIn.calls.at(-1)?.method).toBe('PUT');
  });

  test('asks again where the reply held only part of the record', async () => {
    const outcome = { ...(await rename()), record: { Id: ACME, Name: 'Acme Ltd' } };
    standIn.put('teams', { Id: ACME, Description: null });
    expect((await verify(outcome)).map(({ property }) => property)).toEqual(['Description']);
  });

  test('has nothing to compare after a rehearsal', async () => {
    const rehearsing = asBot(standIn.url, { writes: false });
    const outcome = await renameTeam.run({ team: ACME, newName: 'x' }, rehearsing, {
      again: false,
      guards: [],
      mayWrite: always,
      mayLack: [],
      lent: [],
      now: Date.now,
    });
    standIn.calls.length = 0;
    expect(await verify(outcome)).toEqual([]);
    expect(standIn.calls).toEqual([]);
  });

  test('rejects when the record can’t be read again', async () => {
    const outcome = await rename();
    standIn.remove('teams', ACME);
    await expect(verify(outcome)).rejects.toThrow('HTTP 404');
  });
});
