import { isZone } from '../operations/time-in-zone.ts';

/** How far a zone's clocks are from UTC at a moment, in milliseconds. */
function offsetAt(at: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(at);
  const part = (type: string) => Number(parts.find((each) => each.type === type)?.value);
  const wall = Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
    part('second'),
  );
  return wall - Math.floor(at / 1000) * 1000;
}

/** The moment at which clocks of a zone show what a clock of UTC shows at `wall`. */
function inZone(wall: number, timeZone: string): number {
  const near = wall - offsetAt(wall, timeZone);
  return wall - offsetAt(near, timeZone);
}

/** In some countries 5/6 is in May, in others in June. */
const hasTwoReadings = (text: string): boolean => {
  const [, one = '', other = ''] = /(?<![\d:./-])(\d{1,2})[/.-](\d{1,2})(?![\d:])/.exec(text) ?? [];
  return one !== '' && one !== other && Number(one) <= 12 && Number(other) <= 12;
};

/**
 * The moment that words such as `friday 18:00` mean to a person: in milliseconds since 1970, and undefined unless all of the
 * words are understood, in one way. A day without a time is meant to its end.
 * @param zone of that person; UTC where it isn't known
 */
export async function momentInWords(text: string, now: number, zone = 'UTC'): Promise<number | undefined> {
  if (hasTwoReadings(text)) return undefined;
  const timeZone = isZone(zone) ? zone : 'UTC';
  // Loaded only where it is used: it is large, and most forms are opened without a moment.
  const { GB } = await import('chrono-node/en');
  // As if the person's clocks were those of UTC.
  const here = { instant: new Date(now + offsetAt(now, timeZone)), timezone: 0 };
  const [found, second] = GB.parse(text, here, { forwardDate: true });
  if (!found || second || found.end || found.text.trim() !== text.trim()) return undefined;
  const { start } = found;
  const wall = start.date();
  // "in 2 hours" is counted from now, "friday 18:00 UTC" names another zone, "friday" has no time.
  const isFromNow = start.tags().has('result/relativeDateAndTime');
  if (start.isCertain('timezoneOffset') && !isFromNow) return wall.getTime();
  const hasTime = isFromNow || start.isCertain('hour');
  if (!hasTime) wall.setUTCHours(23, 59);
  wall.setUTCSeconds(0, 0);
  return inZone(wall.getTime(), timeZone);
}
