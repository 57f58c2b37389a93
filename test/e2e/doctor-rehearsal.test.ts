import { describe, expect, test } from '@jest/globals';
import { doctorSettings, runDoctorTyping } from '../support/run-doctor.ts';
import { useSandbox } from '../support/use-sandbox.ts';

const stage = useSandbox();
const ACME = 1_414_300_001;
const BOT_ROLE = 1_413_000_005;

const rehearse = (typed: string, args: string[], settings: Record<string, string> = {}) =>
  runDoctorTyping(typed, { ...doctorSettings(stage), ...settings }, '--rehearse', ...args);
const writes = () =>
  stage.nexudus.calls.filter(({ method, path }) => method !== 'GET' && path !== '/api/token');

describe('a record is saved as it is, and every property compared', () => {
  test('after yes was typed: none is lost', async () => {
    const before = stage.nexudus.record('teams', ACME);
    const { code, lines, errors } = await rehearse('yes\n', ['team', String(ACME)]);
    expect(lines).toEqual([
      expect.stringMatching(
        /^✓ Rehearsal: team 1414300001 \(Acme\) was saved, and all \d\d properties are as they were\./,
      ),
    ]);
    expect(errors).toMatch(
      /^This reads team 1414300001 \(Acme\) from Nexudus and saves it as it is, with its \d\d /,
    );
    expect([code, writes().length]).toEqual([0, 1]);
    const after = stage.nexudus.record('teams', ACME);
    expect({ ...after, UpdatedOn: before?.UpdatedOn, UpdatedBy: before?.UpdatedBy }).toEqual(before);
  });

  test('what a save loses is named, with what it was', async () => {
    stage.nexudus.put('teams', { Id: ACME, DiscountCode: 'SPRING' });
    stage.nexudus.switches.onArrival = (method) => {
      if (method === 'PUT')
        stage.nexudus.switches.readAs = [{ resource: 'teams', property: 'DiscountCode', value: null }];
    };
    const { code, lines } = await rehearse('', ['team', String(ACME), '--yes']);
    expect([code, lines]).toEqual([
      1,
      [
        '✗ Rehearsal: team 1414300001 (Acme): DiscountCode was "SPRING" and is null. Put it right in Nexudus, and keep WRITES=off until this is understood.',
      ],
    ]);
  });
});

test('without a yes, with WRITES=off, for the bot’s own role or for what isn’t there, nothing is written', async () => {
  const nothing = { code: 1, lines: [] as string[] };
  expect(await rehearse('no\n', ['team', String(ACME)])).toMatchObject({
    ...nothing,
    errors: expect.stringMatching(/Nothing was written\.\n$/),
  });
  expect(await rehearse('', ['team', String(ACME)])).toMatchObject(nothing);
  expect(await rehearse('yes\n', ['team', String(ACME)], { WRITES: 'off' })).toEqual({
    ...nothing,
    errors: 'WRITES=off: nothing is written. Set WRITES=on for a rehearsal.\n',
  });
  const usage = 'Usage: npm run doctor -- --rehearse team|role|video-room|workspace ID [--yes]\n';
  expect(await rehearse('', ['plan', '1', '--yes'])).toEqual({ ...nothing, errors: usage });
  expect((await rehearse('', ['role', String(BOT_ROLE), '--yes'])).lines).toEqual([
    expect.stringMatching(/^✗ Rehearsal: nothing was written\. /),
  ]);
  expect((await rehearse('', ['team', '1', '--yes'])).lines).toEqual([
    '✗ Rehearsal: there is no team 1 in Nexudus.',
  ]);
  expect(writes()).toEqual([]);
});
