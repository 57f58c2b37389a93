import { expect } from '@jest/globals';
import type { Modal, SlackClient, SlackMessage } from '../../src/sandbox/slack/start-slack.ts';
import { review } from './approvals.ts';
import { botMessages, newest } from './channel.ts';
import type { Row } from './run-sql.ts';
import { say } from './sentences.ts';
import type { StoreStage } from './use-store.ts';

export const HOUR_MS = 60 * 60_000;
export const LEO_UNTIL = '/nexudus role add-users Reception leo@harbour.example until';

/** Gives Reception to Leo until a moment, in words; resolves with the message that says so. */
export const giveUntil = (
  stage: StoreStage,
  words = 'in 3 days',
  person: SlackClient = stage.ana,
): Promise<SlackMessage> => give(stage, `${LEO_UNTIL} ${words}`, person);

/** Gives a role; resolves with the message that says so. */
export async function give(
  stage: StoreStage,
  command: string,
  person: SlackClient = stage.ana,
): Promise<SlackMessage> {
  const before = botMessages(stage).length;
  await (await review(person, command)).submit();
  await stage.until(
    () => botMessages(stage).length > before && /^✅/.test(newest(stage)?.plain ?? ''),
    'the message of what was given',
    15_000,
  );
  await stage.untilSettled(15_000);
  return newest(stage) as SlackMessage;
}

export const accessRows = (stage: StoreStage): Row[] =>
  stage.sql('select * from temporary_access order by position, given_at');

/** What was given has come to its end, or to a reminder: so long is left. */
export function leave(stage: StoreStage, ms: number): void {
  const at = Date.now();
  stage.sql(
    'update temporary_access set until = ?, next_at = ? where status = ?',
    at + ms,
    Math.min(at, at + ms),
    'running',
  );
}

/** The grants that stand in the order in which they were given: the one at `index` comes to its end. */
export function comesToEnd(stage: StoreStage, index: number): void {
  const [at, id] = [Date.now() - 1, String(accessRows(stage)[index]?.submission_id)];
  stage.sql('update temporary_access set until = ?, next_at = ? where submission_id = ?', at, at, id);
}

/** Presses *End now* on a message, and confirms; what was asked. */
export async function endNow(person: SlackClient, message: SlackMessage): Promise<string> {
  await person.click(message, say.endNow);
  const question = await person.waitForModal((modal) => !modal.text().includes(say.undoChecking), {
    what: 'what End now asks',
    timeoutMs: 15_000,
  });
  const asked = question.text();
  expect(question.submitText).toBe(say.endNow);
  await question.submit();
  return asked;
}

/** The replies in the thread of a message. */
export const thread = (stage: StoreStage, { ts }: SlackMessage): string[] =>
  stage.slack
    .messages('#ops')
    .filter(({ thread_ts, ts: own }) => thread_ts === ts && own !== ts)
    .map(({ plain }) => plain);

/** A moment as the picker of a form takes it: seconds, of the whole minute. */
export const inPicker = (at: number): string => String(Math.floor(at / 60_000) * 60);

export const untilIn = (form: Modal): number => Number(form.value('Until')) * 1000;
