import type { NexudusStandIn } from '../../src/sandbox/nexudus/start-nexudus.ts';
import type { Bot } from '../../src/sandbox/start-bot.ts';
import { eachOf } from './as-one.ts';
import { letPass } from './time-passes.ts';

/** Leaves a test more than half of the calls that Nexudus allows in a minute. */
const MOST_BEFORE = 50;

/**
 * The bot keeps to the calls that Nexudus allows in a minute, so where the tests before have made many of them, a minute passes
 * for the bot. Its settings have to hold WITH_CLOCK.
 * @returns to be called before each test, while the stand-in still has the calls of the one before
 */
export function createMinuteOfCalls(): (bot: Bot, nexudus: NexudusStandIn) => Promise<void> {
  let made = 0;
  return async (bot, { calls }) => {
    made += calls.length;
    // Each of several bots may make its part of the calls.
    if (made * eachOf(bot).length <= MOST_BEFORE || !isAlive(bot)) return;
    await letPass(bot, 70);
    made = 0;
  };
}

export function isAlive({ pid }: Bot): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
