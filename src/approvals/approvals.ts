import { createHash } from 'node:crypto';
import type { Directory } from '../nexudus/directory.ts';
import { locationOf } from '../nexudus/resources.ts';
import { describeOthers } from '../operations/describe-changes.ts';
import type { Operation } from '../operations/operation.ts';
import {
  endOfAll,
  REVIEWED_MS,
  type RightsInWords,
  rightsInWords,
  type SeenRole,
  seenRole,
} from '../operations/rights.ts';
import type { Posted } from '../submissions/outbox.ts';
import type { Status } from '../submissions/status.ts';
import type { Submission, Unapprovable } from '../submissions/submission.ts';
import type { TemporaryStore } from '../submissions/temporary-access.ts';
import type { Approval, ApprovalStore } from './approval-store.ts';
import { grantOf, grantOver, REMIND_EVERY_MS } from './grant.ts';
import type { ApprovalPolicy, Eligible, GrantAsked, MayDecide } from './policy.ts';

export interface ApprovalsOptions {
  store: ApprovalStore;
  policy: ApprovalPolicy;
  /** All there are, also those that are switched off. */
  operations: readonly Operation[];
  directory: Directory;
  /** Who has a role only until a moment, through this bot. */
  lent(role: number): Promise<number[]>;
  /** When users lose a role again that is put back to them. */
  endOfPutBack: TemporaryStore['endOfPutBack'];
  /** False where people of other organisations read along in the approval channel, or that isn't known. */
  isChannelOurs(): Promise<boolean>;
  /** An approved submission is to be run. */
  wake(): void;
  /** There is something new to announce; resolves when it was, or after a few seconds. */
  announce(): Promise<void>;
  ended(submission: Submission, status: Status): void;
  /** Something went wrong, and who asked is only told that it isn't known. */
  problem(error: unknown, what: string): void;
  now(): number;
}

/** What a card shows, from the role as it is now. */
export interface CardContent {
  words: RightsInWords;
  digest: string;
  role: SeenRole;
  /** Who could approve it. */
  asked: GrantAsked;
}

/** Why a decision does not count. */
export type NotDecided =
  | Exclude<MayDecide, 'may'>
  /** There is no such submission, or it can't be approved. */
  | 'gone'
  | 'decided-before'
  /** The card shows something else than the change would grant by now, and is shown again. */
  | 'changed';

export interface WaitingFor {
  shown: { submission: Submission; words: RightsInWords; digest: string }[];
  /** They are in the approval channel, so something may come to wait for them. */
  isInChannel: boolean;
  /** The card of something is just being shown. */
  isIncomplete: boolean;
}

/** So many of what waits are looked at for one person. */
const MOST_LOOKED_AT = 30;

export interface Approvals {
  /** Undefined when the submission grants no access. */
  contentOf(submission: Submission): Promise<CardContent | undefined>;
  /** Those who could approve it, at most so many. */
  approversOf(content: CardContent, most: number): Promise<Eligible>;
  approvalOf(submission: Submission): Promise<Approval | undefined>;
  /** Where its card stands. */
  cardOf(submission: Submission): Promise<Posted | undefined>;
  /** The card shows this now. */
  shown(submission: Submission, content: CardContent): Promise<void>;
  /** What this person may decide on, as the cards show it, the most urgent first; for a screen of their own. */
  waitingFor(user: string): Promise<WaitingFor>;
  /** Whether they are in the approval channel now. */
  isInChannel(user: string): Promise<boolean>;
  /** The card has to be shown again. */
  outdated(submission: Submission): Promise<void>;
  /** Why this person may not decide on it; undefined when they may. */
  whyNot(submission: Submission | undefined, user: string): Promise<NotDecided | undefined>;
  /** @param digest of what the card showed */
  approve(submission: Submission | undefined, user: string, digest: string): Promise<NotDecided | undefined>;
  deny(
    submission: Submission | undefined,
    user: string,
    digest: string,
    reason: string | undefined,
  ): Promise<NotDecided | undefined>;
  /** From when on its approvers can be reminded again; undefined where they can now. */
  remindableAt(submission: Submission): Promise<number | undefined>;
  /** Nudges the approvers of what has waited for half of its time, and offers to remind them where that can be done again. */
  nudge(): Promise<void>;
  /** Reminds the approvers, for the requester; or says from when on that can be done again. */
  remind(submission: Submission): Promise<'reminded' | 'over' | { again: number }>;
  /** Slack can't show its card, so that no approver can be asked. */
  undeliverable(submission: Submission, why: Unapprovable['unapprovable']): Promise<void>;
  /** Shows in this channel what was asked in another one, and ends what is not offered any more. */
  start(channel: string, offered: readonly string[]): Promise<void>;
}

/** Names all of what a card stands for, and for which submission, so that an approval counts for that and nothing else. */
const digestOf = ({ id, operation, input, requester }: Submission, words: RightsInWords): string =>
  createHash('sha256')
    .update(JSON.stringify([id, operation, input, requester, words]))
    .digest('hex')
    .slice(0, 32);

