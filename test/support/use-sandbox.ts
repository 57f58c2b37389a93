import { afterAll, afterEach, beforeAll, beforeEach, expect } from '@jest/globals';
import type { NexudusStandIn } from '../../src/sandbox/nexudus/start-nexudus.ts';
import type { SlackClient, SlackStandIn } from '../../src/sandbox/slack/start-slack.ts';
import { type Bot, startBot } from '../../src/sandbox/start-bot.ts';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { asOne } from './as-one.ts';
import { createMinuteOfCalls } from './minute-of-calls.ts';
import { type OtherBots, startOtherBots } from './other-bots.ts';
import { NO_POSTGRES, newPostgresDatabase } from './postgres-database.ts';
import { WITH_CLOCK } from './time-passes.ts';
import { untilIn } from './until-in.ts';

/** The sandbox of one test file. Its parts exist once the file's first test runs. */
export interface Stage {
  readonly slack: SlackStandIn;
  readonly nexudus: NexudusStandIn;
  readonly bot: Bot;
  /** Ana, network admin: she may do everything. */
  readonly ana: SlackClient;
  /** Resolves as soon as the condition holds; looked at after every change in Slack and in Nexudus, and now and then. */
  until(condition: () => boolean, what: string, timeoutMs?: number): Promise<void>;
  /** Lets `act` happen with another bot, started with these settings, in place of the file's own. */
  withBot(settings: Record<string, string>, act: (bot: Bot) => Promise<void>): Promise<void>;
  /** What Slack is expected to complain of in this test; everything else fails it. */
  expectProblems(...problems: string[]): void;
}

/** One sandbox for the whole file, its data back to the start before each test. */
export function useSandbox(options: SandboxOptions & { ofOneProcess?: string } = {}): Stage {
  // Undefined only where it could not be started: then that is the one thing to be told.
  let sandbox: Sandbox;
  let expected: string[] = [];
  let lastRoom = 1_414_210_000;
  const letMinutePass = createMinuteOfCalls();

  // The bot's journal outlives a reset and knows the rooms it created: in no test does a room get the id of another.
  const skipRoomIds = ({ nexudus }: Sandbox) => {
    lastRoom += 100;
    nexudus.put('videorooms', { Id: lastRoom, Name: 'Was here' });
    nexudus.remove('videorooms', lastRoom);
  };

  // A bot takes its time to start on a busy machine; no test is about that.
  let others: OtherBots | undefined;
  let drop: (() => Promise<void>) | undefined;
  const bot = () => (others ? asOne(others.bots) : sandbox.bot);
  beforeAll(async () => {
    const { transport, ofOneProcess } = options;
    const several = process.env.REPLICAS && !transport && !ofOneProcess;
    const database = several ? await newPostgresDatabase() : undefined;
    const shared: Record<string, string> = database ? { DATABASE_URL: database.url } : {};
    sandbox = await startSandbox({ ...options, settings: { ...WITH_CLOCK, ...options.settings, ...shared } });
    drop = database?.drop;
    if (database) others = await startOtherBots(sandbox, Number(process.env.REPLICAS));
    else if (several) console.warn(NO_POSTGRES);
  }, 240_000);
  beforeEach(async () => {
    expected = [];
    if (sandbox) await letMinutePass(bot(), sandbox.nexudus);
    sandbox?.slack.reset();
    sandbox?.nexudus.reset();
    if (sandbox) skipRoomIds(sandbox);
  });
  afterEach(() => {
    expect(sandbox?.slack.problems ?? []).toEqual(expected);
  });
  afterAll(async () => {
    await others?.stop();
    await sandbox?.close();
    await drop?.();
  });

  return {
    get slack() {
      return sandbox.slack;
    },
    get nexudus() {
      return sandbox.nexudus;
    },
    get bot() {
      return bot();
    },
    get ana() {
      return sandbox.slack.as('Ana');
    },
    until: (condition, what, timeoutMs = 15_000) => untilIn(sandbox, condition, what, timeoutMs),
    async withBot(settings, act) {
      const { slack } = sandbox;
      const before = slack.eventsUrl;
      const bot = await startBot({ ...sandbox.settings, ...settings });
      slack.eventsUrl = `${bot.url}/slack/events`;
      try {
        await act(bot);
      } finally {
        slack.eventsUrl = before;
        await bot.stop();
      }
    },
    expectProblems(...problems) {
      expected = problems;
    },
  };
}
