const conjunction = new Intl.ListFormat('en-GB', { type: 'conjunction' });
const numbers = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 20 });

/** `Ana, Leo and Tess` */
export const listed = (texts: readonly string[]): string => conjunction.format(texts);

/** `1,040` */
export const counted = (count: number): string => numbers.format(count);

/** `1 member`, `30 members` */
export const several = (count: number, one: string, many = `${one}s`): string =>
  `${counted(count)} ${count === 1 ? one : many}`;