export function createApprovals(options: ApprovalsOptions): Approvals {
  const { store, policy, operations, directory } = options;
  const operationOf = ({ operation }: Submission) => operations.find(({ id }) => id === operation);

  const contentOf = async (
    submission: Submission,
    withinMs = REVIEWED_MS,
  ): Promise<CardContent | undefined> => {
    const { input, requester, locations } = submission;
    const operation = operationOf(submission);
    const named = operation && grantOf(operation, input);
    if (!operation?.record || !named) return undefined;
    const id = Number(input[operation.record]);
    const { record: now } = await directory.record(operation.resource, id, withinMs);
    const others = await describeOthers(operation, input, now, directory);
    const grant = grantOver(operation, input, now, await options.lent(id)) ?? named;
    const end = submission.cause
      ? await options.endOfPutBack(submission.cause, id, grant.usersAdded)
      : endOfAll(operation.endsAt?.(input), grant);
    const words = await rightsInWords(grant, others, now, directory, end);
    return {
      words,
      digest: digestOf(submission, words),
      role: seenRole(now),
      asked: {
        requester,
        permission: operation.permission,
        // As the form showed it, as it is to be and as it is now: an approver has access to all of them.
        locations: [...locations, locationOf(operation.resource, now)],
        usersAdded: named.usersAdded,
      },
    };
  };

  const outdated = async ({ id }: Submission): Promise<void> => {
    await store.outdated(id);
    await options.announce();
  };

  const whyNot: Approvals['whyNot'] = async (submission, user) => {
    const operation = submission && operationOf(submission);
    const grant = operation && grantOf(operation, submission.input);
    if (!grant) return 'gone';
    if (submission.status !== 'awaiting-approval') return 'decided-before';
    if (!(await options.isChannelOurs())) return 'unknown';
    const { requester, locations } = submission;
    const { permission } = operation;
    const answer = await policy.answer(user, {
      requester,
      permission,
      locations,
      usersAdded: grant.usersAdded,
    });
    return answer === 'may' ? undefined : answer;
  };

  return {
    contentOf: (submission) => contentOf(submission),
    approversOf: ({ asked }, most) => policy.eligible(asked, most),
    approvalOf: ({ id }) => store.of(id),
    cardOf: ({ id }) => store.cardOf(id),
    shown: ({ id }, { digest, words }) => store.shown(id, digest, words),
    async waitingFor(user) {
      if (!(await policy.isMember(user, true))) return { shown: [], isInChannel: false, isIncomplete: false };
      const waiting = await store.waiting(MOST_LOOKED_AT);
      const mine = await Promise.all(
        waiting.map(async ({ submission, approval: { words, digest } }) => {
          if ((await whyNot(submission, user)) !== undefined) return undefined;
          return { submission, words, digest };
        }),
      );
      const found = mine.filter((each) => each !== undefined);
      return {
        shown: found.flatMap(({ submission, words, digest }) =>
          words && digest !== undefined ? [{ submission, words, digest }] : [],
        ),
        isInChannel: true,
        isIncomplete: found.some(({ digest }) => digest === undefined),
      };
    },
    isInChannel: (user) => policy.isMember(user),
    outdated,
    whyNot,
    async approve(submission, user, digest) {
      const refused = await whyNot(submission, user);
      if (refused || !submission) return refused ?? 'gone';
      // As it is now.
      const content = await contentOf(submission, 0).catch((error: unknown) => {
        options.problem(error, `what ${submission.receipt} grants could not be looked up`);
        return null;
      });
      if (content === null) return 'unknown';
      const approval = await store.of(submission.id);
      // A card that shows something else than the submission is now, or the role or its permissions changed since.
      if (!content || digest !== approval?.digest || digest !== content.digest) {
        await outdated(submission);
        return 'changed';
      }
      // The role may have been moved since the form showed it.
      const elsewhere = await policy.answer(user, content.asked);
      if (elsewhere !== 'may') return elsewhere;
      if (!(await store.approve(submission.id, user, digest, content.role))) return 'decided-before';
      options.wake();
      await options.announce();
      return undefined;
    },
    async deny(submission, user, digest, reason) {
      const refused = await whyNot(submission, user);
      if (refused || !submission) return refused ?? 'gone';
      if (digest !== (await store.of(submission.id))?.digest) return 'changed';
      const denied = await store.deny(submission.id, user, digest, reason);
      if (!denied) return 'decided-before';
      options.ended(denied, 'denied');
      void options.announce();
      return undefined;
    },
    async remindableAt({ id }) {
      const { remindedAt } = (await store.of(id)) ?? {};
      const again = remindedAt === undefined ? 0 : remindedAt + REMIND_EVERY_MS;
      return again > options.now() ? again : undefined;
    },
    async nudge() {
      const offers = await store.offerReminders(options.now() - REMIND_EVERY_MS);
      if ((await store.nudge()) || offers) void options.announce();
    },
    async remind({ id }) {
      const reminded = await store.remind(id, options.now() - REMIND_EVERY_MS);
      if (reminded === 'reminded') void options.announce();
      return typeof reminded === 'string' ? reminded : { again: reminded.last + REMIND_EVERY_MS };
    },
    async undeliverable({ id }, why) {
      const failed = await store.giveUp(id, why);
      if (failed) options.ended(failed, 'failed');
      void options.announce();
    },
    async start(channel, offered) {
      await store.moveCards(channel);
      for (const failed of await store.endOthers(offered)) options.ended(failed, 'failed');
      void options.announce();
    },
  };
}
