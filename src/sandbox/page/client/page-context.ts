import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Shown } from '../shown.ts';
import type { Act } from './connection.ts';

export interface PageContext {
  shown: Shown;
  /** Does it; what goes wrong is shown, and answered with undefined. */
  act(act: Act): Promise<unknown>;
  openThread(channel: string, ts: string): void;
}

export const Page = createContext<PageContext | undefined>(undefined);

export function usePage(): PageContext {
  const page = useContext(Page);
  if (!page) throw new Error('outside of the page');
  return page;
}
