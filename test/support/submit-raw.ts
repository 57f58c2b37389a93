import { randomUUID } from 'node:crypto';
import type { Modal, SlackPerson } from '../../src/sandbox/slack/start-slack.ts';
import type { Stage } from './use-sandbox.ts';

/** What the bot answered to a submission that was sent past Slack's own client. */
export interface RawAnswer {
  status: number;
  /** The `response_action`; undefined when the form would close. */
  action: string | undefined;
  /** Sentences by field label. */
  errors: Record<string, string>;
  body: unknown;
}

/** The `view_submission` of a modal as it stands, with the state of some fields replaced (by label). */
export function submissionOf(
  { slack }: Stage,
  modal: Modal,
  person: SlackPerson,
  replaced: Readonly<Record<string, object>> = {},
): object {
  const values: Record<string, Record<string, unknown>> = {};
  for (const { blockId, actionId, label, element, state } of modal.fields()) {
    const given = replaced[label];
    values[blockId] = { [actionId]: given ? { type: element.type, ...given } : state };
  }
  return {
    type: 'view_submission',
    team: slack.team,
    user: { id: person.id, username: person.name, name: person.name, team_id: person.teamId },
    api_app_id: slack.bot.appId,
    token: 'verification-token',
    // Each press has its own.
    trigger_id: randomUUID(),
    view: { ...modal.json, id: modal.id, root_view_id: modal.id, hash: 'x', state: { values } },
    response_urls: [],
    enterprise: null,
    is_enterprise_install: false,
  };
}

/** Submits past Slack's client, which would stop some of what the bot must be ready for. The screen doesn't change. */
export async function submitRaw(
  stage: Stage,
  modal: Modal,
  replaced: Readonly<Record<string, object>> = {},
  person: SlackPerson = stage.ana.person,
): Promise<RawAnswer> {
  const payload = submissionOf(stage, modal, person, replaced);
  const { status, body } = await stage.slack.send('interactive', payload);
  const { response_action: action, errors = {} } = (body || {}) as {
    response_action?: string;
    errors?: Record<string, string>;
  };
  const labelOf = (blockId: string) =>
    modal.fields().find((field) => field.blockId === blockId)?.label ?? blockId;
  return {
    status,
    action,
    errors: Object.fromEntries(Object.entries(errors).map(([id, sentence]) => [labelOf(id), sentence])),
    body,
  };
}
