/** Of what came from outside: String() fails on objects that have their own idea of toString. */
const asText = (value: unknown): string =>
  typeof value === 'object' ? JSON.stringify(value) : String(value);

/** Null, absent, blank (also where it is of spaces alone) and false are one thing to the API: it answers any of them for what is not set. */
const normalised = (value: unknown): unknown => {
  if (value === undefined || value === null || value === '' || value === false) return null;
  if (Array.isArray(value)) return value.length === 0 ? null : value.map(asText).sort().join(',');
  if (typeof value === 'string') return value.replace(/\r\n?/g, '\n').trim() || null;
  // Ids may come as texts (assumed).
  return value === true ? value : asText(value);
};

export const sameValue = (a: unknown, b: unknown): boolean => normalised(a) === normalised(b);

/** A number that was cleared may read back as 0 (assumed). */
export const isCleared = (sent: unknown, found: unknown): boolean => normalised(sent) === null && found === 0;

/** What was sent is held. */
export const isHeld = (sent: unknown, found: unknown): boolean =>
  sameValue(sent, found) || isCleared(sent, found);
