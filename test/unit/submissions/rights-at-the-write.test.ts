import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { renameTeam } from '../../../src/operations/team.ts';
import { type NexudusStandIn, startNexudus } from '../../../src/sandbox/nexudus/start-nexudus.ts';
import { pressOf, startSubmissions } from './in-memory.ts';

const [ACME, ANA] = [1_414_300_001, 1_412_000_002];
let standIn: NexudusStandIn;
let life: Awaited<ReturnType<typeof startSubmissions>>;
beforeAll(async () => {
  standIn = await startNexudus();
});
beforeEach(async () => {
  standIn.reset();
  life = await startSubmissions(standIn);
});
afterEach(async () => {
  standIn.switches.onArrival = undefined;
  jest.restoreAllMocks();
  await life.close();
});
afterAll(() => standIn.close());

const writes = () => standIn.calls.filter(({ method, path }) => method !== 'GET' && path !== '/api/token');
const rename = () =>
  life.submissions.submit(pressOf('form-1', renameTeam, { team: ACME, newName: 'Acme Ltd' }));

/** Lets so long pass, as far as the bot’s clock tells, each time the record is read to be written. What is remembered of people lasts 50 s. */
function breakBeforeTheWrite(ms: number, times: number, act: () => void = () => {}): void {
  const now = performance.now.bind(performance);
  let passed = 0;
  jest.spyOn(performance, 'now').mockImplementation(() => now() + passed);
  let left = times;
  standIn.switches.onArrival = (method, path) => {
    if (method !== 'GET' || !path.endsWith(`/teams/${ACME}`) || left-- <= 0) return;
    passed += ms;
    act();
  };
}
const takeRole = () => void standIn.put('users', { Id: ANA, Active: false });

describe('a write that waited long for its turn', () => {
  test('is not sent when its requester lost the right meanwhile', async () => {
    breakBeforeTheWrite(51_000, 1, takeRole);
    expect(await rename()).toMatchObject({ status: 'denied' });
    expect(writes()).toEqual([]);
  });

  test('is sent once, after the rights were checked again', async () => {
    breakBeforeTheWrite(51_000, 1);
    expect(await rename()).toMatchObject({ status: 'succeeded' });
    expect(writes()).toHaveLength(1);
  });

  test('is left to a later attempt when it never gets its turn in time', async () => {
    breakBeforeTheWrite(51_000, 3);
    expect(await rename()).toMatchObject({ status: 'waiting', failure: { mayHaveActed: false } });
    expect(writes()).toEqual([]);
    expect((await life.until(2))[1]?.submission.status).toBe('succeeded');
    expect(writes()).toHaveLength(1);
  });
});
