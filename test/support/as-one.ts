import type { Bot } from '../../src/sandbox/start-bot.ts';

/** Several bots on one database that a test speaks of as one: what is done to it is done to all of them. */
interface Together extends Bot {
  each: readonly Bot[];
}

/** Its address is that of the first. */
export function asOne(each: readonly Bot[]): Bot {
  const together: Together = {
    ...(each[0] as Bot),
    each,
    output: () => each.map((bot) => bot.output()).join(''),
    exited: Promise.all(each.map(({ exited }) => exited)).then(([first]) => first as Awaited<Bot['exited']>),
    async stop() {
      const codes = await Promise.all(each.map((bot) => bot.stop()));
      return codes.find((code) => code !== 0) ?? 0;
    },
    async kill() {
      await Promise.all(each.map((bot) => bot.kill()));
    },
  };
  return together;
}

export const eachOf = (bot: Bot): readonly Bot[] => ('each' in bot ? (bot as Together).each : [bot]);
