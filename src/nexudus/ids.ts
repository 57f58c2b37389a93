/** An id as a number; undefined for what is none. Ids as texts were not seen, and can mean nothing else (assumed). */
export function idOf(value: unknown): number | undefined {
  const id = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  return typeof id === 'number' && Number.isSafeInteger(id) && id > 0 ? id : undefined;
}

/** The entries of a list as numbers; none where there is no list. */
export const idsOf = (value: unknown): number[] => (Array.isArray(value) ? value.map(Number) : []);

/** The ids of a list property; undefined where Nexudus hides them: no list, or one with an entry that is no id. */
export function idList(value: unknown): number[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const ids = value.map(idOf);
  return ids.every((id) => id !== undefined) ? ids : undefined;
}
