import type { Random } from './random.ts';
import type { Timeline } from './timeline.ts';

/** What a call to Nexudus may come to. */
export type NexudusFate =
  | 'fine'
  | 'slow'
  | 'unreachable'
  | 'throttled'
  | 'failed-before'
  | 'failed-after'
  | 'silent-before'
  | 'silent-after'
  | 'late'
  | 'rejected'
  | 'partial';

/** What a call to Slack may come to. */
export type SlackFate =
  | 'fine'
  | 'slow'
  | 'limited'
  | 'not-arrived'
  | 'answer-lost'
  | 'answer-late'
  | 'impossible';

const CALM: Record<NexudusFate, number> = {
  fine: 200,
  slow: 6,
  unreachable: 2,
  throttled: 3,
  'failed-before': 2,
  'failed-after': 4,
  'silent-before': 1,
  'silent-after': 3,
  late: 4,
  rejected: 1,
  partial: 4,
};
const OUTAGE: Record<NexudusFate, number> = {
  fine: 10,
  slow: 5,
  unreachable: 6,
  throttled: 6,
  'failed-before': 4,
  'failed-after': 8,
  'silent-before': 4,
  'silent-after': 8,
  late: 8,
  rejected: 1,
  partial: 2,
};
const SLACK: Record<SlackFate, number> = {
  fine: 30,
  slow: 3,
  limited: 2,
  'not-arrived': 1,
  'answer-lost': 2,
  'answer-late': 1,
  impossible: 0.1,
};

/** How bad things are: some runs are quiet, most have outages, and all end well. */
export interface Troubles {
  /** From here on everything works. */
  end(): void;
  over(): boolean;
  nexudus(): NexudusFate;
  slack(): SlackFate;
  /** Slack doesn't say who someone is. */
  nameless(): boolean;
  storeDelayMs(): number;
  store(): 'none' | 'refused' | 'lost';
}

/** @param late whether Nexudus may act after the answer was given up */
export function createTroubles(random: Random, timeline: Timeline, lastsMs: number, late: boolean): Troubles {
  const share = random.pick([0, 0.3, 1, 1, 2]);
  const storeShare = random.pick([0, 0, 1, 3]);
  const outages = Array.from({ length: random.between(0, 3) }, () => {
    const from = random.between(0, lastsMs);
    return { from, until: from + random.between(5_000, 90_000) };
  });
  let ended = false;
  const isOutage = () => outages.some(({ from, until }) => from <= timeline.now && timeline.now < until);
  return {
    end() {
      ended = true;
    },
    over: () => ended,
    nexudus() {
      if (ended) return 'fine';
      const weights = isOutage() ? OUTAGE : CALM;
      const fate = random.weighted({ ...weights, fine: share === 0 ? 1e9 : weights.fine / share });
      return fate === 'late' && !late ? 'silent-after' : fate;
    },
    slack: () =>
      ended ? 'fine' : random.weighted({ ...SLACK, fine: share === 0 ? 1e9 : SLACK.fine / share }),
    nameless: () => !ended && random.happens(0.01 * share),
    storeDelayMs() {
      if (ended || !random.happens(0.03 * storeShare)) return 0;
      return random.happens(0.1) ? random.between(1_000, 20_000) : random.between(1, 80);
    },
    store() {
      if (ended || !random.happens(0.004 * storeShare)) return 'none';
      return random.happens(0.5) ? 'refused' : 'lost';
    },
  };
}
