import { setTimeout as sleep } from 'node:timers/promises';
import type { KnownBlock } from '@slack/types';
import { WebAPIRateLimitedError, type WebClient } from '@slack/web-api';
import type { Person } from '../../access/person.ts';
import { plain } from '../../forms/blocks.ts';
import { say } from '../text/say.ts';
import { type HelpParts, helpBlocks } from './help.ts';

export interface OnHomeParts extends HelpParts {
  views: WebClient['views'];
  personOf(id: string): Promise<Person>;
}

/** The Home tab was opened: shows what this person can do here. */
export async function onHome(
  parts: OnHomeParts,
  { tab, user }: { tab: string; user: string },
): Promise<void> {
  if (tab !== 'home') return;
  const section = (text: string): KnownBlock => ({ type: 'section', text: plain(text) });
  const blocks = await parts.personOf(user).then(
    async (person) => [section(say.introHome), ...(await helpBlocks(parts, person))],
    () => [section(say.unknownPerson)],
  );
  const publish = () => parts.views.publish({ user_id: user, view: { type: 'home', blocks } });
  await publish().catch(async (error: unknown) => {
    if (!(error instanceof WebAPIRateLimitedError)) throw error;
    await sleep((error.retryAfter ?? 1) * 1000);
    await publish();
  });
}
