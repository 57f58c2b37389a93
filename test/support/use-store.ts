import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from '@jest/globals';
import { type NexudusStandIn, startNexudus } from '../../src/sandbox/nexudus/start-nexudus.ts';
import { type SlackStandIn, startSlack } from '../../src/sandbox/slack/start-slack.ts';
import type { Bot } from '../../src/sandbox/start-bot.ts';
import { asOne, eachOf } from './as-one.ts';
import { type BundledBot, bundleBot } from './bundled-bot.ts';
import { createMinuteOfCalls, isAlive } from './minute-of-calls.ts';
import { type RoundRobin, startRoundRobin } from './round-robin.ts';
import type { Row } from './run-sql.ts';
import { newFolder, type StoreOfTest, storeOnFile, storeOnPostgres } from './store-of-test.ts';
import { WITH_CLOCK } from './time-passes.ts';
import { untilIn } from './until-in.ts';
import type { Stage } from './use-sandbox.ts';

/** A stage whose bot can be stopped, killed and started again on the same database. */
export interface StoreStage extends Stage {
  /** The file of the database; several bots have none. */
  readonly path: string;
  readonly settings: Readonly<Record<string, string>>;
  /** Asks the database's file, or changes it behind the bot's back. */
  sql(text: string, ...parameters: (string | number)[]): Row[];
  /**
   * The submissions in the store, the last one last, with what became of their announcements and approvals: `announced`,
   * `announce_at`, `deliveries`, `message_ts`; `card_ts`, `card_shows`, `card_state`; `approval_until`, `digest`.
   */
  submissions(): Row[];
  /** Waits until the database is so: it reports no changes, so it is asked again and again. */
  untilJournal(condition: (rows: Row[]) => boolean, what: string, timeoutMs?: number): Promise<void>;
  /** Waits until every submission is over and announced. */
  untilSettled(timeoutMs?: number): Promise<void>;
  /** Another bot on the same port and database, once the one before has ended. */
  startAgain(settings?: Record<string, string>): Promise<Bot>;
  expectProblems(...problems: (string | RegExp)[]): void;
}

export interface UseStoreOptions {
  settings?: Record<string, string>;
  /** Of every call to Nexudus. */
  latencyMs?: number;
  /** Why there is one bot with a file also where REPLICAS asks for several. */
  ofOneProcess?: string;
}

const SUBMISSIONS = `
  select s.*,
    case when exists (select 1 from outbox o where o.submission_id = s.id and o.kind <> 'card' and o.state = 'pending')
      then 'pending' else r.state end as announced,
    (select max(due_at) from outbox o where o.submission_id = s.id and o.kind <> 'card') as announce_at,
    r.deliveries, r.channel as message_channel,
    r.ts as message_ts, c.channel as card_channel, c.ts as card_ts, c.shows as card_shows, c.state as card_state,
    a.until as approval_until, a.digest
  from submissions s
  left join outbox r on r.id = s.id || '/result'
  left join outbox c on c.id = s.id || '/card'
  left join approvals a on a.submission_id = s.id
  order by s.submitted_at, s.press`;

/**
 * One bot for the whole file on a database that the test can look into; Slack and Nexudus start anew before each test. With REPLICAS
 * it is so many bots on PostgreSQL, which are stopped and started together.
 */
