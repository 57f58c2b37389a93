import type { Failure, LookAlike } from '../../nexudus/failure.ts';
import { nameOf } from '../../operations/name-of.ts';
import type { Operation } from '../../operations/operation.ts';
import { recordTime, timeInZone, type Zone } from '../../operations/time-in-zone.ts';
import type { Unapprovable } from '../../submissions/submission.ts';
import { say } from './say.ts';

/** `permission to change teams (Team-Edit)`, as the dashboard's words and the API's name. */
export const permissionTo = ({ allows, permission }: Operation): string =>
  `permission to ${allows} (${permission})`;

const labelsOf = (properties: readonly string[], operation?: Operation): string =>
  properties.map((property) => (operation ? nameOf(property, operation.resource) : property)).join(', ');

/** `Den (#1414, created 26 Nov, 06:02 UTC), with a different Number of participants` */
function lookAlikeLine(
  { id, name, createdOn, differing, unseen = [] }: LookAlike,
  operation: Operation | undefined,
  zone: Zone,
): string {
  const at = recordTime(createdOn);
  const when = Number.isNaN(at) ? '' : `, created ${timeInZone(at, zone)}`;
  const another = differing.length > 0 ? `, with a different ${labelsOf(differing, operation)}` : '';
  const hidden = unseen.length > 0 ? ` (Nexudus doesn’t show its ${labelsOf(unseen, operation)})` : '';
  return `${name} (#${id}${when})${another}${hidden}`;
}

/**
 * What went wrong and what to do.
 * @param zone of its one reader; undefined for what several people read
 */
export function failureSentence(failure: Failure, operation?: Operation, zone?: Zone): string {
  const unchanged = failure.mayHaveActed ? say.earlierAttempt : 'Nothing was changed.';
  const properties = labelsOf(failure.properties ?? [], operation);
  switch (failure.why) {
    case 'throttled':
      return `Nexudus is asking the bot to slow down. ${unchanged} Try again in a moment.`;
    case 'twin':
      return `Another submission was creating the same record. ${failure.mayHaveActed ? `${unchanged} Then try again.` : `${unchanged} Look in Nexudus before you try again.`}`;
    case 'unreachable':
      return `Nexudus isn’t responding. ${unchanged} Try again in a minute.`;
    case 'chat':
      return `The bot can’t check permissions right now. ${unchanged} Try again in a minute.`;
    case 'store':
      return `The bot’s database isn’t responding. ${unchanged} Try again in a minute.`;
    case 'switched-off':
      return `This action is switched off now. ${failure.mayHaveActed ? `${say.earlierAttempt} ` : ''}Ask the bot’s administrator.`;
    case 'writes-off':
      return `Saving to Nexudus is switched off. ${unchanged} Ask the bot’s administrator.`;
    case 'refused':
      return `${failure.said ? `Nexudus refused this: ${failure.said}` : 'Nexudus refused this without a reason.'} ${unchanged} Ask the bot’s administrator.`;
    case 'bot-denied':
      return `Nexudus refused the bot’s own account: it lacks ${operation ? permissionTo(operation) : 'a permission'}, or it was signed out. ${unchanged} Ask the bot’s administrator.`;
    case 'bot-sign-in':
      return `The bot can’t sign in to Nexudus. ${unchanged} Ask the bot’s administrator to check its user name and password.`;
    case 'gone':
      return `This record was deleted in Nexudus, or the bot’s account can’t see it. ${unchanged} Choose another record, or ask the bot’s administrator.`;
    case 'hidden':
      return `Nexudus doesn’t show the bot who has which roles and locations. ${unchanged} Ask the bot’s administrator to check what the bot’s account may read.`;
    case 'unsure':
      return operation && !operation.record
        ? 'Nexudus didn’t confirm this, so it may have been created. Look in Nexudus before you create it again.'
        : 'Nexudus didn’t confirm this, so it may have been saved. Look at the record in Nexudus; submitting again is safe.';
    case 'look-alike': {
      const alike = (failure.lookAlikes ?? []).map((each) => lookAlikeLine(each, operation, zone)).join('; ');
      if (!failure.mayHaveActed)
        return `The bot created nothing: its first attempt was turned away, and Nexudus now holds the same record: ${alike}. If it is the one you wanted, you are done; otherwise try again to create another one.`;
      return `Nexudus didn’t confirm this, but now holds a record of this name: ${alike}. Look in Nexudus. If it is yours, you are done; otherwise try again to create another one.`;
    }
    case 'incomplete':
      return `Nexudus didn’t return ${properties}, and saving could clear it. ${unchanged} Try again in a minute, or use the Nexudus dashboard.`;
    case 'inexact':
      return `Nexudus returned a number that the bot can’t send back exactly (${properties}). ${unchanged} Ask a network administrator to change it in the Nexudus dashboard.`;
    case 'unexpected':
      return 'Something went wrong in the bot, and this may have gone through. Look in Nexudus, then try again or ask the bot’s administrator.';
  }
}

/** The same of putting something back, where no other record can be chosen. */
export function undoFailure(failure: Failure, operation: Operation): string {
  if (failure.why !== 'gone') return failureSentence(failure, operation);
  return say.undoGone(failure.mayHaveActed ? say.earlierAttempt : 'Nothing was changed.');
}

/**
 * Why no approver can be asked.
 * @param isUnchanged false after an earlier attempt of unknown outcome
 */
export const unapprovableSentence = (
  { unapprovable }: Pick<Unapprovable, 'unapprovable'>,
  isUnchanged = true,
): string => (unapprovable === 'content' ? say.cardRefused : say.unapprovable(isUnchanged));

/** Why a submission waits, without what to do: the bot does it. */
export function waitingReason({ why }: Failure, operation: Operation): string {
  if (why === 'throttled') return 'Nexudus is asking the bot to slow down.';
  if (why === 'twin') return 'Another submission is creating the same record.';
  if (why === 'chat') return 'The bot can’t check permissions right now.';
  if (why === 'store') return 'The bot’s database isn’t responding.';
  if (why === 'unsure')
    return operation.record ? 'Nexudus didn’t confirm the change.' : 'Checking whether it was created.';
  return 'Nexudus isn’t responding.';
}

/** Why access could not be taken away yet, where the bot goes on trying. */
export function failureReason(failure: Failure, operation: Operation): string {
  switch (failure.why) {
    case 'writes-off':
      return 'Saving to Nexudus is switched off.';
    case 'refused':
      return failure.said ?? '';
    case 'bot-denied':
      return `Nexudus refused the bot’s own account: it lacks ${permissionTo(operation)}, or it was signed out. Ask the bot’s administrator.`;
    case 'bot-sign-in':
      return 'The bot can’t sign in to Nexudus. Ask the bot’s administrator to check its user name and password.';
    case 'hidden':
    case 'incomplete':
    case 'inexact':
      return 'Nexudus doesn’t show the bot all of the role. Remove these users from it in the Nexudus dashboard.';
    case 'gone':
      return 'The bot can’t find the role in Nexudus right now.';
    default:
      return waitingReason(failure, operation);
  }
}
