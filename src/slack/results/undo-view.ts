import type { KnownBlock, ModalView, RichTextElement } from '@slack/types';
import { aside, banner, type Level, plain } from '../../forms/blocks.ts';
import { limits } from '../../forms/limits.ts';
import { line } from '../../forms/rich-text.ts';
import type { Change } from '../../operations/describe-changes.ts';
import { type CauseKind, REVERSALS } from '../../submissions/cause.ts';
import { askAdmin } from '../ask-admin/ask-button.ts';
import { CAUSE_WORDS } from '../text/caused.ts';
import { say } from '../text/say.ts';
import { changePages, type Reveal } from './change-lists.ts';

/** Callback id of the view that asks whether to undo. */
export const UNDO = 'undo';

/** Action id of the button that looks where an undo stands. */
export const LOOK_AGAIN = 'undo-look-again';

/** What an undo's button and view stand for: a kind, and a key into the store. */
export interface UndoAsked {
  kind: CauseKind;
  /** The form of the submission that is put back. */
  formId: string;
}

const isReversal = (kind: string): kind is CauseKind => (REVERSALS as readonly string[]).includes(kind);

export const isUndoButton = isReversal;

/** Undefined for what is none of ours. */
export function readUndo(text: string): UndoAsked | undefined {
  const [kind = '', formId = ''] = text.split(' ');
  return isReversal(kind) ? { kind, formId } : undefined;
}

/** What is to be confirmed. */
export interface UndoShown {
  /** What was done, and its receipt. */
  heading: string;
  changes: readonly Change[];
  /** Which values this person may see. */
  reveal: Reveal;
  /** Who gets what, where people's rights change; it says the changes too. */
  review: readonly RichTextElement[][];
  /** Labels of what can't be put back. */
  stays: readonly string[];
  questions: readonly string[];
  needsApproval?: boolean;
}

const keyOf = ({ kind, formId }: UndoAsked): string => `${kind} ${formId}`;

const modal = (asked: UndoAsked, blocks: KnownBlock[], submit?: string): ModalView => ({
  type: 'modal',
  callback_id: UNDO,
  private_metadata: keyOf(asked),
  title: plain(CAUSE_WORDS[asked.kind].title, limits.title),
  ...(submit ? { submit: plain(submit, limits.button) } : {}),
  close: plain(submit ? say.cancel : say.close, limits.button),
  blocks,
});

/** What is said in place of the question. */
export interface UndoSaid {
  level: Level;
  text: string;
  /** It may go on, so that there is a way to look again: also after a restart, when nothing changes the view by itself. */
  isOpen?: boolean;
  /** It is not for this person, and can be asked for. */
  canAsk?: boolean;
}

export const undoSays = (asked: UndoAsked, { level, text, isOpen, canAsk }: UndoSaid): ModalView =>
  modal(asked, [
    banner(level, text),
    ...(isOpen ? [lookAgain(asked)] : []),
    ...(canAsk ? [askAdmin(keyOf(asked))] : []),
  ]);

const lookAgain = (asked: UndoAsked): KnownBlock => ({
  type: 'actions',
  elements: [
    {
      type: 'button',
      action_id: LOOK_AGAIN,
      text: plain(say.checkAgain, limits.button),
      value: keyOf(asked),
    },
  ],
});

export function confirmUndo(asked: UndoAsked, shown: UndoShown): ModalView {
  const { heading, changes, reveal, review, stays, questions, needsApproval } = shown;
  const [lists = [], ...more] = changePages(changes, reveal);
  return modal(
    asked,
    [
      ...(needsApproval ? [banner('info', say.needsApproval)] : []),
      { type: 'section', text: plain(heading) },
      ...(review.length > 0
        ? review.map((part): KnownBlock => ({ type: 'rich_text', elements: [line(...part)] }))
        : lists),
      ...(more.length === 0 || review.length > 0 ? [] : [aside(say.undoCut)]),
      ...(stays.length > 0 ? [banner('warning', say.cantUndo(stays))] : []),
      ...questions.map((text) => banner('warning', text)),
    ],
    needsApproval ? say.requestApproval : CAUSE_WORDS[asked.kind].title,
  );
}
