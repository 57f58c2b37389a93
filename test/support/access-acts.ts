import { randomUUID } from 'node:crypto';
import type { Ack, Modal, SlackClient } from '../../src/sandbox/slack/start-slack.ts';
import { NOT_YOUR_LOCATION } from './access-cast.ts';
import { NO_LOCATION_DENIED, say } from './sentences.ts';
import { submissionOf } from './submit-raw.ts';
import type { Stage } from './use-sandbox.ts';

// What the access table does and how it puts what came of it into a word: `form`, `done` or a sentence.

/** Runs it for all of these people at once; what came of it, by name. */
export async function byEach(
  { slack }: Stage,
  names: readonly string[],
  act: (person: SlackClient, name: string) => Promise<string>,
): Promise<Record<string, string>> {
  const pairs = names.map(async (name) => [name, await act(slack.as(name), name)] as const);
  return Object.fromEntries(await Promise.all(pairs));
}

const isSettled = (modal: Modal): boolean => !/Opening…|Loading…/.test(modal.text());

/** The sentence in place of a form, or above one that shows no record; `form` where there is nothing to read. */
function wordOf(modal: Modal): string {
  if (modal.labels().length > 0)
    return [NOT_YOUR_LOCATION, NO_LOCATION_DENIED].find((each) => modal.text().includes(each)) ?? 'form';
  const [, sentence = ''] = modal.text().split('\n');
  return sentence.replace(/^⛔ /, '');
}

/** What the person sees once the modal is no longer opening. */
export async function shown(person: SlackClient): Promise<string> {
  return wordOf(await person.waitForModal(isSettled, { timeoutMs: 20_000 }));
}

export async function byCommand(person: SlackClient, command: string): Promise<string> {
  await person.command(command);
  return shown(person);
}

export async function byShortcut(person: SlackClient, callbackId: string): Promise<string> {
  await person.shortcut(callbackId);
  return shown(person);
}

/** The shortcut of a message that Sam wrote. */
export async function byMessage({ slack }: Stage, person: SlackClient): Promise<string> {
  const message = slack.say('Sam', '#ops', 'We need a room.');
  await person.messageShortcut('video-room-from-message', message, '#ops');
  return shown(person);
}

/** The chooser's button for an operation. Who may not do it is shown none, so theirs is forged. */
export async function byOpenButton(
  { slack }: Stage,
  person: SlackClient,
  operation: string,
): Promise<string> {
  await person.shortcut('more-actions');
  const isChooser = (modal: Modal) => modal.title === say.allActions;
  const chooser = await person.waitForModal((modal) => isChooser(modal) && isSettled(modal), {
    timeoutMs: 20_000,
  });
  const actionId = `open:${operation}`;
  const isOffered = JSON.stringify(chooser.json).includes(`"${actionId}"`);
  if (isOffered) await chooser.press({ actionId });
  else await slack.send('interactive', forgedPress(slack, chooser, person, actionId));
  const opened = await person.waitForModal((modal) => !isChooser(modal) && isSettled(modal), {
    timeoutMs: 20_000,
  });
  const word = wordOf(opened);
  return isOffered === (word === 'form') ? word : `${word}, ${isOffered ? 'though' : 'but not'} offered`;
}

/** The `block_actions` of a button that the modal doesn't have. */
function forgedPress(
  slack: Stage['slack'],
  modal: Modal,
  { person }: SlackClient,
  action_id: string,
): object {
  return {
    type: 'block_actions',
    team: slack.team,
    user: { id: person.id, username: person.name, name: person.name, team_id: person.teamId },
    api_app_id: slack.bot.appId,
    token: 'verification-token',
    trigger_id: randomUUID(),
    container: { type: 'view', view_id: modal.id },
    view: { ...modal.json, id: modal.id, root_view_id: modal.id, hash: 'x', state: { values: {} } },
    actions: [{ type: 'button', block_id: 'forged', action_id, action_ts: String(Date.now() / 1000) }],
  };
}

interface AnswerBody {
  response_action?: string;
  errors?: Record<string, string>;
  view?: { blocks: { text?: { text?: string } }[] };
}

/** The first sentence of an answer to a submission; blank when it closed the form. */
export function sentenceIn({ body }: Pick<Ack, 'body'>): string {
  const { errors, view } = (body || {}) as AnswerBody;
  const [block] = view?.blocks ?? [];
  return Object.values(errors ?? {})[0] ?? block?.text?.text?.replace(/^⛔ /, '') ?? '';
}

/** Sends the person's own modal with the values of another form, whatever is on their screen. */
export async function sendForged(
  stage: Stage,
  modal: Modal,
  person: SlackClient,
  values: Readonly<Record<string, object>>,
): Promise<string> {
  const payload = submissionOf(stage, modal, person.person) as { view: { state: { values: object } } };
  Object.assign(payload.view.state.values, values);
  const answer = await stage.slack.send('interactive', payload);
  return answer.status === 200 ? sentenceIn(answer) : `status ${answer.status}`;
}

/** The values of a form, for inputs of any of its drawings. */
export function valuesOf(form: Modal): Record<string, object> {
  const values: Record<string, object> = {};
  for (const { blockId, actionId, state } of form.fields()) {
    const [name] = blockId.split('~');
    for (const render of [0, 1, 2]) values[`${name}~${render}`] = { [actionId]: state };
  }
  return values;
}

/** Sends a form and says yes to what is asked. */
export async function sendOff(person: SlackClient, form: Modal): Promise<void> {
  const ack = await form.submit();
  if ((ack.body as AnswerBody)?.response_action === 'push') await person.modal()?.submit();
}

/** Clicks, and waits for the answer that only the person sees. */
export async function answerToClick(
  stage: Stage,
  person: SlackClient,
  click: () => Promise<Ack>,
): Promise<string> {
  const { id } = person.person;
  const before = stage.slack.ephemerals(id).length;
  await click();
  await stage.until(
    () => stage.slack.ephemerals(id).length > before,
    `an answer to ${person.person.realName}`,
    20_000,
  );
  return stage.slack.ephemerals(id).at(-1)?.plain.split('\n')[0] ?? '';
}
