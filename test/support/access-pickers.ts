import type { NexudusRecord } from '../../src/sandbox/nexudus/start-nexudus.ts';
import type { Modal } from '../../src/sandbox/slack/start-slack.ts';
import type { Stage } from './use-sandbox.ts';

export type { NexudusRecord };

const EDITORS = 1_413_000_090;
const EVENTS = 1_413_000_006;
const TESS = 1_412_000_008;
const MAY = ['Workspace-Edit', 'Team-Edit', 'UserRole-Edit'];

/** Tess gets a role that changes workspaces, teams and roles, and lists neither customers nor admin users. */
export function letTessEdit({ nexudus }: Stage): void {
  nexudus.put('userroles', { Id: EVENTS, Users: [] });
  const Roles = nexudus
    .records('roles')
    .filter(({ Name }) => MAY.includes(String(Name)))
    .map(({ Id }) => Id);
  nexudus.put('userroles', { Id: EDITORS, Name: 'Editors', Roles, Users: [TESS] });
}

/** The values that a picker offers before anything is typed. */
export const optionsOf = async (form: Modal, label: string): Promise<string[]> =>
  (await form.search(label, '')).map(({ value }) => value);

/** What a picker is answered when a person asks for it past Slack's client: the texts of its options. */
export async function optionsAsked(
  { slack }: Stage,
  form: Modal,
  blockId: string,
  name: string,
): Promise<string[]> {
  const { id, teamId } = slack.person(name);
  const answer = await slack.send('interactive', {
    type: 'block_suggestion',
    team: slack.team,
    user: { id, name, team_id: teamId },
    api_app_id: slack.bot.appId,
    action_id: 'value',
    block_id: blockId,
    value: '',
    container: { type: 'view', view_id: form.id },
    view: { ...form.json, id: form.id },
  });
  if (answer.status !== 200) throw new Error(`status ${answer.status}`);
  const { options = [] } = (answer.body || {}) as { options?: { text: { text: string } }[] };
  return options.map(({ text }) => text.text);
}
