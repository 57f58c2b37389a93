import type { Operation, Problems } from '../../operations/operation.ts';
import type { Zone } from '../../operations/time-in-zone.ts';
import type { Submission } from '../../submissions/submission.ts';
import { failureSentence, unapprovableSentence } from '../text/failure-sentence.ts';
import { notAccepted } from '../text/rejection-line.ts';
import { say } from '../text/say.ts';

/** Why a submission did not succeed: by field, and what fits none. */
export interface WhyAgain {
  problems: Problems;
  others: readonly string[];
}

/** @param inWords false where Nexudus's own words may be private to who presses the button */
function whyItEnded(submission: Submission, operation: Operation, inWords: boolean, zone: Zone): WhyAgain {
  const said = (...others: string[]): WhyAgain => ({ problems: {}, others });
  switch (submission.status) {
    case 'rejected': {
      const { problems, others } = submission;
      if (inWords) return { problems, others: others.length > 0 ? others : [say.again] };
      const short = Object.keys(problems).map((name) => [name, notAccepted(operation.fields[name]?.label)]);
      return { problems: Object.fromEntries(short), others: [`${say.again} ${say.reasonsInPrivate}`] };
    }
    case 'invalid':
      // Whether two still changed the same is compared again.
      return submission.clash ? said() : { problems: submission.problems, others: [say.invalid] };
    case 'failed': {
      if ('failure' in submission) return said(failureSentence(submission.failure, operation, zone));
      return said(unapprovableSentence(submission, submission.unknownOutcomeSince === undefined));
    }
    case 'denied':
      return 'approver' in submission ? said(say.deniedByApprover(submission.reason)) : said();
    case 'expired':
      return said(say.expired);
    default:
      return said();
  }
}

/**
 * What the form says that is opened again after a submission that did not succeed: as its requester was shown it.
 * @param reader Slack id of who opens it
 * @param zone of that person
 */
export function whyAgain(submission: Submission, operation: Operation, reader: string, zone: Zone): WhyAgain {
  const forAll = submission.status === 'rejected' && submission.forAll === true;
  const { problems, others } = whyItEnded(
    submission,
    operation,
    forAll || reader === submission.requester,
    zone,
  );
  // What is under no field of the form is said at its top.
  const known = Object.entries(problems).filter(([name]) => operation.fields[name]);
  const rest = Object.entries(problems).flatMap(([name, text]) => (operation.fields[name] ? [] : [text]));
  const texts = [...others, ...rest];
  const isUnknown =
    submission.unknownOutcomeSince !== undefined && !texts.join(' ').includes(say.earlierAttempt);
  return {
    problems: Object.fromEntries(known),
    others: isUnknown && submission.status !== 'failed' ? [...texts, say.earlierAttempt] : texts,
  };
}
