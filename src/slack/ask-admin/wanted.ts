import type { KnownBlock } from '@slack/types';
import type { Logger } from 'pino';
import { readCommand } from '../../forms/command-text.ts';
import { limits } from '../../forms/limits.ts';
import type { Operation } from '../../operations/operation.ts';
import type { Submission } from '../../submissions/submission.ts';
import { openButton } from '../commands/open-buttons.ts';
import { inItsWords, type WordsParts } from '../lookup/in-its-words.ts';
import { AGAIN, END_IT, type ResultButton, resultButtons, STOP_IT } from '../results/result-buttons.ts';
import { readUndo } from '../results/undo-view.ts';
import { CAUSE_WORDS } from '../text/caused.ts';
import { say } from '../text/say.ts';

/** What a person wants of an admin: a form with what they typed, or the press of a button that they may not press. */
export interface Wanted {
  operation: Operation;
  /** As it goes through Slack and is read again. */
  key: string;
  /** What it does, as people read it. */
  what: string;
  /** As it is typed after /nexudus. */
  command?: string;
  /** What an admin presses to do it. */
  button: KnownBlock;
}

export interface FindWantedParts extends WordsParts {
  /** The last submission of a form. */
  latest(formId: string): Promise<Submission | undefined>;
  log: Logger;
}

/** What stands in a button or a view comes back through Slack, so it is read like any typed text. */
export function commandWanted(key: string, operations: readonly Operation[]): Wanted | undefined {
  const command = key.slice(0, limits.buttonValue);
  const asked = command ? readCommand(command, operations) : undefined;
  if (asked?.kind !== 'operation') return undefined;
  const { operation } = asked;
  const button: KnownBlock = { type: 'actions', elements: [openButton(operation, { command })] };
  return { operation, key: command, what: operation.summary, command, button };
}

/** What can be asked for besides what puts something back. */
const PRESSES: readonly ResultButton[] = [END_IT, AGAIN, STOP_IT];

/** The button that a key names, and the form that it belongs to. */
function pressIn(key: string): [id: string, label: string, formId: string] | undefined {
  const undo = readUndo(key);
  if (undo) return [undo.kind, CAUSE_WORDS[undo.kind].title, undo.formId];
  const [actionId, formId] = key.split(' ');
  const press = PRESSES.find(([id]) => id === actionId);
  return press && formId ? [press[0], press[1], formId] : undefined;
}

/** The same button as on the message, and what it belongs to; a sentence where that isn't known, undefined for no such key. */
export async function pressWanted(
  parts: FindWantedParts,
  key: string,
): Promise<Wanted | { problem: string } | undefined> {
  const { operations, latest, log } = parts;
  const press = pressIn(key);
  if (!press) return undefined;
  const [, label, formId] = press;
  const submission = await latest(formId).catch((err: unknown) => {
    log.warn({ err }, 'what an admin is asked for could not be looked up');
    return null;
  });
  if (submission === null) return { problem: say.buttonUnread };
  const operation = operations.find(({ id }) => id === submission?.operation);
  const button = resultButtons(formId, [press]);
  if (!submission || !operation || !button) return { problem: say.submissionGone };
  const what = `${label}: ${(await inItsWords(parts, submission, operation)).title} (${submission.receipt})`;
  return { operation, key, what, button };
}
