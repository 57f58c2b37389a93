const conjunction = new Intl.ListFormat('en-GB', { type: 'conjunction' });
const moments = new Intl.RelativeTimeFormat('en-GB');
const numbers = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 20 });

/** `Ana, Leo and Tess` */
export const listed = (texts: readonly string[]): string => conjunction.format(texts);

/** `1,040` */
export const counted = (count: number): string => numbers.format(count);

/** `1 member`, `30 members` */
export const several = (count: number, one: string, many = `${one}s`): string =>
  `${counted(count)} ${count === 1 ? one : many}`;

const HOUR_MS = 60 * 60_000;

/** `in 24 hours`, `in 50 minutes`, of a moment to come */
export const fromNow = (ms: number): string =>
  ms >= HOUR_MS
    ? moments.format(Math.round(ms / HOUR_MS), 'hour')
    : moments.format(Math.max(1, Math.round(ms / 60_000)), 'minute');
