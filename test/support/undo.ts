import { expect } from '@jest/globals';
import type { NexudusRecord } from '../../src/sandbox/nexudus/start-nexudus.ts';
import type { Modal, SlackClient, SlackMessage } from '../../src/sandbox/slack/start-slack.ts';
import { expectClosed, newest } from './channel.ts';
import { expectOnlyChanged } from './nexudus-calls.ts';
import { say } from './sentences.ts';
import type { Stage } from './use-sandbox.ts';

export type Back = 'Undo' | 'Redo' | 'Deactivate' | 'Reactivate';

/** Presses the button on the newest message, and waits for what it says. */
export async function press(stage: Stage, person: SlackClient, button: Back = 'Undo'): Promise<Modal> {
  for (const modal of person.modals()) await modal.close();
  await person.click(newest(stage) as SlackMessage, button);
  return person.waitForModal((modal) => !modal.text().includes(say.undoChecking), {
    what: `what ${button} says`,
    timeoutMs: 15_000,
  });
}

/** Waits until the newest message of the channel says that it was put back. */
export async function untilSays(stage: Stage, words: string): Promise<SlackMessage> {
  await stage.until(() => newest(stage)?.plain.includes(words) === true, words, 20_000);
  return newest(stage) as SlackMessage;
}

const SAID: Record<Back, string> = {
  Undo: '↩️ Undone by @',
  Redo: '↩️ Redone by @',
  Deactivate: '↩️ Deactivated by @',
  Reactivate: '↩️ Reactivated by @',
};

/** Puts it back, past the question, and waits for the message to say so; what was asked, and the message. */
export async function putBack(stage: Stage, person: SlackClient, button: Back = 'Undo') {
  const question = await press(stage, person, button);
  const asked = question.text();
  if (question.submitText !== button) throw new Error(`It is not asked but said: ${asked}`);
  expectClosed(person, await question.submit());
  return { asked, message: await untilSays(stage, `${SAID[button]}${person.person.realName}`) };
}

/** Of lists, and of what Nexudus makes of them, only what is on them counts: what is put back stands last. */
export const sorted = (record: Readonly<Record<string, unknown>>): NexudusRecord =>
  Object.fromEntries(
    Object.entries(record).map(([name, value]) => {
      if (Array.isArray(value)) return [name, [...value].sort()];
      return [name, name.startsWith('Coworker') ? String(value).split(',').sort() : value];
    }),
  ) as NexudusRecord;

export const expectAsBefore = (
  before: NexudusRecord,
  after: NexudusRecord | undefined,
  changes: Record<string, unknown> = {},
): void => {
  expect(after).toBeDefined();
  expectOnlyChanged(sorted(before), sorted(after as NexudusRecord), changes);
};
