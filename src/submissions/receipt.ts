import { randomInt } from 'node:crypto';

// No vowels and no look-alikes: a receipt is read out on the phone and never spells a word.
const ALPHABET = '23456789BCDFGHJKMNPQRSTVWXZ';

/** A short name for one submission or one error, such as `NX-7F3K2MQ`. */
export const newReceipt = (): string =>
  `NX-${Array.from({ length: 7 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('')}`;
