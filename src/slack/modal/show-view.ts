import type { ModalView } from '@slack/types';
import type { Logger } from 'pino';
import { banner } from '../../forms/blocks.ts';
import type { FormSessions, OpenForm } from '../../forms/form-sessions.ts';
import { textView } from '../../forms/form-view.ts';
import { FormSuperseded } from '../../forms/keep-forms.ts';
import { limits } from '../../forms/limits.ts';
import type { Background } from '../background.ts';
import { byThen } from '../http/in-time.ts';
import { say } from '../text/say.ts';
import type { Screens } from './screens.ts';

/** What it takes to change what stands on a person's screen, and to have it there after a restart. */
export interface ScreenParts {
  forms: FormSessions;
  screens: Screens;
  background: Background;
  log: Logger;
}

/** The screen may wait for the store this long. */
const KEEP_WITHIN_MS = 3000;

export const bannerView = (
  open: OpenForm,
  level: 'error' | 'info' | 'success',
  text: string,
  close: string = say.close,
): ModalView => textView(open.operation, open.form, [banner(level, text)], close);

/** Keeps the form over a restart, or says that it can't be done in time. */
export async function isKept(
  { forms, log }: ScreenParts,
  open: OpenForm,
  withinMs: number,
): Promise<boolean> {
  const kept = forms.keep(open).then(
    () => true,
    (err: unknown) => {
      if (!(err instanceof FormSuperseded)) log.warn({ err }, 'a form could not be kept');
      return false;
    },
  );
  return (await byThen(kept, Date.now() + withinMs)) ?? false;
}

/**
 * Shows a view in the form's place, if it is still on screen. The form is kept before, so that what can be done in the
 * view goes on after a restart.
 * @returns false when it is not shown
 */
export function showView(parts: ScreenParts, open: OpenForm, view: ModalView): Promise<boolean> {
  if (!open.viewId) return Promise.resolve(false);
  const showing = parts.screens.show(
    { view_id: open.viewId },
    {
      async ready() {
        const kept = await isKept(parts, open, KEEP_WITHIN_MS);
        // What another process or person made of it stays on the screen.
        if (open.superseded) return undefined;
        // It warns of what can be submitted: a view that only says something loses nothing.
        if (kept || !view.submit || view.blocks.length >= limits.modalBlocks) return view;
        return { ...view, blocks: [banner('warning', say.notKept), ...view.blocks] };
      },
      instead: (reference) => bannerView(open, 'error', say.notShown(reference)),
    },
  );
  parts.background.add(showing);
  return showing;
}
