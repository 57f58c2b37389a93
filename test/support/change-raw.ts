import type { Modal, SlackPerson } from '../../src/sandbox/slack/start-slack.ts';
import { submissionOf } from './submit-raw.ts';
import type { Stage } from './use-sandbox.ts';

/** What an input of one choice holds. */
export const picked = (value: string) => ({
  selected_option: { text: { type: 'plain_text', text: value }, value },
});

/** What Slack sends when an input of this modal changes, past its own client, with the state of others replaced. */
export function changeRaw(
  stage: Stage,
  modal: Modal,
  person: SlackPerson,
  label: string,
  to: object,
  replaced: Readonly<Record<string, object>> = {},
) {
  const field = modal.fields().find((each) => each.label === label);
  if (!field) throw new Error(`no field ${label}`);
  return stage.slack.send('interactive', {
    ...submissionOf(stage, modal, person, replaced),
    type: 'block_actions',
    container: { type: 'view', view_id: modal.id },
    actions: [{ type: field.element.type, action_id: field.actionId, block_id: field.blockId, ...to }],
  });
}
