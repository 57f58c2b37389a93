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

const DAY_MS = 24 * 60 * 60_000;

/**
 * The moment at which clocks of a zone show what a clock of UTC shows at `wall`; undefined where they show it twice, or never, because
 * they are changed in that night.
 */
function inZone(wall: number, timeZone: string): number | undefined {
  const offsets = [wall - DAY_MS, wall + DAY_MS].map((at) => offsetAt(at, timeZone));
  const moments = [...new Set(offsets)].map((offset) => wall - offset);
  const [only, second] = moments.filter((at) => at + offsetAt(at, timeZone) === wall);
  return second === undefined ? only : undefined;
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
  // "Monday 4 December", where the 4th is a Friday.
  const weekday = start.isCertain('weekday') && start.isCertain('day') ? start.get('weekday') : undefined;
  if (weekday !== undefined && weekday !== null && weekday !== wall.getUTCDay()) return undefined;
  // "in 2 hours" is counted from now, "friday 18:00 UTC" names another zone, "friday" has no time.
  const isFromNow = start.tags().has('result/relativeDateAndTime');
  if (start.isCertain('timezoneOffset') && !isFromNow) return wall.getTime();
  const hasTime = isFromNow || start.isCertain('hour');
  if (!hasTime) wall.setUTCHours(23, 59);
  wall.setUTCSeconds(0, 0);
  // Clocks that are changed meanwhile make it no longer and no shorter.
  if (isFromNow) return wall.getTime() - offsetAt(now, timeZone);
  return inZone(wall.getTime(), timeZone);
}
