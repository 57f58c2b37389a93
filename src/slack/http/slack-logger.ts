import { LogLevel, type Logger as SlackLogger } from '@slack/bolt';
import type { Logger } from 'pino';

/** The bot's log as Slack's libraries want it. Their debug output holds payloads, so it stays out. */
export function slackLogger(log: Logger): SlackLogger {
  const at =
    (level: 'info' | 'warn' | 'error') =>
    (...message: unknown[]) =>
      log[level](message.map((part) => (part instanceof Error ? part.message : String(part))).join(' '));
  return {
    debug: () => {},
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    setLevel: () => {},
    getLevel: () => LogLevel.INFO,
    setName: () => {},
  };
}
