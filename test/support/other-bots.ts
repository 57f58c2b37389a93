import { type Bot, startBot } from '../../src/sandbox/start-bot.ts';
import type { Sandbox } from '../../src/sandbox/start-sandbox.ts';
import { startRoundRobin } from './round-robin.ts';

/** More bots on the database of a sandbox's own, with a round-robin in front of all of them. */
export interface OtherBots {
  /** All of them, the sandbox's own first. */
  bots: Bot[];
  /** Starts a new bot in the place of one, and has that one stop; its exit code. */
  replace(place: number): Promise<number | null>;
  stop(): Promise<void>;
}

export async function startOtherBots({ bot, settings, slack }: Sandbox, count: number): Promise<OtherBots> {
  const more = await Promise.all(Array.from({ length: count - 1 }, () => startBot(settings)));
  const bots = [bot, ...more];
  const balanced = await startRoundRobin(bots.map(({ url }) => url));
  slack.patience = count;
  slack.eventsUrl = `${balanced.url}/slack/events`;
  return {
    bots,
    async replace(place) {
      const before = bots[place] as Bot;
      const next = await startBot(settings);
      bots[place] = next;
      balanced.targets.push(next.url);
      const code = await before.stop();
      balanced.targets.splice(balanced.targets.indexOf(before.url), 1);
      return code;
    },
    async stop() {
      await Promise.all(bots.map((each) => each.kill()));
      await balanced.close();
    },
  };
}
