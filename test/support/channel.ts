import { expect } from '@jest/globals';
import type { Ack, Modal, SlackClient, SlackMessage } from '../../src/sandbox/slack/start-slack.ts';
import { say } from './sentences.ts';
import type { Stage } from './use-sandbox.ts';

/** What the bot posted in a channel, people's own messages left out. */
export const botMessages = ({ slack }: Stage, channel = '#ops'): SlackMessage[] =>
  slack.messages(channel).filter(({ bot_id }) => bot_id !== undefined);

/** The newest message of a channel itself: what stands in threads is left out. */
export const newest = ({ slack }: Stage, channel = '#ops'): SlackMessage | undefined =>
  slack
    .messages(channel)
    .filter(({ thread_ts }) => thread_ts === undefined)
    .at(-1);

const RECEIPT = /NX-[2-9BCDFGHJKMNPQRSTVWXZ]{7}/;

/** The receipt of a message: `NX-` and seven signs, once. */
export function receiptOf({ plain }: SlackMessage): string {
  const all = plain.match(new RegExp(RECEIPT, 'g')) ?? [];
  expect(all).toHaveLength(1);
  return all[0] ?? '';
}

/** The last line of a result: by whom, when, receipt, and what else is said there. */
const CONTEXT = /^((?:By|Requested by) .*?) · \d{4}-\d\d-\d\d \d\d:\d\d UTC · (NX-….*)$/;

/**
 * The lines of a message, with its receipt as `NX-…`: each one is another. Whom a result's last line names stands at the
 * end of the first line here, and its time, another one in each run, is left out.
 */
export function linesOf({ plain }: SlackMessage): string[] {
  const lines = plain.replace(RECEIPT, 'NX-…').split('\n');
  const [, people, rest = ''] = CONTEXT.exec(lines.at(-1) ?? '') ?? [];
  if (people === undefined) return lines;
  return [`${lines[0]} · ${people}`, ...lines.slice(1, -1), rest];
}

/** Waits until the bot has posted `count` messages in the channel; the last one. */
export async function announced(stage: Stage, channel = '#ops', count = 1): Promise<SlackMessage> {
  await stage.until(
    () => botMessages(stage, channel).length >= count,
    `message ${count} of the bot in ${channel}`,
    20_000,
  );
  const all = botMessages(stage, channel);
  expect(all).toHaveLength(count);
  return all.at(-1) as SlackMessage;
}

/** Types a command and waits for its form: until the field `label` is there. */
export async function openForm(person: SlackClient, command: string, label: string): Promise<Modal> {
  await person.command(command);
  return person.waitForModal((modal) => modal.labels().includes(label), {
    what: `the field ${label}`,
    timeoutMs: 15_000,
  });
}

/**
 * The submission was answered with an empty 200, and the form is gone. On a busy machine it may have been taken on
 * instead, and goes on in the background; that it does not where there is time is what timing.test is for.
 */
export function expectClosed(person: SlackClient, ack: Ack): void {
  const said = JSON.stringify(ack.body);
  // Replicas share the pace, so one that was just started is also slower to know who someone is.
  const isSlow = said.includes(say.working) || (Boolean(process.env.REPLICAS) && said.includes(say.saving));
  if (ack.status === 200 && isSlow) {
    for (const modal of person.modals().reverse()) void modal.close();
    return;
  }
  expect({ status: ack.status, body: ack.body }).toEqual({ status: 200, body: '' });
  expect(person.modals().map((modal) => modal.text())).toEqual([]);
}

/** Sends a form that is asked about first, reads the question, and says yes to it; what was asked. */
export async function submitAndContinue(person: SlackClient, form: Modal): Promise<string> {
  expect((await form.submit()).body).toMatchObject({ response_action: 'push' });
  const question = person.modal();
  expect(question?.submitText).toBe('Continue');
  const asked = question?.text() ?? '';
  expect((await question?.submit())?.body).toEqual({ response_action: 'clear' });
  expect(person.modals().map((modal) => modal.text())).toEqual([]);
  return asked;
}

/** Asks the bot something and waits for its answer: all it had to do for what came before is then under way or done. */
export async function afterAWord(stage: Stage, person: SlackClient): Promise<void> {
  const before = stage.slack.ephemerals(person.person.id).length;
  await person.command('/nexudus whoami');
  await stage.until(() => stage.slack.ephemerals(person.person.id).length > before, 'an answer to whoami');
}
