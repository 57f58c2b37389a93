import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Pace } from '../../../src/sandbox/nexudus/pace.ts';
import { type NexudusStandIn, startNexudus } from '../../../src/sandbox/nexudus/start-nexudus.ts';
import { type Caller, callerAs, logIn } from './nexudus-caller.ts';

const ROOM = 1414200001;
const ROOMS = '/api/community/videorooms';
let nexudus: NexudusStandIn;
let call: Caller;
beforeAll(async () => {
  nexudus = await startNexudus();
  call = await callerAs(nexudus, 'ana@harbour.example');
});
beforeEach(() => nexudus.reset());
afterAll(() => nexudus.close());

const rename = (name: string) => call('PUT', ROOMS, { ...nexudus.record('videorooms', ROOM), Name: name });
const nameNow = () => nexudus.record('videorooms', ROOM)?.Name;

async function took(work: Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work;
  return performance.now() - started;
}

describe('A slow stand-in Nexudus', () => {
  test('waits before acting', async () => {
    nexudus.switches.slowMs = 300;
    const work = rename('Slow room');
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(nameNow()).toBe('Blue room');
    expect(await took(work)).toBeGreaterThan(50);
    expect(nameNow()).toBe('Slow room');
  });

  test('or waits after acting', async () => {
    nexudus.switches.slowAfterMs = 400;
    const work = rename('Slow answer');
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(nameNow()).toBe('Slow answer');
    expect(await took(work)).toBeGreaterThan(30);
  });

  test('cuts off at a reset what it has not answered, and doesn’t act', async () => {
    const arrived = new Promise<void>((resolve) => {
      Object.assign(nexudus.switches, { slowMs: 60_000, onArrival: () => resolve() });
    });
    const work = rename('Hung').catch((error: Error) => error.message);
    await arrived;
    nexudus.reset();
    expect(await work).toBe('fetch failed');
    expect([nameNow(), nexudus.calls]).toEqual(['Blue room', []]);
  });
});

describe('A stand-in Nexudus that is down', () => {
  test.each([
    ['500', 500, '{"Message":"An error has occurred."}'],
    ['502-html', 502, expect.stringContaining('<h1>502 Bad Gateway</h1>')],
    ['503', 503, expect.stringContaining('<h1>503 Service Unavailable</h1>')],
    ['ooops400', 400, expect.stringContaining('Ooops! There was a problem while running this action')],
  ] as const)('with %s answers so and does nothing', async (down, status, text) => {
    nexudus.switches.down = down;
    expect(await rename('Never')).toMatchObject({ status, text });
    expect(nameNow()).toBe('Blue room');
  });

  test('cuts the connection before acting', async () => {
    nexudus.switches.down = 'cut';
    await expect(rename('Never')).rejects.toThrow('fetch failed');
    expect(nameNow()).toBe('Blue room');
    expect(nexudus.calls.at(-1)).toMatchObject({ method: 'PUT', path: ROOMS, status: 0 });
  });

  test('or after acting', async () => {
    nexudus.switches.cutAfterActing = true;
    await expect(rename('Written')).rejects.toThrow('fetch failed');
    expect(nameNow()).toBe('Written');
  });

  test('still logs people in, unless the fault is for the token endpoint only', async () => {
    nexudus.switches.down = '500';
    expect((await logIn(nexudus, 'ana@harbour.example')).status).toBe(200);
    nexudus.switches.only = 'token';
    expect((await logIn(nexudus, 'ana@harbour.example')).status).toBe(500);
    expect((await rename('Up')).status).toBe(200);
  });

  test('can be down for writes or reads only', async () => {
    Object.assign(nexudus.switches, { down: '503', only: 'writes' });
    expect((await call('GET', `${ROOMS}/${ROOM}`)).status).toBe(200);
    expect((await rename('Never')).status).toBe(503);
    nexudus.switches.only = 'reads';
    expect((await call('GET', `${ROOMS}/${ROOM}`)).status).toBe(503);
    expect((await rename('Written')).status).toBe(200);
  });

  test('comes back after the given number of calls', async () => {
    Object.assign(nexudus.switches, { down: '500', only: 'writes', times: 2 });
    expect((await rename('One')).status).toBe(500);
    expect((await call('GET', ROOMS)).status).toBe(200);
    expect((await rename('Two')).status).toBe(500);
    expect((await rename('Three')).status).toBe(200);
    expect(nexudus.switches).toMatchObject({ down: 'no' });
    Object.assign(nexudus.switches, { down: '500', times: 0 });
    expect((await rename('Four')).status).toBe(200);
  });
});

