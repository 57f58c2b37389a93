import type { ReceiverEvent } from '@slack/bolt';

/** As forms and what stands in their place are called: form-sessions.ts, cause.ts. */
const FORM_ID = /^(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{32})$/;

/** The form that a view or a button is about, for its trace alone: what comes from Slack is not believed. */
export function formMeant({ view, actions }: ReceiverEvent['body']): string | undefined {
  const [pressed] = Array.isArray(actions) ? actions : [];
  const words = `${view?.private_metadata ?? ''} ${pressed?.value ?? ''}`;
  return words.split(' ').find((word) => FORM_ID.test(word));
}
