import type { Homes } from './homes.ts';

/** A tab of the bot was opened, as Slack says it. */
export interface HomeOpened {
  tab?: string;
  user: string;
  /** What is shown there; absent before anything was. Its hash is not in Bolt's type (seen in Slack's examples). */
  view?: object;
}

export function onHome(homes: Homes, { tab, user, view }: HomeOpened): void {
  const hash = view && 'hash' in view && typeof view.hash === 'string' ? view.hash : undefined;
  if (tab === 'home') homes.opened(user, hash);
}
