import type { RespondFn } from '@slack/bolt';
import type { Button, KnownBlock } from '@slack/types';
import { plain } from '../../forms/blocks.ts';
import { readCommand } from '../../forms/command-text.ts';
import { limits, pieces } from '../../forms/limits.ts';
import type { Operation } from '../../operations/operation.ts';
import type { Click } from '../http/click.ts';
import { ephemeral } from '../http/ephemeral.ts';
import type { FormOpener, Start } from '../modal/open-form.ts';
import { say } from '../text/say.ts';

// Action ids of the buttons that open a form; the operation follows.
const OPEN = 'open:';
const OPEN_FROM_MESSAGE = 'open-from-message:';
const BUTTONS = new RegExp(`^(${OPEN}|${OPEN_FROM_MESSAGE})(.*)$`);

/** What a button carries for the form that it opens: a command as it was typed, or a message. */
interface Carried {
  command?: string;
  message?: string;
}

/** A button that opens the form. */
export function openButton({ id, title }: Operation, { command, message }: Carried): Button {
  const [value] = pieces(message ?? command ?? '', limits.buttonValue);
  return {
    type: 'button',
    action_id: `${message === undefined ? OPEN : OPEN_FROM_MESSAGE}${id}`,
    text: plain(title, limits.button),
    ...(value ? { value } : {}),
  };
}

/** One operation: what it does, how it is typed, a button. All that is shown is the bot's own text. */
const entry = (operation: Operation, carried: Carried): KnownBlock => ({
  type: 'section',
  text: {
    type: 'mrkdwn',
    text: `*${operation.summary}*\n\`/nexudus ${operation.example.replace(/&/g, '&amp;').replace(/</g, '&lt;')}\``,
    verbatim: true,
  },
  accessory: openButton(operation, carried),
});

const isCut = ({ command = '', message = '' }: Carried): boolean =>
  Math.max(command.length, message.length) > limits.buttonValue;

/** Operations with buttons that open their forms, filled with what was given for each of them. */
export function entries(
  operations: readonly Operation[],
  given: (operation: Operation) => Carried = () => ({}),
): KnownBlock[] {
  const blocks = operations.map((operation) => entry(operation, given(operation)));
  if (operations.some((operation) => isCut(given(operation))))
    blocks.push({ type: 'context', elements: [plain(say.cut(limits.buttonValue))] });
  return blocks;
}

export const isOpenButton = (actionId: string): boolean => BUTTONS.test(actionId);

export async function onOpenButton(
  { operations, openForm }: { operations: readonly Operation[]; openForm: FormOpener },
  click: Click,
  respond: RespondFn,
): Promise<void> {
  const [, kind, id] = BUTTONS.exec(click.actionId) ?? [];
  const operation = operations.find((each) => each.id === id);
  if (!operation) {
    // An older message, or App Home as it was before a restart.
    if (click.responseUrl) await ephemeral(respond)(say.operationOff);
    return;
  }
  const { channel, responseUrl, user, trigger, view } = click;
  // The chooser is a modal that turns into the form.
  const modal = view?.isModal ? view.id : undefined;
  // It comes back through Slack, so it is read like any typed text.
  const value = click.value.slice(0, limits.buttonValue);
  const fromMessage = kind === OPEN_FROM_MESSAGE;
  const start: Start = {};
  const field = operation.text?.message;
  if (fromMessage && value && field) start.message = { field, text: value };
  const asked = !fromMessage && value ? readCommand(value, operations) : undefined;
  if (asked?.kind === 'operation' && asked.operation === operation)
    Object.assign(start, { text: asked.prefill, command: value });
  // The message is somewhere else than this button, so its form asks where to post.
  const place = fromMessage ? {} : { channel, responseUrl };
  if (await openForm(operation, { id: trigger, owner: user, viewId: modal, place }, start)) return;
  if (responseUrl) await ephemeral(respond)(say.tooSlowAgain);
}
