import { DAY_AND_TIME, line, moment, person, words } from '../../forms/rich-text.ts';
import type { TemporaryAccess } from '../../submissions/temporary-access.ts';
import type { Announced } from '../results/announced.ts';
import { type Message, unformatted } from '../results/message.ts';
import { say } from '../text/say.ts';
import { accessActions } from './temporary-parts.ts';

/** Reminds the requester of an end that comes near. */
export function endReminder(
  { submission: { requester, receipt, formId }, repeated }: Announced,
  { until }: TemporaryAccess,
  role: string | undefined,
): Message {
  const again = repeated ? ` ${say.repeated}` : '';
  const what = role ? `${role}: ` : '';
  return {
    text: unformatted(
      `${what}${say.endsSoon.trim()} ${new Date(until).toISOString().slice(0, 16)} UTC (${receipt})`,
    ),
    blocks: [
      {
        type: 'rich_text',
        elements: [
          line(
            words('⏰ '),
            person(requester),
            words(` ${what}${say.endsSoon}`),
            moment(until, DAY_AND_TIME),
            words(`. (${receipt})${again}`),
          ),
        ],
      },
      ...accessActions(formId),
    ],
  };
}
