import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Nexudus } from '../../../src/nexudus/client.ts';
import type { Guard, Operation, Values } from '../../../src/operations/operation.ts';
import { addUsersToRole, updateRole } from '../../../src/operations/role.ts';
import { renameTeam, updateTeam } from '../../../src/operations/team.ts';
import { updateVideoRoom } from '../../../src/operations/video-room.ts';
import { updateWorkspace } from '../../../src/operations/workspace.ts';
import { type NexudusStandIn, startNexudus } from '../../../src/sandbox/nexudus/start-nexudus.ts';
import { always, asBot } from '../nexudus/bot-account.ts';

const ACME = 1_414_300_001;
const BLUE_ROOM = 1_414_200_001;
const NEWSLETTER = 1_414_700_001;
const [RECEPTION, BOT_ROLE] = [1_413_000_002, 1_413_000_005];
const UMA = 1_412_000_007;

let standIn: NexudusStandIn;
let nexudus: Nexudus;
beforeAll(async () => {
  standIn = await startNexudus();
  nexudus = asBot(standIn.url);
});
beforeEach(() => standIn.reset());
afterAll(() => standIn.close());

const run = (operation: Operation, input: Values, guards: readonly Guard[]) =>
  operation.run(input, nexudus, {
    again: false,
    guards,
    mayWrite: always,
    mayLack: [],
    lent: [],
    now: Date.now,
  });
const puts = () => standIn.calls.filter(({ method }) => method === 'PUT');

/** With the operation's id as the title. */
const named = (cases: [Operation, Values][]) =>
  cases.map(([operation, input]) => [operation.id, operation, input] as const);

test.each(
  named([
    [renameTeam, { team: ACME, newName: 'Acme Ltd' }],
    [updateTeam, { team: ACME, name: 'Acme Ltd' }],
    [updateVideoRoom, { room: BLUE_ROOM, name: 'Red room' }],
    [updateWorkspace, { workspace: NEWSLETTER, name: 'News' }],
    [updateRole, { role: RECEPTION, name: 'Front desk' }],
    [addUsersToRole, { role: RECEPTION, users: [UMA] }],
  ]),
)(
  '%s runs the guards in order on the record as it was read, and writes after the last',
  async (_id, operation, input) => {
    const seen: unknown[] = [];
    const { before } = await run(operation, input, [
      (record) => seen.push(['first', record, puts().length]),
      (record) => seen.push(['second', record, puts().length]),
    ]);
    expect(before?.Id).toBe(input[operation.record ?? '']);
    expect(seen).toEqual([
      ['first', before, 0],
      ['second', before, 0],
    ]);
    expect(puts()).toHaveLength(1);
  },
);

test('a guard that throws stops the write, and those after it do not run', async () => {
  const ran: string[] = [];
  const stopped = run(renameTeam, { team: ACME, newName: 'Acme Ltd' }, [
    () => ran.push('first'),
    () => {
      throw new Error('not this one');
    },
    () => ran.push('third'),
  ]);
  await expect(stopped).rejects.toThrow('not this one');
  expect(ran).toEqual(['first']);
  expect(puts()).toHaveLength(0);
});

test.each(
  named([
    [updateRole, { role: BOT_ROLE, name: 'Other' }],
    [addUsersToRole, { role: BOT_ROLE, users: [UMA] }],
  ]),
)('%s adds a guard of its own: the bot’s role is not written', async (_id, operation, input) => {
  await expect(run(operation, input, [])).rejects.toMatchObject({
    name: 'ValidationError',
    problems: { role: expect.stringContaining('own account') },
  });
  expect(puts()).toHaveLength(0);
});
