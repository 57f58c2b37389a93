import type { WaitOptions } from './slack-stand-in.ts';
import type { World } from './world.ts';

/** Looks after every change until `look` finds something; no polling. */
export function waitFor<Found>(
  world: World,
  look: () => Found | undefined,
  picture: () => string,
  { timeoutMs = 15_000, what = 'what was waited for' }: WaitOptions = {},
): Promise<Found> {
  const waitsFor = timeoutMs * world.patience;
  const found = look();
  if (found !== undefined) return Promise.resolve(found);
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      stop();
      reject(new Error(`${what} did not appear within ${waitsFor} ms.\n${picture()}`));
    }, waitsFor);
    const stop = world.onChange(() => {
      try {
        const now = look();
        if (now === undefined) return;
        resolve(now);
      } catch (error) {
        reject(error);
      }
      stop();
      clearTimeout(timer);
    });
  });
}
