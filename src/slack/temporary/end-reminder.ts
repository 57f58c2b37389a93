import { DAY_AND_TIME, line, moment, person, words } from '../../forms/rich-text.ts';
import { fromNow } from '../../operations/listed.ts';
import type { TemporaryAccess } from '../../submissions/temporary-access.ts';
import type { Announced } from '../results/announced.ts';
import { type Message, unformatted } from '../results/message.ts';
import { LONGEST_ROLE, onOneLine } from '../text/rights-text.ts';
import { say } from '../text/say.ts';
import { accessActions } from './temporary-parts.ts';

/** Reminds the requester of an end that comes near. */
export function endReminder(
  { submission: { requester, receipt, formId }, repeated }: Announced,
  { until }: TemporaryAccess,
  role: string | undefined,
): Message {
  const again = repeated ? ` ${say.repeated}` : '';
  const ends = say.endsSoon(role && onOneLine(role, LONGEST_ROLE));
  return {
    // A notification is the same text for readers of all zones.
    text: unformatted(`${ends}${fromNow(until - Date.now())} (${receipt})`),
    blocks: [
      {
        type: 'rich_text',
        elements: [
          line(
            words('⏰ '),
            person(requester),
            words(` ${ends}`),
            moment(until, DAY_AND_TIME),
            words(`. (${receipt})${again}`),
          ),
        ],
      },
      ...accessActions(formId),
    ],
  };
}
