import { newReceipt } from '../../submissions/receipt.ts';
import { say } from '../text/say.ts';
import { type Answering, ackUnderFirst } from './answering.ts';
import { type OnConfirmParts, onConfirm } from './on-confirm.ts';
import { type OnSubmitParts, onSubmit } from './on-submit.ts';
import { CONFIRM, formIdIn } from './question.ts';

/** A form, or the question on top of one, was submitted. */
export async function onView(
  parts: OnSubmitParts & OnConfirmParts,
  answering: Answering,
  user: string,
): Promise<void> {
  const { forms, log } = parts;
  const { view } = answering;
  try {
    const open = await forms.of(formIdIn(view.private_metadata), user).catch((err: unknown) => {
      log.warn({ err }, 'a form could not be looked for');
      return null;
    });
    if (!open) return await ackUnderFirst(answering, open === null ? say.storeDown : say.formGone);
    const answer = view.callback_id === CONFIRM ? onConfirm : onSubmit;
    await answer(parts, open, answering);
  } catch (error) {
    const reference = newReceipt();
    log.error({ err: error, reference }, 'a submission failed');
    await ackUnderFirst(answering, say.unexpected(reference));
  }
}
