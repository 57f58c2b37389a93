import { setTimeout as sleep } from 'node:timers/promises';
import type { Bot } from '../../src/sandbox/start-bot.ts';
import { eachOf } from './as-one.ts';
import type { StoreStage } from './use-store.ts';

/** Settings of a bot whose time the test lets pass. */
export const WITH_CLOCK = {
  NODE_OPTIONS: `--import ${new URL('./clock-jumper.mjs', import.meta.url).href}`,
};

const jumps = (bot: Bot): number => bot.output().match(/^jumped /gm)?.length ?? 0;

/** What the bot remembers gets so much older, in steps of 70 seconds. */
export async function letPass(bot: Bot, seconds: number): Promise<void> {
  await Promise.all(eachOf(bot).map((each) => letPassFor(each, seconds)));
}

async function letPassFor(bot: Bot, seconds: number): Promise<void> {
  for (let passed = 0; passed < seconds; passed += 70) {
    const before = jumps(bot);
    process.kill(bot.pid, 'SIGUSR2');
    while (jumps(bot) === before) await sleep(5);
  }
}

/** Once all that is under way has come to its end, what the bot remembers of people is too old to count. */
export async function forgetPeople(stage: StoreStage): Promise<void> {
  await stage.untilSettled(15_000);
  const shown = (rows: readonly Record<string, unknown>[]) =>
    rows.every(({ card_state }) => card_state !== 'pending');
  await stage.untilJournal(shown, 'no card to show', 15_000);
  await letPass(stage.bot, 70);
}
