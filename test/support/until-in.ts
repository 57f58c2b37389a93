import type { Stage } from './use-sandbox.ts';

/** What the bot writes to its log reports no change, and may come after the last one in Slack and in Nexudus. */
const LOOK_AGAIN_MS = 100;

/** Resolves as soon as the condition holds; looked at after every change in Slack and in Nexudus, and now and then. */
export const untilIn = (
  { slack, nexudus }: Pick<Stage, 'slack' | 'nexudus'>,
  condition: () => boolean,
  what: string,
  timeoutMs = 15_000,
): Promise<void> =>
  new Promise((resolve, reject) => {
    const waitsFor = timeoutMs * slack.patience;
    const done = (act: () => void) => {
      clearTimeout(timer);
      clearInterval(again);
      for (const stop of stops) stop();
      act();
    };
    const look = () => {
      try {
        if (condition()) done(resolve);
      } catch (error) {
        done(() => reject(error));
      }
    };
    const failed = () => reject(new Error(`Within ${waitsFor} ms this did not happen: ${what}`));
    const timer = setTimeout(() => done(failed), waitsFor);
    const again = setInterval(look, LOOK_AGAIN_MS);
    const stops = [slack.onChange(look), nexudus.onChange(look)];
    look();
  });
