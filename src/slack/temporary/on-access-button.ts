import type { RespondFn } from '@slack/bolt';
import type { Click } from '../http/click.ts';
import { ephemeral } from '../http/ephemeral.ts';
import type { FormOpener } from '../modal/open-form.ts';
import { END_NOW, EXTEND } from '../results/result-buttons.ts';
import { say } from '../text/say.ts';
import { findAccess } from './find-access.ts';
import { askToEnd, type OnEndParts } from './on-end.ts';

export const isAccessButton = (actionId: string): boolean => [EXTEND, END_NOW].includes(actionId);

export interface OnAccessButtonParts extends OnEndParts {
  openForm: FormOpener;
}

/** *Extend* or *End now* was pressed, on a message or in a list. */
export async function onAccessButton(
  parts: OnAccessButtonParts,
  click: Click,
  respond: RespondFn,
): Promise<void> {
  const { actionId, value, user, trigger, channel } = click;
  // A trigger lives for three seconds, so its view opens first.
  if (actionId === END_NOW) return askToEnd(parts, click, respond);
  const only = ephemeral(respond);
  const found = await findAccess(parts, value);
  if ('problem' in found) return only(found.problem);
  const { submission, operation, access, record } = found;
  // Given again it is reviewed, and approved, as what gives always is. Access decides what the form shows.
  const filled = { [record]: access.role, users: access.users, until: access.until };
  const place = { channel: submission.channel ?? channel, thread: submission.thread };
  const extending = { ...operation, title: say.extendTitle, submit: say.extend };
  const opened = await parts.openForm(extending, { id: trigger, owner: user, place }, { filled });
  if (!opened) await only(say.tooSlowAgain);
}
