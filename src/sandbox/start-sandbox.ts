import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleBot } from './bundle-bot.ts';
import { type NexudusStandIn, startNexudus } from './nexudus/start-nexudus.ts';
import { type SlackStandIn, startSlack } from './slack/start-slack.ts';
import { type Bot, startBot } from './start-bot.ts';

/** Both outside worlds with the real bot between them. */
export interface Sandbox {
  slack: SlackStandIn;
  nexudus: NexudusStandIn;
  /** The one that runs now: a restart makes another. */
  readonly bot: Bot;
  /** The settings the bot was started with. */
  readonly settings: Record<string, string>;
  /** Kills the bot in the middle of whatever it does, and starts it again on the same database. */
  restartBot(): Promise<void>;
  /** Everything as at the start: both stand-ins, and a new bot with an empty database. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

export interface SandboxOptions {
  /** More settings, or others. */
  settings?: Record<string, string>;
  transport?: 'http' | 'socket';
  large?: boolean;
  /** The Enterprise Grid that Slack's workspace belongs to when the bot starts. */
  enterpriseId?: string;
  /** 'bundle': the source too, but quicker to start. */
  entry?: 'source' | 'build' | 'bundle';
}

export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const bundle = async () => (options.entry === 'bundle' ? bundleBot() : undefined);
  const [slack, nexudus, folder, bundled] = await Promise.all([
    startSlack(),
    startNexudus({ large: options.large }),
    mkdtemp(join(tmpdir(), 'nexudus-sandbox-')),
    bundle(),
  ]);
  slack.enterpriseId = options.enterpriseId;
  let databases = 0;
  const newDatabase = () => `file:${join(folder, `database-${++databases}.sqlite`)}`;
  const settings: Record<string, string> = {
    SLACK_BOT_TOKEN: slack.botToken,
    ...(options.transport === 'socket'
      ? { SLACK_APP_TOKEN: slack.appToken }
      : { SLACK_SIGNING_SECRET: slack.signingSecret }),
    SLACK_API_URL: slack.apiUrl,
    NEXUDUS_API_URL: nexudus.url,
    NEXUDUS_USERNAME: 'nexudus-bot@harbour.example',
    NEXUDUS_PASSWORD: 'sandbox',
    UNRESTRICTED_ADMINS: 'uma@harbour.example',
    LOG_LEVEL: 'warn',
    DATABASE_URL: newDatabase(),
    ...options.settings,
  };
  let bot: Bot;
  const start = async (program: string | undefined): Promise<void> => {
    const entry = options.entry === 'bundle' ? 'build' : options.entry;
    bot = await startBot(settings, { entry, program });
    if (options.transport !== 'socket') slack.eventsUrl = `${bot.url}/slack/events`;
  };
  const closeStandIns = async (): Promise<void> => {
    await Promise.all([slack.close(), nexudus.close()]);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await start(bundled);
  } catch (error) {
    await closeStandIns();
    throw error;
  }
  return {
    slack,
    nexudus,
    get bot() {
      return bot;
    },
    settings,
    async restartBot() {
      await bot.kill();
      await start(await bundle());
    },
    async reset() {
      await bot.kill();
      if (!options.settings?.DATABASE_URL) settings.DATABASE_URL = newDatabase();
      slack.reset();
      nexudus.reset();
      await start(await bundle());
    },
    async close() {
      await bot.stop();
      await closeStandIns();
    },
  };
}
