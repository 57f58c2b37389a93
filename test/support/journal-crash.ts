import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startNexudus } from '../../src/sandbox/nexudus/start-nexudus.ts';
import { startSlack } from '../../src/sandbox/slack/start-slack.ts';
import { say } from '../../src/slack/say.ts';
import { bundleBot } from './journal-bot.ts';
import { watchMarks } from './journal-crash-marks.ts';
import { planWork, randomFrom, type Work } from './journal-crash-work.ts';
import { type Row, runSql } from './journal-sql.ts';
import { untilIn } from './journal-until.ts';
import { submissionOf } from './submit-raw.ts';
import type { Stage } from './use-sandbox.ts';

export interface CrashOptions {
  kills: number;
  seed: number;
  /** Lets the minute of looking for a create be over when nothing is under way any more, so that a run is short. */
  hurry?: boolean;
  print?(line: string): void;
}

export interface CrashReport {
  seed: number;
  kills: number;
  /** Kills that interrupted something: a request that ran, or a telling. */
  hits: number;
  submitted: number;
  /** Answered with “send it again in a moment”: looking up who gets a role took too long right after a start. */
  sentBack: number;
  accepted: number;
  /** By operation. */
  succeeded: Record<string, number>;
  /** Writes that reached Nexudus, those that changed nothing included. */
  writes: number;
  /** Told twice, because the kill fell between Slack's acceptance and the journal's note of it. */
  repeats: number;
  /** Told once with the mark of a repeat: the kill fell just before Slack was asked. */
  markedOnly: number;
  /** Creates that were found instead of being made again. */
  found: number;
  seconds: number;
  /** Everything that must not be. */
  violations: string[];
}

interface Submission {
  work: Work;
  formId: string;
  payload: Record<string, unknown>;
}

const OVER = new Set(['succeeded', 'refused', 'denied', 'failed', 'cancelled']);
const isOpen = ({ state, tell }: Row): boolean => !OVER.has(String(state)) || tell === 'pending';
const REPEATED = 'Told again after an interruption';
/** When to kill, so that every phase of a request gets its share: the write and the telling are over in no time. */
function moment(random: () => number): { after: string; killAfterMs: number } {
  const [which, ms] = [random(), random()];
  if (which < 0.1) return { after: 'sending', killAfterMs: Math.floor(ms * 1200) };
  if (which < 0.5) return { after: 'acceptance', killAfterMs: Math.floor(ms * 500) };
  if (which < 0.7) return { after: 'write', killAfterMs: Math.floor(ms * 150) };
  if (which < 0.9) return { after: 'message', killAfterMs: Math.floor(ms ** 3 * 100) };
  return { after: 'message', killAfterMs: Math.floor(ms * 1500) };
}

/** Forms that are opened before the bot is killed again and again. */
const BATCH = 25;

