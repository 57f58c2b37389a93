import type { Clock } from '../clock.ts';
import { inSpan } from '../tracing.ts';
import { lookOften } from './look-often.ts';
import type { Submission } from './submission.ts';
import type { EndReminder } from './temporary-access.ts';

/** What is announced of a submission. */
export type AnnouncementKind =
  | 'result'
  /** In the thread of the result. */
  | 'thread-reply'
  /** To the requester: the details. */
  | 'direct-message'
  /** In the approval channel. */
  | 'card'
  /** In the card's thread, to the approvers: when half of the time has passed. */
  | 'nudge'
  /** The same, whenever the requester asks for it. */
  | 'reminder'
  /** In the approval channel: access has not ended yet. */
  | 'not-ended'
  /** In the thread of the result. */
  | EndReminder;

/** What a result shows while its approvers can't be reminded again. */
export const REMINDED = 'reminded';

/** Where a message stands. */
export interface Posted {
  channel: string;
  ts: string;
}

/** One thing to deliver, at least once. */
export interface Announcement {
  id: string;
  submissionId: string;
  kind: AnnouncementKind;
  /** Where it stands; absent before it was delivered, and where Slack doesn't return it. */
  posted?: Posted;
  /** Of a reply: where the message stands that it replies to. */
  repliesTo?: Posted;
  /** Deliveries with unknown outcome, this one included; above 1, the message is marked as a possible duplicate. */
  deliveries: number;
  /** Grows with everything there is to say; what was delivered of an older one is delivered again. */
  revision: number;
  /** What a card showed last: a status; and whether a result said that the approvers were reminded. */
  shows?: string;
  /** Names this claim: an older one changes nothing any more. */
  leaseUntil: number;
}

/** What a delivery came to. */
export interface Delivered {
  posted?: Posted;
  shows?: string;
  /** What is to be delivered once this stands. */
  followUps?: readonly ('thread-reply' | 'direct-message')[];
}

/** What the outbox needs of the store. */
export interface OutboxStore {
  /** Takes on one announcement that is due and whose submission is not just being worked on. */
  claim(): Promise<{ announcement: Announcement; submission: Submission } | undefined>;
  delivered(announcement: Announcement, delivered: Delivered): Promise<void>;
  /**
   * Delivers it again at that time.
   * @param certain it was not shown for certain, so the next delivery is no duplicate
   */
  later(announcement: Announcement, at: number, certain: boolean): Promise<void>;
  /** There is no way or no reason to deliver it. */
  drop(announcement: Announcement): Promise<void>;
  /** Writes down where it stands before it is all delivered. False when it is no longer this claim's. */
  placed(announcement: Announcement, posted: Posted): Promise<boolean>;
}

/** It could not be delivered now. */
export class NotDelivered extends Error {
  override name = 'NotDelivered';
  /** It was not shown for certain, so the next delivery is no duplicate. */
  readonly certain: boolean;
  readonly retryAfterMs: number;
  constructor(message: string, certain: boolean, retryAfterMs = 0) {
    super(message);
    this.certain = certain;
    this.retryAfterMs = retryAfterMs;
  }
}

/** Delivers one announcement; undefined: there is no way or no reason to. Rejects with NotDelivered when it is to be tried again. */
export type Deliver = (announcement: Announcement, submission: Submission) => Promise<Delivered | undefined>;

export interface Outbox {
  /** Takes on what is due, now rather than at the next tick. */
  wake(): void;
  start(): void;
  /** Resolves when nothing is being delivered. */
  idle(): Promise<void>;
  /** Delivers what is due, and takes nothing on any more. */
  stop(): Promise<void>;
}

export interface OutboxOptions {
  store: OutboxStore;
  deliver: Deliver;
  clock: Clock;
  /** Something that should not happen did. */
  problem(error: unknown, what: string): void;
  /** True while what other processes write is heard of at once. */
  hears(): boolean;
}

const TICK_MS = 500;
const LONGEST_WAIT_MS = 60_000;

/** The one loop that delivers announcements. */
export function createOutbox({ store, deliver, clock, problem, hears }: OutboxOptions): Outbox {
  const going = new Set<Promise<void>>();
  let taking = true;
  let timer: { stop(): void } | undefined;

  const deliverOne = async (announcement: Announcement, submission: Submission): Promise<void> => {
    try {
      const delivered = await inSpan(
        'announce',
        { kind: announcement.kind, operation: submission.operation, status: submission.status },
        () => deliver(announcement, submission),
        submission.formId,
      );
      await (delivered ? store.delivered(announcement, delivered) : store.drop(announcement));
      if (delivered?.followUps?.length) wake();
    } catch (error) {
      problem(error, 'an announcement could not be delivered yet');
      const { certain, retryAfterMs } =
        error instanceof NotDelivered ? error : { certain: false, retryAfterMs: 0 };
      const wait = Math.min(LONGEST_WAIT_MS, 1000 * 2 ** Math.min(announcement.deliveries, 6));
      const after = Math.max(wait, retryAfterMs);
      await store.later(announcement, clock.now() + after, certain);
      void clock.sleep(after).then(wake);
    }
  };

  const take = (work: Promise<void>): void => {
    const mine: Promise<void> = work
      .catch((error: unknown) => problem(error, 'the outbox could not be written'))
      .finally(() => going.delete(mine));
    going.add(mine);
  };

  const takeAll = async (): Promise<void> => {
    try {
      for (let due = await store.claim(); due; due = await store.claim()) {
        take(deliverOne(due.announcement, due.submission));
        if (!taking) return;
      }
    } catch (error) {
      problem(error, 'the outbox could not be read');
    }
  };

  let looking: Promise<void> | undefined;
  let again = false;
  const wake = (): void => {
    again = true;
    looking ??= (async () => {
      while (again && taking) {
        again = false;
        await takeAll();
      }
    })().finally(() => {
      looking = undefined;
    });
  };
  const idle = async (): Promise<void> => {
    while (looking || going.size > 0) await Promise.all([looking, ...going]);
  };

  return {
    wake,
    idle,
    start() {
      timer = lookOften({ clock, hears }, TICK_MS, wake);
      wake();
    },
    async stop() {
      timer?.stop();
      wake();
      await idle();
      taking = false;
    },
  };
}