describe('A stand-in Nexudus that throttles', () => {
  test('answers 409 with Retry-After and nothing else', async () => {
    nexudus.switches.throttle = '409';
    const { status, headers, text } = await rename('Never');
    expect([status, headers.get('Retry-After'), text]).toEqual([409, '1', '']);
    expect(nameNow()).toBe('Blue room');
  });

  test('or 429 with the wait in words', async () => {
    nexudus.switches.throttle = '429';
    expect(await call('GET', ROOMS)).toMatchObject({ status: 429, text: 'Wait 1 seconds' });
  });

  test('keeps each token to one call in 100 ms', async () => {
    nexudus.switches.pace = true;
    const priya = await callerAs(nexudus, 'priya@harbour.example');
    const statusOf = async (caller: Caller) => (await caller('GET', `${ROOMS}?size=1`)).status;
    const burst = await Promise.all(Array.from({ length: 10 }, () => statusOf(call)));
    expect(new Set(burst)).toEqual(new Set([200, 409]));
    expect(await statusOf(priya)).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, 110));
    expect(await statusOf(call)).toBe(200);
  });

  test('keeps each token to 120 calls and 60 writes a minute', () => {
    const pace = new Pace();
    const take = (write: boolean, at: number) => pace.take('a token', write, at);
    for (let n = 0; n < 60; n += 1) expect(take(true, n * 200)).toBe(0);
    expect(take(true, 12_000)).toBe(48);
    for (let n = 60; n < 120; n += 1) expect(take(false, n * 200)).toBe(0);
    expect(take(false, 24_000)).toBe(36);
    expect(pace.take('another', true, 24_000)).toBe(0);
    expect(take(true, 60_001)).toBe(0);
    expect(take(false, 60_050)).toBe(1);
  });
});

describe('A stand-in Nexudus told to refuse', () => {
  const refuse = [
    { property: 'NumberOfParticipants', message: 'must be 500 or less' },
    { property: 'Business', message: 'may not be null' },
  ];
  const json = {
    Message: 'NumberOfParticipants: must be 500 or less',
    Value: null,
    Errors: [
      { AttemptedValue: 8, Message: 'must be 500 or less', PropertyName: 'NumberOfParticipants' },
      { AttemptedValue: 1414940210, Message: 'may not be null', PropertyName: 'Business' },
    ],
    WasSuccessful: false,
  };

  test('answers every write with those errors', async () => {
    nexudus.switches.refuse = refuse;
    expect(await rename('Never')).toMatchObject({ status: 400, json });
    expect(nameNow()).toBe('Blue room');
  });

  test('may do so with HTTP 200', async () => {
    Object.assign(nexudus.switches, { refuse, refuseWith200: true });
    expect(await rename('Never')).toMatchObject({ status: 200, json });
    nexudus.switches.refuse = [];
    expect(await rename('')).toMatchObject({ status: 200, json: { WasSuccessful: false } });
  });
});

describe('Other ways to answer', () => {
  test('Value may be the whole record', async () => {
    nexudus.switches.valueIsRecord = true;
    const { json } = await rename('Whole');
    expect(json.Value).toEqual(nexudus.record('videorooms', ROOM));
  });

  test('a success may have no body', async () => {
    nexudus.switches.emptyBodies = true;
    expect(await rename('Silent')).toMatchObject({ status: 200, text: '' });
    expect(nameNow()).toBe('Silent');
  });

  test('every call can be given a latency', async () => {
    const far = await startNexudus({ latencyMs: 60 });
    expect(await took(logIn(far, 'ana@harbour.example'))).toBeGreaterThan(55);
    await far.close();
  });
});