export function useStore(options: UseStoreOptions = {}): StoreStage {
  const count = options.ofOneProcess ? 1 : Number(process.env.REPLICAS ?? 1);
  const folder = newFolder();
  const path = join(folder, 'data', 'bot.sqlite');
  let store: StoreOfTest;
  let balanced: RoundRobin | undefined;
  let slack: SlackStandIn;
  let nexudus: NexudusStandIn;
  let bundle: BundledBot;
  let bot: Bot;
  let settings: Record<string, string>;
  /** The bot that runs was started with other settings than the file's. */
  let hasOthers = false;
  let expected: (string | RegExp)[] = [];
  const letMinutePass = createMinuteOfCalls();

  const start = async (more: readonly Record<string, string>[]): Promise<Bot> =>
    asOne(await Promise.all(more.map((each) => bundle.start({ ...settings, ...each }))));

  beforeAll(async () => {
    const latencyMs = options.latencyMs;
    bundle = await bundleBot();
    [slack, nexudus] = await Promise.all([startSlack(), startNexudus({ latencyMs })]);
    slack.patience = count;
    store = count > 1 ? await storeOnPostgres() : storeOnFile(path, folder);
    settings = {
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_SIGNING_SECRET: slack.signingSecret,
      SLACK_API_URL: slack.apiUrl,
      NEXUDUS_API_URL: nexudus.url,
      NEXUDUS_USERNAME: 'nexudus-bot@harbour.example',
      NEXUDUS_PASSWORD: 'sandbox',
      UNRESTRICTED_ADMINS: 'uma@harbour.example',
      DATABASE_URL: store.url,
      LOG_LEVEL: 'info',
      ...WITH_CLOCK,
      ...options.settings,
    };
    bot = await start(Array(count).fill({}));
    if (count > 1) balanced = await startRoundRobin(eachOf(bot).map(({ url }) => url));
    slack.eventsUrl = `${(balanced ?? bot).url}/slack/events`;
  }, 240_000);
  beforeEach(async () => {
    expected = [];
    // A test before this one failed while no bot ran, or left one with settings of its own.
    if (hasOthers || !isAlive(bot)) {
      await bot.kill();
      await stage.startAgain();
    }
    await letMinutePass(bot, nexudus);
    slack.reset();
    nexudus.reset();
    // Nexudus gives the same ids again, which the database would take for records of earlier requests.
    for (const table of ['submissions', 'approvals', 'outbox', 'temporary_access', 'wishes'])
      store.run(`delete from ${table}`);
  });
  afterEach(() => {
    expect(slack.problems).toEqual(
      expected.map((each) => (typeof each === 'string' ? each : expect.stringMatching(each))),
    );
  });
  afterAll(async () => {
    await (balanced ? bot?.kill() : bot?.stop());
    await balanced?.close();
    await Promise.all([slack?.close(), nexudus?.close()]);
    bundle?.remove();
    await store?.remove();
  });

  const submissions = () => store.run(SUBMISSIONS);
  const untilJournal: StoreStage['untilJournal'] = async (condition, what, timeoutMs = 15_000) => {
    const waitsFor = timeoutMs * slack.patience;
    const until = Date.now() + waitsFor;
    const file = store.watch(SUBMISSIONS);
    try {
      while (!condition(file.rows())) {
        if (Date.now() > until) {
          const last = JSON.stringify(file.rows().at(-1), null, 1);
          throw new Error(
            `Within ${waitsFor} ms this did not happen: ${what}. The last submission:\n${last}`,
          );
        }
        await sleep(25);
      }
    } finally {
      file.close();
    }
  };

  const stage: StoreStage = {
    path,
    untilJournal,
    untilSettled: (timeoutMs) =>
      untilJournal(
        (rows) =>
          rows.every(
            ({ status, announced }) =>
              !['running', 'queued', 'waiting'].includes(String(status)) && announced !== 'pending',
          ),
        'every submission over and announced',
        timeoutMs,
      ),
    get settings() {
      return settings;
    },
    get slack() {
      return slack;
    },
    get nexudus() {
      return nexudus;
    },
    get bot() {
      return bot;
    },
    get ana() {
      return slack.as('Ana');
    },
    until: (condition, what, timeoutMs) => untilIn({ slack, nexudus }, condition, what, timeoutMs),
    sql: (text, ...parameters) => store.run(text, ...parameters),
    submissions,
    async startAgain(more = {}) {
      await bot.exited;
      hasOthers = Object.keys(more).length > 0;
      bot = await start(eachOf(bot).map(({ port }) => ({ ...more, PORT: String(port) })));
      await balanced?.ready();
      return bot;
    },
    async withBot(more, act) {
      const before = slack.eventsUrl;
      const other = await start([more]);
      slack.eventsUrl = `${other.url}/slack/events`;
      try {
        await act(other);
      } finally {
        slack.eventsUrl = before;
        await other.stop();
      }
    },
    expectProblems(...problems) {
      expected = problems;
    },
  };
  return stage;
}
