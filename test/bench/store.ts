import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../src/clock.ts';
import { startNexudus } from '../../src/sandbox/nexudus/start-nexudus.ts';
import { startSlack } from '../../src/sandbox/slack/start-slack.ts';
import { openDatabase } from '../../src/store/database.ts';
import { migrate } from '../../src/store/migrations.ts';
import { createStore } from '../../src/store/store.ts';
import { bundleBot } from '../support/bundled-bot.ts';
import { submissionOf } from '../support/submit-raw.ts';
import type { Stage } from '../support/use-sandbox.ts';

// npm run bench:store: what the store costs a submission, from the signed request to its HTTP answer.
//
// The bot can't run without its store, so "without" is told in two ways. Measured: a second bot whose store is in
// memory, so that nothing reaches a disk; both bots take turns within one run. Computed: the time that the store's
// own calls take is measured by itself on a file, and all three writes are taken off, though only the first one comes
// before the answer of a success.

const PAIRS = Number(process.env.STORE_PAIRS ?? 60);
const NEXUDUS_MS = 40;
const TARGET = 1.15;
const print = (line: string) => process.stdout.write(`${line}\n`);

const quantile = (values: readonly number[], q: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * q))] ?? 0;
const ms = (value: number): string => `${value.toFixed(2)} ms`;

const folder = mkdtempSync(join(tmpdir(), 'nexudus-bench-'));
const bundle = await bundleBot();
const [slack, nexudus] = await Promise.all([startSlack(), startNexudus({ latencyMs: NEXUDUS_MS })]);
const ana = slack.as('Ana');
const startBot = (url: string) =>
  bundle.start({
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_SIGNING_SECRET: slack.signingSecret,
    SLACK_API_URL: slack.apiUrl,
    NEXUDUS_API_URL: nexudus.url,
    NEXUDUS_USERNAME: 'nexudus-bot@harbour.example',
    NEXUDUS_PASSWORD: 'sandbox',
    DATABASE_URL: url,
    LOG_LEVEL: 'warn',
  });
const onFile = await startBot(`file:${join(folder, 'store.sqlite')}`);
const inMemory = await startBot('file::memory:');

/** One submission of a form of this bot's; how long its answer took. */
async function submission(bot: typeof onFile, participants: number): Promise<number> {
  slack.eventsUrl = `${bot.url}/slack/events`;
  await ana.command(`/nexudus video-room update "Focus room" participants=${participants}`);
  const form = await ana.waitForModal((modal) => modal.labels().includes('Description'), {
    timeoutMs: 10_000,
  });
  const payload = submissionOf({ slack } as Stage, form, ana.person);
  await form.close();
  // The pace of calls to Nexudus (one in 110 ms) starts anew for each.
  await new Promise((resolve) => setTimeout(resolve, 200));
  const told = slack.messages('#ops').length;
  const startedAt = performance.now();
  const { status, body } = await slack.send('interactive', payload);
  const took = performance.now() - startedAt;
  if (status !== 200 || body) throw new Error(`answered ${status}: ${JSON.stringify(body)}`);
  await slack.waitUntil(() => slack.messages('#ops').length > told, {
    what: 'the result',
    timeoutMs: 10_000,
  });
  return took;
}

/** The store's writes of a submission, by themselves: accept, finish, and the announcement taken on and delivered. */
async function storeCalls(count: number): Promise<{ accept: number[]; all: number[] }> {
  const db = openDatabase(`file:${join(folder, 'calls.sqlite')}`);
  await migrate(db);
  const { submissions, outbox } = createStore(db, 'bench/1/1', systemClock);
  const base = nexudus.records('videorooms')[0];
  if (!base) throw new Error('the stand-in has no video room');
  const outcome = { id: 1, message: 'ok', sent: base, before: base, rehearsed: false };
  const accept: number[] = [];
  const all: number[] = [];
  for (let n = 0; n < count; n++) {
    const startedAt = performance.now();
    const { submission } = await submissions.accept({
      formId: `bench-${n}`,
      receipt: 'NX-2222222',
      operation: 'video-room.update',
      recordKey: 'videorooms:1',
      requester: 'UANA',
      channel: 'C0OPS',
      responseUrlUntil: 0,
      input: { room: 1, participants: 9 },
      locations: [],
      base,
      giveUpAt: Date.now() + 1_800_000,
    });
    accept.push(performance.now() - startedAt);
    await submissions.finish(submission, { announce: true, standing: { status: 'succeeded', outcome } });
    const due = await outbox.claim();
    if (due) await outbox.delivered(due.announcement, { posted: { channel: 'C0OPS', ts: '1.0' } });
    all.push(performance.now() - startedAt);
  }
  await db.destroy();
  return { accept, all };
}

let participants = 1000;
for (const bot of [onFile, inMemory, onFile, inMemory]) await submission(bot, ++participants);
const [withFile, withMemory]: [number[], number[]] = [[], []];
for (let pair = 0; pair < PAIRS; pair++) {
  const turns = [
    () => submission(onFile, ++participants).then((took) => withFile.push(took)),
    () => submission(inMemory, ++participants).then((took) => withMemory.push(took)),
  ];
  for (const turn of pair % 2 ? turns.reverse() : turns) await turn();
}
const calls = await storeCalls(200);
await Promise.all([onFile.stop(), inMemory.stop()]);
await Promise.all([slack.close(), nexudus.close()]);
bundle.remove();
rmSync(folder, { recursive: true, force: true });

print(
  `${PAIRS} submissions each, Nexudus answers in ${NEXUDUS_MS} ms; from the signed request to its answer`,
);
let worst = 0;
for (const [name, q] of [
  ['median', 0.5],
  ['p99', 0.99],
] as const) {
  const [file, memory, all] = [quantile(withFile, q), quantile(withMemory, q), quantile(calls.all, q)];
  const [measured, computed] = [file / memory, file / (file - all)];
  worst = Math.max(worst, name === 'median' ? measured : 0, name === 'median' ? computed : 0);
  print(`${name}: store on file ${ms(file)}, in memory ${ms(memory)}, ratio ${measured.toFixed(3)}`);
  print(
    `${name}: the store's calls ${ms(all)} (before the answer ${ms(quantile(calls.accept, q))}), ratio ${computed.toFixed(3)}`,
  );
}
print(worst <= TARGET ? `Within the target of ${TARGET}.` : `More than the target of ${TARGET}.`);
process.exit(worst <= TARGET ? 0 : 1);
