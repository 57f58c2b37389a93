export const isZone = (timeZone: string): boolean => {
  try {
    return Boolean(new Intl.DateTimeFormat('en-GB', { timeZone }));
  } catch {
    return false;
  }
};

/**
 * When a record says something happened, in milliseconds since 1970; NaN where it doesn't. The API's samples name UTC by a Z
 * (documented); a time without a zone is of UTC too (assumed). Where the year isn't first, day and month can't be told apart.
 */
export const recordTime = (text: unknown): number => {
  const iso = typeof text === 'string' && /^\d{4}-/.test(text) ? text : '';
  return Date.parse(/(?:Z|[+-]\d\d:?\d\d)$/.test(iso) ? iso : `${iso}Z`);
};

/** A reader's time zone, such as Europe/London; undefined where it isn't known. */
export type Zone = string | undefined;

/** `26 Nov, 14:03 GMT`: an error in a form can't show a time in its reader's zone by itself. UTC where the zone isn't known. */
export const timeInZone = (at: number, zone: Zone): string =>
  new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    timeZone: zone !== undefined && isZone(zone) ? zone : 'UTC',
    timeZoneName: 'short',
  }).format(at);
