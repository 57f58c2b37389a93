import { setTimeout as sleep } from 'node:timers/promises';
import type { KnownBlock } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import { banner, plain } from '../../forms/blocks.ts';
import type { FormSessions } from '../../forms/form-sessions.ts';
import { textView } from '../../forms/form-view.ts';
import type { Click } from '../http/click.ts';
import type { Lookups } from '../lookup/lookups.ts';
import { askedIn, formIdIn } from '../modal/question.ts';
import { denialSentence } from '../text/denial-sentence.ts';
import { say } from '../text/say.ts';

/** A trigger lives for three seconds, and Slack needs some of them. */
const DECIDE_WITHIN_MS = 1500;

export interface OnSeePermissionsParts extends Lookups {
  forms: FormSessions;
  views: WebClient['views'];
}

/** The button under a review: puts all of what the review says in short on top of it. */
export async function onSeePermissions(
  parts: OnSeePermissionsParts,
  { view, user, trigger }: Click,
): Promise<void> {
  const open = view && (await parts.forms.of(formIdIn(view.metadata), user));
  if (!open) return;
  const { operation, form } = open;
  const decided = parts
    .personOf(user)
    .then((person) => parts.access.decide(person, { permission: operation.permission }))
    .catch(() => undefined);
  const decision = await Promise.race([decided, sleep(DECIDE_WITHIN_MS, undefined)]);
  // As the review was found: what it asks to confirm is that, whatever Nexudus holds by now.
  const details = askedIn(open, view.metadata)?.details;
  const blocks: KnownBlock[] = !decision
    ? [banner('info', say.buttonUnread)]
    : !decision.allowed
      ? [banner('error', denialSentence(decision, operation))]
      : details
        ? details.map((text) => ({ type: 'section', text: plain(text) }))
        : [banner('info', say.outdated)];
  await parts.views.push({ trigger_id: trigger, view: textView(operation, form, blocks, say.back) });
}
