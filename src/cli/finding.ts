/** One thing that was looked at: a subject, a colon, and how it is or what to do. */
export interface Finding {
  good: boolean;
  text: string;
}

export const good = (text: string): Finding => ({ good: true, text });
export const bad = (text: string): Finding => ({ good: false, text });

/** Ends the check-up with a sentence. */
export class Ended extends Error {}
