import { expect } from '@jest/globals';
import type { SlackMessage } from '../../src/sandbox/slack/start-slack.ts';
import { linesOf } from './channel.ts';

// How tests with a bot recognise what became of something: by a sign, people, values and buttons. The wording is asserted
// where it is written (test/unit/slack), so that a better sentence breaks no test here.

/** The signs that results and cards begin with. */
export const SIGN = {
  done: '✅',
  notDone: '⛔',
  waits: '⏳',
  awaitsApproval: '🔐',
  rehearsed: '📝',
  underWay: '🟢',
  over: '⚪',
  unknownOutcome: '⚠️',
} as const;

/** What the first line of a result holds when its outcome is unknown, and not otherwise. */
export const UNKNOWN_OUTCOME = 'outcome unknown';

/** A failure says so when nothing can have been written. */
export const UNCHANGED = 'Nothing was changed';

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** A first line with this sign, that names all of these. */
const head = (sign: string, names: readonly string[], more = ''): unknown =>
  expect.stringMatching(
    new RegExp(`^${sign} ${more}${names.map((name) => `(?=.*${escaped(name)})`).join('')}`),
  );

export const done = (...names: string[]): unknown => head(SIGN.done, names);
export const rehearsed = (...names: string[]): unknown => head(SIGN.rehearsed, names);
export const waits = (...names: string[]): unknown => head(SIGN.waits, names);
export const awaitsApproval = (...names: string[]): unknown => head(SIGN.awaitsApproval, names);
export const notDone = (...names: string[]): unknown => head(SIGN.notDone, names, `(?!.*${UNKNOWN_OUTCOME})`);
export const unknownOutcome = (...names: string[]): unknown =>
  head(SIGN.notDone, names, `(?=.*${UNKNOWN_OUTCOME})`);

/** A result: its first line, its changes (label: before → after) and its buttons. */
export interface Result {
  head: unknown;
  changes: string[];
  buttons: string[];
}

export const resultOf = (message: SlackMessage): Result => {
  const [head, ...lines] = linesOf(message);
  const changes = lines.flatMap((line) => (line.startsWith('• ') ? [line.slice(2)] : []));
  return { head, changes, buttons: message.buttons };
};

/** What results and cards say of people. */
export const approvedBy = (name: string): string => `pproved by @${name}`;
export const deniedBy = (name: string): string => `enied by @${name}`;
export const requestedBy = (name: string): string => `equested by @${name}`;

/** What results and cards say of a cancelled submission; whose name follows. */
export const CANCELLED = 'ancelled by @';

/** A card that can be decided on. */
export const ASKS = '[Approve]';

/** How the sentences begin that say who gets what, in a review and on a card. */
export const SUMMARY = {
  approvers: 'Approvers: ',
  adds: (who: string, role: string) => `Add ${who} to ${role} · `,
  extends: (who: string, role: string) => `Extend access of ${who} to ${role} · `,
  removes: (who: string, role: string) => `Remove ${who} from ${role}`,
} as const;
