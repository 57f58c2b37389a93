import type { CrashEvent } from './crash-watch.ts';

/** When the bot is killed: so long after a thing was seen, or after the start where there is none. */
export interface Moment {
  name: string;
  after?: readonly CrashEvent[];
  afterMs: number;
  /** The first such things are let pass for so long. */
  armedAfterMs: number;
}

const KINDS: readonly (Omit<Moment, 'afterMs' | 'armedAfterMs'> & {
  share: number;
  ms(x: number): number;
})[] = [
  { name: 'just started', share: 5, ms: (x) => x * 80 },
  { name: 'any time', share: 14, ms: (x) => x * 3000 },
  { name: 'a form sent', after: ['submit'], share: 12, ms: (x) => x * 500 },
  { name: 'a review or question shown', after: ['review'], share: 10, ms: (x) => x * 300 },
  { name: 'Continue pressed', after: ['continue'], share: 13, ms: (x) => x * 600 },
  // Between what Slack or Nexudus took in and the bot's note of it there are only milliseconds.
  { name: 'a card posted or edited', after: ['card'], share: 12, ms: (x) => x ** 3 * 60 },
  { name: 'a decision pressed', after: ['decide'], share: 10, ms: (x) => x * 700 },
  { name: 'an undo confirmed', after: ['undo'], share: 9, ms: (x) => x * 500 },
  { name: 'written to Nexudus', after: ['write'], share: 10, ms: (x) => x * 150 },
  { name: 'announced in a channel', after: ['message', 'outside'], share: 9, ms: (x) => x ** 3 * 100 },
  { name: 'announced among strangers', after: ['outside', 'details'], share: 5, ms: (x) => x ** 2 * 60 },
];
const SHARES = KINDS.reduce((sum, { share }) => sum + share, 0);

export function nextMoment(random: () => number): Moment {
  let point = random() * SHARES;
  const kind = KINDS.find(({ share }) => {
    point -= share;
    return point < 0;
  }) as (typeof KINDS)[number];
  return {
    name: kind.name,
    after: kind.after,
    afterMs: kind.ms(random()),
    armedAfterMs: kind.after ? random() * 400 : 0,
  };
}
