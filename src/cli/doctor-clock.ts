import type { Settings } from '../settings.ts';
import { bad, type Finding, good } from './finding.ts';

/** Slack refuses nothing for less, but one-time codes and the search for what was created go wrong. */
const MOST_MS = 30_000;

/** How far this machine's clock is ahead of a server's; undefined where the server doesn't tell. */
async function aheadOf(url: string): Promise<number | undefined> {
  try {
    const asked = Date.now();
    const answer = await fetch(new URL('/', url), {
      method: 'HEAD',
      redirect: 'manual',
      signal: AbortSignal.timeout(5000),
    });
    const date = Date.parse(answer.headers.get('date') ?? '');
    // The header is cut to whole seconds, and the answer was under way for some time.
    return Number.isNaN(date) ? undefined : (asked + Date.now()) / 2 - (date + 500);
  } catch {
    // That it can't be reached is said elsewhere.
    return undefined;
  }
}

/** This machine's clock against those of Slack and Nexudus. */
export async function lookAtClock({ slack, nexudus }: Settings): Promise<Finding[]> {
  const ahead = { Slack: await aheadOf(slack.apiUrl), Nexudus: await aheadOf(nexudus.url) };
  const known = Object.entries(ahead).filter((entry): entry is [string, number] => entry[1] !== undefined);
  const wrong = known.filter(([, ms]) => Math.abs(ms) > MOST_MS);
  if (known.length === 0) return [];
  if (wrong.length === 0)
    return [good(`Clock: agrees with ${known.map(([server]) => server).join(' and ')}.`)];
  return wrong.map(([server, ms]) => {
    const seconds = Math.round(Math.abs(ms) / 1000);
    return bad(
      `Clock: this machine is ${seconds} seconds ${ms > 0 ? 'ahead of' : 'behind'} ${server}. Have it set by NTP (timedatectl set-ntp true).`,
    );
  });
}
