import { type NexudusStandIn, startNexudus } from './nexudus/start-nexudus.ts';
import { type SlackStandIn, startSlack } from './slack/start-slack.ts';
import { type Bot, startBot } from './start-bot.ts';

/** Both outside worlds with the real bot between them. */
export interface Sandbox {
  slack: SlackStandIn;
  nexudus: NexudusStandIn;
  bot: Bot;
  /** The settings the bot was started with. */
  settings: Record<string, string>;
  close(): Promise<void>;
}

export interface SandboxOptions {
  /** More settings, or others. */
  settings?: Record<string, string>;
  transport?: 'http' | 'socket';
  large?: boolean;
  entry?: 'source' | 'build';
}

export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const [slack, nexudus] = await Promise.all([startSlack(), startNexudus({ large: options.large })]);
  const settings = {
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
    ...options.settings,
  };
  const bot = await startBot(settings, { entry: options.entry });
  if (options.transport !== 'socket') slack.eventsUrl = `${bot.url}/slack/events`;
  return {
    slack,
    nexudus,
    bot,
    settings,
    async close() {
      await bot.stop();
      await Promise.all([slack.close(), nexudus.close()]);
    },
  };
}
