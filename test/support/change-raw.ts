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

/** What Slack sends when a button of this modal is pressed as it stands on the screen now, with the state of some fields replaced. */
export function pressRaw(
  stage: Stage,
  modal: Modal,
  button: { actionId: string; value: string },
  replaced: Readonly<Record<string, object>> = {},
): object {
  const { actionId: action_id, value } = button;
  return {
    ...submissionOf(stage, modal, stage.ana.person, replaced),
    type: 'block_actions',
    container: { type: 'view', view_id: modal.id },
    actions: [{ type: 'button', action_id, block_id: `${action_id}.${value}`, value }],
  };
}