/** Kills the bot again and again while it works, starts it on the same journal, and looks at what came of it all. */
export async function crashRun({ kills, seed, hurry, print = () => {} }: CrashOptions): Promise<CrashReport> {
  const startedAt = Date.now();
  const random = randomFrom(seed);
  const folder = mkdtempSync(join(tmpdir(), 'nexudus-crash-'));
  const path = join(folder, 'journal.sqlite');
  const bundle = await bundleBot();
  const [slack, nexudus] = await Promise.all([startSlack(), startNexudus({ latencyMs: 40 })]);
  const stage = { slack } as Stage;
  const ana = slack.as('Ana');
  const marks = watchMarks(nexudus);
  const violations: string[] = [];
  const submissions: Submission[] = [];
  /** What the journal ever held, and which tellings a kill left in doubt. */
  const accepted = new Set<string>();
  const doubtful = new Set<string>();
  const closed = new Set<string>();
  let sentBack = 0;

  const plan = Array.from({ length: kills }, (_, n) => ({
    // Every third kill meets only what the ones before left behind.
    works: n % 3 === 2 ? [] : planWork(n - Math.floor(n / 3), random, nexudus),
    ...moment(random),
  }));

  const start = async () => {
    const bot = await bundle.start({
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_SIGNING_SECRET: slack.signingSecret,
      SLACK_API_URL: slack.apiUrl,
      NEXUDUS_API_URL: nexudus.url,
      NEXUDUS_USERNAME: 'nexudus-bot@harbour.example',
      NEXUDUS_PASSWORD: 'sandbox',
      DATABASE_URL: `file:${path}`,
      LOG_LEVEL: 'warn',
    });
    slack.eventsUrl = `${bot.url}/slack/events`;
    return bot;
  };
  const rows = (): Row[] => runSql(path, 'select * from requests');
  const messagesOf = (receipt: unknown, replies = false) =>
    slack
      .messages('#ops')
      .filter(({ bot_id, plain }) => bot_id && plain.includes(String(receipt)))
      // Answers in the thread, to call the requester when it got late.
      .filter(({ thread_ts }) => (thread_ts !== undefined) === replies);

  const open = async (work: Work): Promise<Submission> => {
    await ana.command(work.command);
    const form = await ana.waitForModal((modal) => modal.labels().includes(work.label), {
      what: `the form of ${work.command}`,
      timeoutMs: 15_000,
    });
    await work.fill?.(form);
    const payload = submissionOf(stage, form, ana.person) as Record<string, unknown>;
    await form.close();
    return { work, payload, formId: String(form.json.private_metadata) };
  };

  /** Sends a form, and says yes where it asks. The bot may die at any moment of it. */
  const submit = async ({ payload, formId }: Submission): Promise<void> => {
    let { status, body } = await slack.send('interactive', payload);
    const answer = body as { response_action?: string; view?: object } | undefined;
    if (status === 200 && answer?.response_action === 'push') {
      const view = { id: 'V1', root_view_id: 'V1', hash: 'x', ...answer.view, state: { values: {} } };
      ({ status, body } = await slack.send('interactive', { ...payload, view }));
    }
    const action = (body as { response_action?: string } | undefined)?.response_action;
    if (status === 200 && (!body || action === 'clear')) closed.add(formId);
    else if (JSON.stringify(body ?? '').includes(say.stillLooking)) sentBack += 1;
    else if (status === 200 && action === 'errors') violations.push(`refused: ${JSON.stringify(body)}`);
  };

  /** Resolves when it is so, or after a while: the bot may be at nothing. */
  const soon = (condition: () => boolean): Promise<void> =>
    untilIn({ slack, nexudus }, condition, 'a moment', 1500).catch(() => {});
  const takenOn = async (forms: readonly Submission[]): Promise<void> => {
    for (let tries = 0; tries < 150; tries++) {
      const known = new Set(rows().map(({ form_id }) => form_id));
      if (forms.every(({ formId }) => known.has(formId))) return;
      await sleep(10);
    }
  };

  const lookAtJournal = (): Row[] => {
    const all = rows();
    for (const { form_id, receipt, tell } of all) {
      accepted.add(String(form_id));
      if (tell === 'pending' && messagesOf(receipt).length > 0) doubtful.add(String(receipt));
    }
    return all;
  };

  try {
    let bot = await start();
    const pending: Promise<unknown>[] = [];
    let hits = 0;
    for (let first = 0; first < plan.length; first += BATCH) {
      const batch = plan.slice(first, first + BATCH);
      const ready: Submission[][] = [];
      for (const { works } of batch) {
        const forms: Submission[] = [];
        for (const work of works) {
          marks.watch(work);
          forms.push(await open(work));
        }
        ready.push(forms);
      }
      for (const [i, { after, killAfterMs }] of batch.entries()) {
        const forms = ready[i] ?? [];
        submissions.push(...forms);
        const [writes, messages] = [marks.writes(), slack.messages('#ops').length];
        const sent = Promise.all(forms.map(submit));
        pending.push(sent);
        if (after === 'acceptance') await Promise.race([sent, takenOn(forms)]);
        if (after === 'write') await soon(() => marks.writes() > writes);
        if (after === 'message') await soon(() => slack.messages('#ops').length > messages);
        await sleep(killAfterMs);
        await bot.kill();
        if (lookAtJournal().some(({ state, tell }) => state === 'running' || tell === 'pending')) hits += 1;
        bot = await start();
      }
      print(`${Math.min(first + BATCH, kills)} kills after ${Math.round((Date.now() - startedAt) / 1000)} s`);
    }
    await Promise.all(pending);

    const until = Date.now() + 240_000;
    for (;;) {
      const left = lookAtJournal().filter(isOpen);
      if (left.length === 0) break;
      if (Date.now() > until) {
        violations.push(
          ...left.map(
            ({ receipt, operation, state, tell }) =>
              `${receipt} ${operation} did not end: ${state}, telling ${tell}`,
          ),
        );
        break;
      }
      if (hurry) runSql(path, "update requests set silent_until = 1, next_at = 1 where state = 'waiting'");
      await sleep(500);
    }
    await bot.stop();

    const last = new Map(rows().map((row) => [String(row.form_id), row]));
    const succeeded: Record<string, number> = {};
    let [repeats, markedOnly, found] = [0, 0, 0];
    for (const formId of [...accepted, ...closed])
      if (!last.has(formId)) violations.push(`${formId} was lost`);
    for (const { work, formId } of submissions) {
      const row = last.get(formId);
      const times = marks.timesMade(work);
      const what = `${row?.receipt ?? 'never accepted'} ${work.operation} (${JSON.stringify(work.mark)})`;
      if (times !== (row ? 1 : 0)) violations.push(`${what} was done ${times} times`);
      if (!row) continue;
      if (row.state !== 'succeeded') violations.push(`${what} ended as ${row.state}: ${row.ending}`);
      else succeeded[work.operation] = (succeeded[work.operation] ?? 0) + 1;
      if (String(row.ending).includes('"found":true')) found += 1;
      const told = messagesOf(row.receipt).map(({ plain }) => plain);
      const [one = '', ...more] = told;
      if (!told.at(-1)?.startsWith('✅')) violations.push(`${what} was not told: ${told.join(' | ')}`);
      if (told.some((text) => /holds something else|just like it/.test(text)))
        violations.push(`${what} was told as differing: ${told.join(' | ')}`);
      if (more.some((text) => !text.includes(REPEATED))) violations.push(`${what} was told twice, unmarked`);
      if (more.length > 0 && !doubtful.has(String(row.receipt)))
        violations.push(`${what} was told twice without need`);
      const replies = messagesOf(row.receipt, true);
      if (replies.slice(1).some(({ plain }) => !plain.includes(REPEATED)))
        violations.push(`${what} was called out twice, unmarked`);
      repeats += more.length;
      if (one.includes(REPEATED)) markedOnly += 1;
    }
    return {
      seed,
      kills,
      hits,
      submitted: submissions.length,
      sentBack,
      accepted: last.size,
      succeeded,
      writes: marks.writes(),
      repeats,
      markedOnly,
      found,
      seconds: Math.round((Date.now() - startedAt) / 1000),
      violations,
    };
  } finally {
    marks.stop();
    await Promise.all([slack.close(), nexudus.close()]);
    bundle.remove();
    rmSync(folder, { recursive: true, force: true });
  }
}
