import type { Stage } from './use-sandbox.ts';

/** Resolves as soon as the condition holds; looked at after every change in Slack and in Nexudus. */
export const untilIn = (
  { slack, nexudus }: Pick<Stage, 'slack' | 'nexudus'>,
  condition: () => boolean,
  what: string,
  timeoutMs = 5000,
): Promise<void> =>
  new Promise((resolve, reject) => {
    const done = (act: () => void) => {
      clearTimeout(timer);
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
    const failed = () => reject(new Error(`Within ${timeoutMs} ms this did not happen: ${what}`));
    const timer = setTimeout(() => done(failed), timeoutMs);
    const stops = [slack.onChange(look), nexudus.onChange(look)];
    look();
  });
