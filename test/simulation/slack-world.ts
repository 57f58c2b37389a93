import type { Person } from '../../src/access/person.ts';
import type { Approvals } from '../../src/approvals/approvals.ts';
import {
  type Announcement,
  type Deliver,
  type Delivered,
  NotDelivered,
  type OutboxStore,
  type Posted,
} from '../../src/submissions/outbox.ts';
import { isOver, type Status } from '../../src/submissions/status.ts';
import type { Submission } from '../../src/submissions/submission.ts';
import { personOf } from './cast.ts';
import type { Random } from './random.ts';
import { EPOCH, type Machine, type Timeline } from './timeline.ts';
import type { Troubles } from './troubles.ts';

/** What a message says, as far as the invariants care. */
export interface Shown {
  kind: Announcement['kind'];
  submission: Submission;
  /** It says that it may be there twice. */
  marked: boolean;
  /** The message that it stood in can't be edited, so that it was deleted. */
  anew?: boolean;
  /** Of a card whose buttons are there. */
  digest?: string;
}

export interface SlackWatcher {
  /** A message came to be. */
  posted(shown: Shown, machine: Machine): void;
  /** A message says this from now on: also one that was just posted. */
  read(shown: Shown): void;
  /** A card with buttons can be pressed. */
  askable(submission: Submission, digest: string): void;
}

const GIVES_UP_MS = 10_000;
/** Edits notify no one: a result that took longer is also said in the thread. */
const LATE_MS = 2 * 60_000;
const CARD_AGAIN_MS = 10_000;

export interface SlackWorldParts {
  timeline: Timeline;
  random: Random;
  troubles: Troubles;
  watcher: SlackWatcher;
}

/** Slack as it truly is: messages, by where they stand. */
export class SlackWorld {
  readonly messages = new Map<string, Shown>();
  readonly #parts: SlackWorldParts;
  #last = 0;

  constructor(parts: SlackWorldParts) {
    this.#parts = parts;
  }

  /** Who a Slack id is, as a process asks. */
  personOf =
    (machine: Machine) =>
    async (id: string): Promise<Person> => {
      const { timeline, random, troubles } = this.#parts;
      if (random.happens(0.3)) await timeline.wait(random.between(1, 200), machine);
      if (troubles.nameless()) throw new Error('Slack does not tell');
      return personOf(id);
    };

  /** Undefined: Slack takes it in no way. Rejects as src/slack/results/deliver.ts does. */
  async #call<T>(machine: Machine, act: () => T): Promise<T | undefined> {
    const { timeline, random, troubles } = this.#parts;
    const wait = (ms: number) => timeline.wait(ms, machine);
    const fate = troubles.slack();
    const there = fate === 'slow' ? random.between(500, 8_000) : random.between(10, 150);
    if (fate === 'impossible') return undefined;
    if (fate === 'limited') {
      await wait(there);
      throw new NotDelivered('limited', true, random.between(1, 30) * 1000);
    }
    if (fate === 'not-arrived') {
      await wait(GIVES_UP_MS);
      throw new NotDelivered('no answer', false);
    }
    const arrives = fate === 'answer-late' ? GIVES_UP_MS + random.between(1, 5_000) : there;
    const answer = new Promise<T>((resolve) => timeline.after(arrives, undefined, () => resolve(act())));
    if (fate === 'answer-lost' || fate === 'answer-late') {
      await wait(GIVES_UP_MS);
      throw new NotDelivered('no answer', false);
    }
    const done = await answer;
    await wait(random.between(5, 60));
    return done;
  }

  #post(machine: Machine, channel: string, shown: Shown): Promise<Posted | undefined> {
    return this.#call(machine, () => {
      const ts = String(++this.#last);
      this.messages.set(ts, shown);
      this.#parts.watcher.posted(shown, machine);
      this.#parts.watcher.read(shown);
      return { channel, ts };
    });
  }

  #edit(machine: Machine, posted: Posted, shown: Shown): Promise<true | undefined> {
    return this.#call(machine, () => {
      this.messages.set(posted.ts, shown);
      this.#parts.watcher.read(shown);
      return true as const;
    });
  }

  deliverOf(machine: Machine, approvals: Approvals, outbox: Pick<OutboxStore, 'placed'>): Deliver {
    const { timeline, watcher } = this.#parts;

    const card = async (
      announcement: Announcement,
      submission: Submission,
    ): Promise<Delivered | undefined> => {
      const { posted } = announcement;
      const shown: Shown = { kind: 'card', submission, marked: false };
      const shows: Status = submission.status;
      if (shows !== 'awaiting-approval') {
        if (!posted) return undefined;
        if (announcement.shows !== shows) await this.#edit(machine, posted, shown);
        return { posted, shows };
      }
      const content = await approvals.contentOf(submission);
      if (!content) return undefined;
      await approvals.approversOf(content, 5);
      let place = posted;
      if (!place) {
        place = await this.#post(machine, 'approvals', shown);
        if (!place) {
          await approvals.undeliverable(submission, 'channel');
          return undefined;
        }
        if (!(await outbox.placed(announcement, place))) return undefined;
      }
      const open = { ...shown, digest: content.digest };
      await this.#edit(machine, place, open);
      await approvals.shown(submission, content);
      timeline.after(0, undefined, () => watcher.askable(submission, content.digest));
      return { posted: place, shows };
    };

    const result = async ({ posted, deliveries }: Announcement, submission: Submission) => {
      const shown: Shown = { kind: 'result', submission, marked: deliveries > 1 };
      const over = isOver(submission.status);
      const details = over && submission.status === 'denied' ? (['direct-message'] as const) : [];
      if (posted && (await this.#edit(machine, posted, shown))) {
        const isAwaited =
          submission.decidedBy !== undefined || EPOCH + timeline.now - submission.submittedAt > LATE_MS;
        return { posted, followUps: over && isAwaited ? (['thread-reply', ...details] as const) : details };
      }
      const place = await this.#post(machine, submission.channel ?? 'direct', {
        ...shown,
        anew: posted !== undefined,
      });
      return place && { posted: place, followUps: details };
    };

    return async (announcement, submission) => {
      const { kind, repliesTo, deliveries } = announcement;
      if (kind === 'result') return result(announcement, submission);
      if (kind === 'card') {
        // As deliver-card.ts: a card that is posted twice asks once, so each delivery counts as certain.
        return card(announcement, submission).catch((error: Error) => {
          throw new NotDelivered(error.message, true, CARD_AGAIN_MS);
        });
      }
      if (kind === 'thread-reply' && !repliesTo) return undefined;
      const shown: Shown = { kind, submission, marked: deliveries > 1 };
      return { posted: await this.#post(machine, 'thread', shown) };
    };
  }
}
