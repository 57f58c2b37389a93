import type { RespondFn } from '@slack/bolt';
import type { Logger } from 'pino';
import type { Access } from '../../access/access.ts';
import type { Person } from '../../access/person.ts';
import type { Encryption } from '../../forms/form-sessions.ts';
import { shortened } from '../../forms/limits.ts';
import type { Operation } from '../../operations/operation.ts';
import type { Zone } from '../../operations/time-in-zone.ts';
import type { Intake } from '../../submissions/intake.ts';
import { isOver } from '../../submissions/status.ts';
import type { Answer, Submission } from '../../submissions/submission.ts';
import { askAdmin } from '../ask-admin/ask-button.ts';
import type { Click } from '../http/click.ts';
import { deliveryKey } from '../http/delivery-key.ts';
import { ephemeral } from '../http/ephemeral.ts';
import type { FormOpener } from '../modal/open-form.ts';
import { asCaused } from '../text/caused.ts';
import { denialSentence } from '../text/denial-sentence.ts';
import { doneOf } from '../text/result-title.ts';
import { say } from '../text/say.ts';
import { changePages, revealTo } from './change-lists.ts';
import { showPages } from './pages.ts';
import { CANCEL, FIX, SHOW_CHANGES, TRY_AGAIN } from './result-buttons.ts';
import { whyAgain } from './why-again.ts';
import { whyNotAllowed } from './why-not-allowed.ts';

/** Of what Nexudus said, in the heading of a page. */
const LONGEST_MESSAGE = 700;

export const isResultButton = (actionId: string): boolean =>
  [FIX, TRY_AGAIN, CANCEL, SHOW_CHANGES].includes(actionId);

export interface OnResultButtonParts {
  operations: readonly Operation[];
  personOf(id: string): Promise<Person>;
  access: Access;
  /** The last submission of a form. */
  latest(formId: string): Promise<Submission | undefined>;
  submissions: Intake & { cancel(formId: string, by: string): Promise<boolean> };
  openForm: FormOpener;
  encryption: Encryption;
  /** Where people may ask for what they can't do; absent when they can't. */
  requestsChannel?: string;
  log: Logger;
}

/** Submits again what was submitted; the person who presses the button is its requester. */
function tryAgain(
  { submissions }: OnResultButtonParts,
  { user: requester, trigger, at, value }: Click,
  submission: Submission,
  operation: Operation,
): Promise<Answer> {
  const { formId, receipt, input, base, channel, thread, responseUrl, responseUrlUntil, locations } =
    submission;
  const place = { channel, thread, responseUrl, responseUrlUntil };
  const delivery = deliveryKey(trigger, requester, at, TRY_AGAIN, value);
  return submissions.submit({
    formId,
    delivery,
    receipt,
    operation,
    input,
    base,
    requester,
    ...place,
    locations,
  });
}

/** Opens the form as it was submitted. */
async function openAgain(
  parts: OnResultButtonParts,
  { trigger, user }: Click,
  submission: Submission,
  operation: Operation,
  only: ReturnType<typeof ephemeral>,
): Promise<void> {
  const { formId, receipt, input, base, locations, channel, thread, responseUrlUntil } = submission;
  const responseUrl = submission.responseUrl ? parts.encryption.decrypt(submission.responseUrl) : undefined;
  const place = { channel, thread, responseUrl, responseUrlUntil };
  const mayBeOurs = submission.unknownOutcomeSince !== undefined;
  const why = (zone: Zone) => whyAgain(submission, operation, user, zone);
  const again = { id: formId, receipt, input, locations, base, mayBeOurs, why };
  const opened = await parts.openForm(operation, { id: trigger, owner: user, place }, { again });
  if (!opened) await only(say.tooSlowAgain);
}

async function showChanges(
  parts: OnResultButtonParts,
  { user, value }: Click,
  submission: Submission,
  operation: Operation,
  only: ReturnType<typeof ephemeral>,
): Promise<void> {
  const refused = await whyNotAllowed(parts, user, submission, operation);
  if (refused) return only(refused.sentence);
  const changes = submission.status === 'succeeded' ? (submission.verification?.changes ?? []) : [];
  if (submission.status !== 'succeeded' || changes.length === 0) return only(say.noChanges);
  const { reveal, isAll } = await revealTo(await parts.personOf(user), parts.access, operation);
  const { outcome, requester, receipt, formId } = submission;
  const { message } = outcome;
  // In it may be names of people.
  const said =
    message && (isAll || user === requester)
      ? `. ${say.fromNexudus(shortened(message, LONGEST_MESSAGE))}`
      : '';
  const heading = `${doneOf(asCaused(submission, operation), outcome)} (${receipt})${said}`;
  return showPages(only, heading, changePages(changes, reveal), Number(value.split(' ')[1]), {
    actionId: SHOW_CHANGES,
    value: (next) => `${formId} ${next}`,
  });
}

export async function onResultButton(
  parts: OnResultButtonParts,
  click: Click,
  respond: RespondFn,
): Promise<void> {
  const { actionId, user } = click;
  const [formId = ''] = click.value.split(' ');
  const only = ephemeral(respond);
  const submission = await parts.latest(formId).catch((err: unknown) => {
    parts.log.warn(
      { err, form: formId, button: actionId },
      'what a button belongs to could not be looked up',
    );
    return null;
  });
  if (submission === null) return only(say.buttonUnread);
  const operation = parts.operations.find(({ id }) => id === submission?.operation);
  if (!submission || !operation) return only(say.submissionGone);

  if (actionId === SHOW_CHANGES) return showChanges(parts, click, submission, operation, only);
  if (submission.cause && actionId !== CANCEL) return only(say.pressAgain);
  if (actionId !== CANCEL) {
    if (submission.erased) return only(say.submissionErased);
    if (submission.status === 'succeeded')
      return only(say.alreadyDone(submission.receipt, submission.outcome.rehearsed));
    if (!isOver(submission.status)) return only(say.underWay);
  }
  // Another person than the requester sees in the form and its review what they would grant.
  const asForm =
    actionId === FIX || (actionId === TRY_AGAIN && operation.rights && user !== submission.requester);
  // A trigger lives for three seconds, so the form opens first and access decides what it shows.
  if (asForm) return openAgain(parts, click, submission, operation, only);
  const refused = await whyNotAllowed(parts, user, submission, operation);
  if (refused) {
    const canAsk = parts.requestsChannel !== undefined && refused.canBeGiven;
    return only(refused.sentence, canAsk ? [askAdmin(`${actionId} ${formId}`)] : []);
  }
  if (actionId === TRY_AGAIN) {
    const answer = await tryAgain(parts, click, submission, operation);
    // Every other end is announced in the channel.
    if (answer.status === 'conflicting-resubmission') await only(say.underWay);
    else if (answer.status === 'unrecorded') await only(say.unrecordedClick(answer.sure));
    else if (answer.status === 'denied' && 'decision' in answer)
      await only(denialSentence(answer.decision, operation));
    else if (answer.status === 'invalid') await only(Object.values(answer.problems).join(' '));
    return;
  }
  const cancelled = await parts.submissions.cancel(formId, user).catch((err: unknown) => {
    parts.log.warn({ err, receipt: submission.receipt }, 'a cancellation could not be recorded');
    return undefined;
  });
  if (cancelled === undefined) await only(say.cancelUnsure);
  else if (!cancelled) await only(say.cancelledTooLate);
}
