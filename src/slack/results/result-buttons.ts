import type { KnownBlock } from '@slack/types';
import { plain } from '../../forms/blocks.ts';
import { limits } from '../../forms/limits.ts';
import { REVERSALS } from '../../submissions/cause.ts';
import { say } from '../text/say.ts';

/** Action ids of the buttons under a result; their value is the form's id, a key into the store. */
export const SHOW_CHANGES = 'show-changes';
export const TRY_AGAIN = 'try-again';
export const FIX = 'fix';
export const CANCEL = 'cancel';
export const REMIND = 'remind';
export const EXTEND = 'extend-access';
export const END_NOW = 'end-access-now';

/** A button under a result: its action id, what it says, and what it stands for where that is not the message's own form. */
export type ResultButton = readonly [id: string, label: string, value?: string];

export const AGAIN: ResultButton = [TRY_AGAIN, say.tryAgain];
export const FIX_IT: ResultButton = [FIX, say.fix];
export const STOP_IT: ResultButton = [CANCEL, say.cancel];
export const EXTEND_IT: ResultButton = [EXTEND, say.extend];
export const END_IT: ResultButton = [END_NOW, say.endNow];
export const REMIND_THEM: ResultButton = [REMIND, say.remind];

/** What reads comes first, what takes something back comes last. */
const ORDER: readonly string[] = [
  SHOW_CHANGES,
  TRY_AGAIN,
  FIX,
  REMIND,
  EXTEND,
  END_NOW,
  CANCEL,
  ...REVERSALS,
];

/** The row of buttons under a result; undefined where there are none. */
export const resultButtons = (formId: string, buttons: readonly ResultButton[]): KnownBlock | undefined =>
  buttons.length === 0
    ? undefined
    : {
        type: 'actions',
        elements: [...buttons]
          .sort(([one], [other]) => ORDER.indexOf(one) - ORDER.indexOf(other))
          .map(([id, label, value = formId]) => ({
            type: 'button',
            action_id: id,
            text: plain(label, limits.button),
            value,
          })),
      };
