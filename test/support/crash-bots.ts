import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { NexudusStandIn } from '../../src/sandbox/nexudus/start-nexudus.ts';
import type { SlackStandIn } from '../../src/sandbox/slack/start-slack.ts';
import type { Bot } from '../../src/sandbox/start-bot.ts';
import { bundleBot } from './bundled-bot.ts';
import { NO_POSTGRES, newPostgresDatabase } from './postgres-database.ts';
import { startRoundRobin } from './round-robin.ts';
import { runSql } from './run-sql.ts';

/** The bots of a crash run: one on a file of SQLite, or several on one PostgreSQL, behind a round-robin. */
export interface CrashBots {
  /** Resolves while one is there to take a press. */
  up(): Promise<void>;
  /** How long the last one took to start. */
  startMs(): number;
  /** One of those that live. */
  any(): Bot;
  kill(bot: Bot): Promise<void>;
  /** Starts another one in the place of one that was killed: at once, or, where others live, now and then much later. */
  replace(): Promise<void>;
  run(statement: string): Promise<void>;
  /** Ends all of them; what each wrote. */
  stop(): Promise<string[]>;
  close(): Promise<void>;
}

export interface CrashBotsOptions {
  slack: SlackStandIn;
  nexudus: NexudusStandIn;
  /** Of the SQLite file of a bot that is alone. */
  path: string;
  replicas: number;
  random(): number;
  started(): void;
}

/** A new bot frees what a dead one on its own machine held. One that comes later finds that the others did, as leases ran out. */
const COMES_LATER = 0.3;
const LEASES_OVER_MS = 22_000;

export async function startCrashBots(options: CrashBotsOptions): Promise<CrashBots> {
  const { slack, nexudus, path, replicas, random, started } = options;
  const bundle = await bundleBot();
  const database = replicas > 1 ? await newPostgresDatabase() : undefined;
  if (replicas > 1 && !database) throw new Error(NO_POSTGRES);
  const balanced = database && (await startRoundRobin([]));
  const living: Bot[] = [];
  const all: Bot[] = [];
  const coming: Promise<void>[] = [];
  let startMs = 0;
  let opened = () => {};
  let gate = new Promise<void>((resolve) => {
    opened = resolve;
  });

  const start = async (): Promise<void> => {
    const before = Date.now();
    const bot = await bundle.start({
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_SIGNING_SECRET: slack.signingSecret,
      SLACK_API_URL: slack.apiUrl,
      NEXUDUS_API_URL: nexudus.url,
      NEXUDUS_USERNAME: 'nexudus-bot@harbour.example',
      NEXUDUS_PASSWORD: 'sandbox',
      APPROVAL_CHANNEL: 'C0APPROVE',
      DATABASE_URL: database?.url ?? `file:${path}`,
      LOG_LEVEL: 'warn',
    });
    living.push(bot);
    all.push(bot);
    balanced?.targets.push(bot.url);
    slack.eventsUrl = `${balanced?.url ?? bot.url}/slack/events`;
    startMs = Date.now() - before;
    started();
    opened();
  };
  const startLater = (): void => {
    const late = sleep(LEASES_OVER_MS).then(start);
    // Reported when it is waited for.
    late.catch(() => {});
    coming.push(late);
  };

  await Promise.all(Array.from({ length: replicas }, start));
  return {
    up: () => gate,
    startMs: () => startMs,
    any: () => living[Math.floor(random() * living.length)] as Bot,
    async kill(bot) {
      living.splice(living.indexOf(bot), 1);
      if (living.length === 0)
        gate = new Promise((resolve) => {
          opened = resolve;
        });
      await bot.kill();
      balanced?.targets.splice(balanced.targets.indexOf(bot.url), 1);
    },
    async replace() {
      if (living.length > 1 && random() < COMES_LATER) startLater();
      else await start();
    },
    async run(statement) {
      if (!database) return void runSql(path, statement);
      const client = new pg.Client({ connectionString: database.url });
      await client.connect();
      await client.query(statement);
      await client.end();
    },
    async stop() {
      await Promise.all(coming);
      await Promise.all(living.map((bot) => bot.stop()));
      return all.map((bot) => bot.output());
    },
    async close() {
      await Promise.all(living.map((bot) => bot.kill()));
      await balanced?.close();
      await database?.drop();
      bundle.remove();
    },
  };
}
