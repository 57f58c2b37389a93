import { eachOf } from './as-one.ts';
import type { StoreStage } from './use-store.ts';

/**
 * Where there are several bots, each is asked something by Ana: they share the pace, so one that was just started takes longer than
 * Slack waits to find out who she is and then to do what she asks for.
 */
export async function knownToAll({ ana, bot, slack, until }: StoreStage): Promise<void> {
  const count = eachOf(bot).length;
  if (count === 1) return;
  const said = () => slack.ephemerals('Ana').length;
  const before = said();
  for (let asked = 1; asked <= count; asked++) {
    await ana.command('/nexudus whoami');
    await until(() => said() === before + asked, 'an answer', 15_000);
  }
}
