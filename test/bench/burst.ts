import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleBot } from '../../src/sandbox/bundle-bot.ts';
import type { NexudusCall } from '../../src/sandbox/nexudus/start-nexudus.ts';
import { startNexudus } from '../../src/sandbox/nexudus/start-nexudus.ts';
import { startSlack } from '../../src/sandbox/slack/start-slack.ts';
import { startBot } from '../../src/sandbox/start-bot.ts';
import { submissionOf } from '../support/submit-raw.ts';
import type { Stage } from '../support/use-sandbox.ts';

// npm run bench:burst: 200 renames submitted at once, with Nexudus's limits on, while others edit the same teams. It takes about
// eight minutes: first the forms are opened, at the pace that Nexudus allows, and a minute later all are submitted.

const UPDATES = Number(process.env.BURST_UPDATES ?? 200);
const NEXUDUS_MS = 100;
const TARGET = 1.1;
const print = (line: string) => process.stdout.write(`${line}\n`);
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** How long so many calls, and so many writes among them, take when every limit is used up: 100 ms, 120 and 60 a minute. */
const limitsAllowMs = (calls: number, writes: number): number =>
  Math.max(
    Math.floor((calls - 1) / 120) * 60_000 + ((calls - 1) % 120) * 100,
    Math.floor((writes - 1) / 60) * 60_000 + ((writes - 1) % 60) * 100,
  );
const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;

const folder = mkdtempSync(join(tmpdir(), 'nexudus-burst-'));
const [program, slack, nexudus] = await Promise.all([
  bundleBot(),
  startSlack(),
  startNexudus({ latencyMs: NEXUDUS_MS }),
]);
const idOf = (n: number) => 1_414_390_000 + n;
for (let n = 0; n < UPDATES; n++)
  nexudus.put('teams', { Id: idOf(n), Name: `Burst ${n} before`, Description: 'As it was' });
const bot = await startBot(
  {
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_SIGNING_SECRET: slack.signingSecret,
    SLACK_API_URL: slack.apiUrl,
    NEXUDUS_API_URL: nexudus.url,
    NEXUDUS_USERNAME: 'nexudus-bot@harbour.example',
    NEXUDUS_PASSWORD: 'sandbox',
    DATABASE_URL: `file:${join(folder, 'store.sqlite')}`,
    LOG_LEVEL: 'warn',
  },
  { program, entry: 'build' },
);
slack.eventsUrl = `${bot.url}/slack/events`;
nexudus.switches.pace = true;
const ana = slack.as('Ana');

const payloads: object[] = [];
for (let n = 0; n < UPDATES; n++) {
  await ana.command(`/nexudus team rename "Burst ${n} before" to "Burst ${n} after"`);
  const form = await ana.waitForModal((modal) => modal.labels().includes('New name'), { timeoutMs: 90_000 });
  payloads.push(submissionOf({ slack } as Stage, form, ana.person));
  await form.close();
}
print(`${UPDATES} forms opened with ${nexudus.calls.length} calls`);
await sleep(62_000);
nexudus.calls.length = 0;

const announced = () => slack.messages('#ops').filter(({ plain }) => plain.includes('after')).length;
const announcedBefore = announced();
/** Of each team: when it was read and when it was written, as the calls arrive. */
const reads = new Map<number, number>();
const writes = new Map<number, number>();
const noteCalls = () => {
  for (const { method, path, requestBody, at, status } of nexudus.calls.slice(noted)) {
    if (status !== 200) continue;
    const id = method === 'PUT' ? Number((requestBody as { Id: number }).Id) : Number(path.split('/').at(-1));
    if (method === 'PUT') writes.set(id, at);
    else if (!writes.has(id)) reads.set(id, at);
  }
  noted = nexudus.calls.length;
};
let noted = 0;
nexudus.onChange(noteCalls);

const startedAt = performance.now();
const answers = payloads.map((payload) => slack.send('interactive', payload));
// Someone else's edits, at any moment before the bot has read the record for the last time.
const edited = new Map<number, string>();
const editing = setInterval(() => {
  const n = Math.floor(Math.random() * UPDATES);
  if (reads.has(idOf(n)) || edited.has(idOf(n))) return;
  edited.set(idOf(n), `Edited by another ${n}`);
  nexudus.put('teams', { Id: idOf(n), Description: `Edited by another ${n}` });
}, 100);
const acks = await Promise.all(answers);
const longest = limitsAllowMs(UPDATES * 3, UPDATES) * 3;
while (announced() - announcedBefore < UPDATES && performance.now() - startedAt < longest) await sleep(500);
const took = performance.now() - startedAt;
clearInterval(editing);
await sleep(1000);

const { calls } = nexudus;
const kind = (test: (call: NexudusCall) => boolean) => calls.filter(test).length;
const puts = kind(({ method }) => method === 'PUT');
const throttled = kind(({ status }) => status === 409 || status === 429);
const after = Array.from({ length: UPDATES }, (_, n) => nexudus.record('teams', idOf(n)));
const renamed = after.filter((team, n) => team?.Name === `Burst ${n} after`).length;
const reverted = [...edited].filter(([id, text]) => nexudus.record('teams', id)?.Description !== text);
const gaps = [...writes].map(([id, at]) => at - (reads.get(id) ?? Number.NaN) - NEXUDUS_MS);

print(
  `${renamed} of ${UPDATES} renamed, ${announced() - announcedBefore} announced, in ${(took / 1000).toFixed(1)} s`,
);
const byStatus = (status: number) => acks.filter((ack) => ack.status === status).length;
print(
  `answers to the forms: ${byStatus(200)} of ${acks.length} with 200; the first: ${JSON.stringify(acks[0])}`,
);
print(
  `reads of several teams at once: ${kind(({ method, query }) => method === 'GET' && query.startsWith('id='))}, of anything else than teams: ${kind(({ path }) => !path.includes('teams'))}`,
);
print(
  `calls: ${calls.length} (${puts} PUT, ${(calls.length / UPDATES).toFixed(2)} an update), ${throttled} throttled`,
);
print(`from the read's answer to the write: median ${median(gaps)} ms, most ${Math.max(...gaps)} ms`);
print(`others' edits: ${edited.size}, reverted: ${reverted.length}`);
for (const [n, call] of calls.entries())
  if (call.status === 409)
    print(
      `throttled: ${call.method} ${call.at - (calls[n - 1]?.at ?? 0)} ms after the one before, ${kind(({ at }) => at > call.at - 60_000 && at <= call.at)} within the minute`,
    );
const fewest = limitsAllowMs(UPDATES * 2, UPDATES);
const ratio = took / fewest;
print(
  `a read and a write each would take Nexudus's limits ${(fewest / 1000).toFixed(1)} s: ratio ${ratio.toFixed(3)}`,
);
const made = limitsAllowMs(calls.length, puts);
print(`the calls that were made: ${(made / 1000).toFixed(1)} s, ratio ${(took / made).toFixed(3)}`);

await bot.stop();
await Promise.all([slack.close(), nexudus.close()]);
rmSync(folder, { recursive: true, force: true });
const good = ratio <= TARGET && throttled === 0 && reverted.length === 0 && renamed === UPDATES;
print(good ? `Within the target of ${TARGET}.` : `Not within the target of ${TARGET}.`);
process.exit(good ? 0 : 1);
