import type { KnownBlock, ModalView } from '@slack/types';
import { banner, type Level, plain } from '../../forms/blocks.ts';
import { limits } from '../../forms/limits.ts';
import { askAdmin } from '../ask-admin/ask-button.ts';
import { END_NOW } from '../results/result-buttons.ts';
import { say } from '../text/say.ts';

/** Callback id of the view that asks whether to end access now. */
export const END_ACCESS = 'end-access';

/** @param formId of what gave the access: a key into the store */
const modal = (formId: string, blocks: KnownBlock[], submit?: string): ModalView => ({
  type: 'modal',
  callback_id: END_ACCESS,
  private_metadata: formId,
  title: plain(say.endTitle, limits.title),
  ...(submit ? { submit: plain(submit, limits.button) } : {}),
  close: plain(submit ? say.cancel : say.close, limits.button),
  blocks,
});

/** @param canAsk it is not for this person, and can be asked for */
export const endSays = (formId: string, level: Level, text: string, canAsk = false): ModalView =>
  modal(formId, [banner(level, text), ...(canAsk ? [askAdmin(`${END_NOW} ${formId}`)] : [])]);

/** Who loses a role now, and who keeps it. */
export interface EndShown {
  role: string;
  removes: string;
  keeps?: string;
}

export const confirmEnd = (formId: string, { role, removes, keeps }: EndShown): ModalView =>
  modal(
    formId,
    [
      { type: 'section', text: plain(say.endOf(role)) },
      { type: 'section', text: plain(removes) },
      ...(keeps ? [banner('info', keeps)] : []),
    ],
    say.endNow,
  );
