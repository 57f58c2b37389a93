import { useEffect, useState } from 'preact/hooks';
import type { Asked } from '../act.ts';
import type { Shown } from '../shown.ts';

export type Act = Asked['act'];

export interface Connection {
  shown?: Shown;
  /** False when the sandbox was stopped. */
  connected: boolean;
}

/** What this person sees, kept up to date. */
export function useConnection(as: string, panel: boolean): Connection {
  const [state, setState] = useState<Connection>({ connected: true });
  useEffect(() => {
    // Both stay while another stream is being opened, so that nothing flickers.
    let known: Partial<Shown> = {};
    const events = new EventSource(`/events?as=${encodeURIComponent(as)}&panel=${panel ? 'open' : 'folded'}`);
    events.onmessage = ({ data }) => {
      known = { ...known, ...(JSON.parse(data) as Partial<Shown>) };
      setState({ shown: known as Shown, connected: true });
    };
    events.onerror = () => setState((before) => ({ ...before, connected: false }));
    return () => events.close();
  }, [as, panel]);
  return state;
}

/** Does it as this person; rejects with the sentence that says why not. */
export async function perform(as: string, act: Act): Promise<unknown> {
  const response = await fetch('/acts', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ as, act }),
  });
  const { answer, error } = (await response.json()) as { answer?: unknown; error?: string };
  if (error !== undefined) throw new Error(error);
  return answer;
}

export async function getJson<T>(path: string): Promise<T> {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return (await response.json()) as T;
}
