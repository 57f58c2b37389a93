import { DAY_AND_TIME, line, moment, person, words } from '../../forms/rich-text.ts';
import { fromNow } from '../../operations/listed.ts';
import type { TemporaryAccess } from '../../submissions/temporary-access.ts';
import type { Announced } from '../results/announced.ts';
import { entriesOf } from '../results/change-lists.ts';
import { type Message, unformatted } from '../results/message.ts';
import { LONGEST_ROLE, onOneLine } from '../text/rights-text.ts';
import { say } from '../text/say.ts';
import { accessActions } from './temporary-parts.ts';

/** Reminds the requester of an end that comes near. */
export function endReminder(
  { submission, repeated }: Announced,
  { until }: TemporaryAccess,
  role: string | undefined,
): Message {
  const { requester, receipt, formId } = submission;
  const changes = submission.status === 'succeeded' ? (submission.verification?.changes ?? []) : [];
  // As the message names them that it stands under.
  const names = changes.map(entriesOf).find(Boolean);
  const again = repeated ? ` ${say.repeated}` : '';
  const ends = say.endsSoon(role && onOneLine(role, LONGEST_ROLE), names);
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
