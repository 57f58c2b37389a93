import type { KnownBlock, ModalView } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import type { Access } from '../../access/access.ts';
import type { Person } from '../../access/person.ts';
import { aside, banner, plain } from '../../forms/blocks.ts';
import { charactersIn, limits } from '../../forms/limits.ts';
import type { RightsInWords } from '../../operations/rights.ts';
import type { Submission } from '../../submissions/submission.ts';
import { type Click, isAtHome } from '../http/click.ts';
import type { ephemeral } from '../http/ephemeral.ts';
import { inItsWords, type WordsParts } from '../lookup/in-its-words.ts';
import type { Screens } from '../modal/screens.ts';
import { showPages, textPages } from '../results/pages.ts';
import { whyNotAllowed } from '../results/why-not-allowed.ts';
import { allRights } from '../text/rights-text.ts';
import { say } from '../text/say.ts';
import { type DecisionParts, isPlaceToDecide } from './decision-parts.ts';
import { cardButtonValue, readCardButton, SEE_ALL } from './draw-card.ts';

export interface SeeRightsParts extends DecisionParts, WordsParts {
  personOf(id: string): Promise<Person>;
  access: Access;
  views: WebClient['views'];
  screens: Screens;
}

/** A view takes 250 kB (documented). */
const MOST_CHARACTERS = 100_000;

/** All of what a card stands for, for a person who could make the change themselves; or why it isn't shown. */
async function rightsFor(
  parts: SeeRightsParts,
  click: Click,
  submission: Submission | undefined,
): Promise<{ words: RightsInWords; heading: string } | string> {
  const { approvals, operations, log } = parts;
  const operation = operations.find(({ id }) => id === submission?.operation);
  if (!approvals) return say.approvalsOff;
  if (!submission || !operation) return say.cardGone;
  if (!(await isPlaceToDecide(approvals, click, isAtHome(click)))) return say.cardGone;
  const refused = await whyNotAllowed(parts, click.user, submission, operation);
  if (refused) return refused.sentence;
  const heading = `${(await inItsWords(parts, submission, operation)).title} (${submission.receipt})`;
  if (submission.status !== 'awaiting-approval') {
    const words = (await approvals.approvalOf(submission))?.words;
    return words ? { words, heading } : say.noChanges;
  }
  const content = await approvals.contentOf(submission).catch((err: unknown) => {
    log.warn({ err, receipt: submission.receipt }, 'what a card grants could not be looked up');
    return null;
  });
  if (content === null) return say.mayNotDecide.unknown;
  if (readCardButton(click.value).digest !== content?.digest) {
    await approvals.outdated(submission);
    return say.changedMeanwhile;
  }
  return { words: content.words, heading };
}

/** From a card, they are shown under it to the person alone. */
export async function seeRights(
  parts: SeeRightsParts,
  click: Click,
  submission: Submission | undefined,
  only: ReturnType<typeof ephemeral>,
): Promise<void> {
  const rights = await rightsFor(parts, click, submission);
  if (typeof rights === 'string') return only(rights);
  const { formId, digest, from } = readCardButton(click.value);
  await showPages(only, rights.heading, textPages(allRights(rights.words)), from, {
    actionId: SEE_ALL,
    value: (next) => cardButtonValue({ formId, digest }, next),
  });
}

const modal = (blocks: KnownBlock[]): ModalView => ({
  type: 'modal',
  title: plain(say.permissions, limits.title),
  close: plain(say.close, limits.button),
  blocks,
});

/** As many as a view holds; the card has the rest. */
function fitting(blocks: readonly KnownBlock[]): KnownBlock[] {
  const shown: KnownBlock[] = [];
  for (const block of blocks) {
    if (shown.length > limits.modalBlocks - 3 || charactersIn(shown) > MOST_CHARACTERS)
      return [banner('warning', say.restOnCard), ...shown];
    shown.push(block);
  }
  return shown;
}

/**
 * From Home, in a view of their own.
 * @returns false when Slack would not open it
 */
export async function seeRightsAtHome(parts: SeeRightsParts, click: Click): Promise<boolean> {
  const { views, screens, latest, log } = parts;
  const opening = views.open({
    trigger_id: click.trigger,
    view: modal([banner('info', say.checkingDecision)]),
  });
  const viewId = (await opening.catch(() => undefined))?.view?.id;
  if (!viewId) return false;
  const { formId } = readCardButton(click.value);
  const rights = await latest(formId)
    .then((submission) => rightsFor(parts, click, submission))
    .catch((err: unknown) => {
      log.warn({ err, form: formId }, 'what a card stands for could not be looked up');
      return say.buttonUnread;
    });
  const blocks =
    typeof rights === 'string'
      ? [banner('error', rights)]
      : [aside(rights.heading), ...fitting(textPages(allRights(rights.words)).flat())];
  await screens.show(
    { view_id: viewId },
    {
      ready: async () => modal(blocks),
      instead: (reference) => modal([banner('error', say.unexpected(reference))]),
    },
  );
  return true;
}
