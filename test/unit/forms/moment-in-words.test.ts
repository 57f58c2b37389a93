import { describe, expect, test } from '@jest/globals';
import { momentInWords } from '../../../src/forms/moment-in-words.ts';

/** A Thursday, in winter time. */
const NOW = Date.parse('2026-11-26T15:46:30Z');

const read = async (text: string, zone?: string): Promise<string | undefined> => {
  const at = await momentInWords(text, NOW, zone);
  return at === undefined ? undefined : new Date(at).toISOString();
};

describe('words that mean a moment', () => {
  test.each([
    ['friday 18:00', 'Europe/London', '2026-11-27T18:00:00.000Z'],
    ['friday 18:00', 'Europe/Madrid', '2026-11-27T17:00:00.000Z'],
    ['Friday at 6pm', 'America/New_York', '2026-11-27T23:00:00.000Z'],
    ['next monday 9am', 'Asia/Kolkata', '2026-11-30T03:30:00.000Z'],
    ['2026-12-04 18:00', 'Europe/London', '2026-12-04T18:00:00.000Z'],
    ['3 dec 17:30', 'Europe/London', '2026-12-03T17:30:00.000Z'],
    // A day without a time is meant to its end, in that person's zone.
    ['tomorrow', 'Europe/Madrid', '2026-11-27T22:59:00.000Z'],
    ['in 2 weeks', 'Europe/London', '2026-12-10T23:59:00.000Z'],
    ['31 December', 'Europe/London', '2026-12-31T23:59:00.000Z'],
    ['in 2 hours', 'Europe/Madrid', '2026-11-26T17:46:00.000Z'],
    // The clocks are changed before then.
    ['3 july 2027 18:00', 'Europe/London', '2027-07-03T17:00:00.000Z'],
    ['friday 18:00 UTC', 'Europe/Madrid', '2026-11-27T18:00:00.000Z'],
    // Of a person in Auckland it is Friday already.
    ['today 18:00', 'Pacific/Auckland', '2026-11-27T05:00:00.000Z'],
  ])('%s in %s', async (text, zone, expected) => {
    expect(await read(text, zone)).toBe(expected);
  });

  test('are those of UTC where the zone isn’t known', async () => {
    expect(await read('friday 18:00')).toBe('2026-11-27T18:00:00.000Z');
    expect(await read('friday 18:00', 'Mars/Olympus')).toBe('2026-11-27T18:00:00.000Z');
  });

  test.each([
    'late',
    // The 4th is a Friday; on 28 March clocks go from 01:00 to 02:00, and on 31 October they show 01:30 twice.
    'Monday 4 December',
    '28 March 2027 01:30',
    '31 October 2027 01:30',
    'friday 18:00 please',
    'eod friday',
    'friday or saturday',
    'monday to wednesday',
    '5/6/2027',
    '05.06.2027 18:00',
    '',
  ])('“%s” is not understood in one way, so it is not guessed', async (text) => {
    expect(await read(text, 'Europe/London')).toBeUndefined();
  });

  test('hours from now are as many hours, also in the night in which clocks are changed', async () => {
    const before = Date.parse('2027-03-28T00:30:00Z');
    const at = await momentInWords('in 2 hours', before, 'Europe/London');
    expect(at).toBe(before + 2 * 60 * 60_000);
    expect(await read('28 March 2027 02:30', 'Europe/London')).toBe('2027-03-28T01:30:00.000Z');
    expect(await read('31 October 2027 02:30', 'Europe/London')).toBe('2027-10-31T02:30:00.000Z');
  });

  test('a day above twelve can be read in one way only', async () => {
    expect(await read('25/12/2026 18:00', 'Europe/London')).toBe('2026-12-25T18:00:00.000Z');
  });
});
