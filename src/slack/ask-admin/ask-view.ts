import type { KnownBlock, ModalView } from '@slack/types';
import { banner, option, plain } from '../../forms/blocks.ts';
import { ACTION_ID } from '../../forms/controls.ts';
import { limits, shortened } from '../../forms/limits.ts';
import type { Operation } from '../../operations/operation.ts';
import { say } from '../text/say.ts';
import type { Wanted } from './wanted.ts';

/** Callback id of the view. */
export const ASKING = 'asking-admin';
export const WHAT = 'what';
export const NOTE = 'note';

export const LONGEST_NOTE = 300;

const modal = (blocks: KnownBlock[], metadata = ''): ModalView => ({
  type: 'modal',
  callback_id: ASKING,
  private_metadata: metadata,
  title: plain(say.askAdmin, limits.title),
  close: plain(say.close, limits.button),
  blocks,
});

export const askSentence = (level: 'success' | 'error', sentence: string): ModalView =>
  modal([banner(level, sentence)]);

/** Before it is known what this person can't do by themselves. */
export const askOpening = (): ModalView => modal([banner('info', say.opening)]);

/**
 * Asks for a note, and for what is wanted unless that is known.
 * @param wanted what is asked for, where it is known
 * @param others what this person can't do by themselves
 */
export function askView(
  wanted: Pick<Wanted, 'key' | 'what' | 'command'> | undefined,
  others: readonly Operation[],
): ModalView {
  const what: KnownBlock = wanted
    ? {
        type: 'section',
        text: plain(
          wanted.command
            ? `${wanted.what}\n/nexudus ${shortened(wanted.command, limits.sectionText - 500)}`
            : wanted.what,
        ),
      }
    : {
        type: 'input',
        block_id: WHAT,
        label: plain(say.askWhat),
        element: {
          type: 'static_select',
          action_id: ACTION_ID,
          options: others.map(({ id, summary }) => option(summary, id)),
        },
      };
  const note: KnownBlock = {
    type: 'input',
    block_id: NOTE,
    optional: true,
    label: plain(say.askNote),
    hint: plain(say.askNoteHint),
    element: { type: 'plain_text_input', action_id: ACTION_ID, multiline: true, max_length: LONGEST_NOTE },
  };
  return { ...modal([what, note], wanted?.key ?? ''), submit: plain(say.askSend, limits.button) };
}
