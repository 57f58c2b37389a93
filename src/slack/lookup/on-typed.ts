import type { Logger } from 'pino';
import type { FormSessions } from '../../forms/form-sessions.ts';
import { say } from '../text/say.ts';
import type { Lookups } from './lookups.ts';
import { onlyEntry, type Suggestions, suggest } from './suggest.ts';

/** What Slack sends while a person types into a picker. */
export interface Typing {
  user: string;
  /** Of the view: the form that the picker stands in. */
  metadata: string;
  block: string;
  text: string;
}

export const readTyping = (body: {
  user: { id: string };
  view?: { private_metadata?: string };
  block_id?: string;
  value?: string;
}): Typing => ({
  user: body.user.id,
  metadata: String(body.view?.private_metadata ?? ''),
  block: String(body.block_id ?? ''),
  text: String(body.value ?? ''),
});

export interface OnTypedParts extends Lookups {
  forms: FormSessions;
  log: Logger;
}

/** Answers a picker with what may be chosen. */
export async function onTyped(
  parts: OnTypedParts,
  { user, metadata, block, text }: Typing,
  ack: (options: Suggestions) => Promise<void>,
): Promise<void> {
  const startedAt = Date.now();
  try {
    const { forms } = parts;
    const open = forms.behind(block, metadata, user) ?? (await forms.of(metadata, user));
    await ack(open ? await suggest(parts, open, block, text, startedAt) : { options: [] });
  } catch (error) {
    parts.log.warn({ err: error }, 'a picker could not be answered');
    // Slack shows no error in a picker, so the one entry that is left says it; its value is no id.
    await ack(onlyEntry(say.pickerDown));
  }
}
