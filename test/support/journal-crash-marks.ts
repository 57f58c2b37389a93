import type { NexudusCall, NexudusStandIn } from '../../src/sandbox/nexudus/start-nexudus.ts';
import type { Work } from './journal-crash-work.ts';

const PATHS: Readonly<Record<string, string>> = {
  '/api/community/videorooms': 'videorooms',
  '/api/collaboration/workspaces': 'workspaces',
  '/api/spaces/teams': 'teams',
  '/api/security/userroles': 'userroles',
};

/** Counts how often each mark came to be in Nexudus: a write that finds the mark there already counts for nothing. */
export interface Marks {
  watch(work: Work): void;
  timesMade(work: Work): number;
  /** Writes that reached Nexudus. */
  writes(): number;
  stop(): void;
}

const holds = (value: unknown, wanted: unknown): boolean =>
  Array.isArray(value) ? value.includes(wanted) : value === wanted;

export function watchMarks(nexudus: NexudusStandIn): Marks {
  const made = new Map<Work, { there: boolean; times: number }>();
  let last: NexudusCall | undefined;
  let writes = 0;

  const take = ({ method, path, status, requestBody }: NexudusCall) => {
    const resource = PATHS[path];
    if (!resource || method === 'GET') return;
    writes += 1;
    if (method !== 'PUT' || status !== 200) return;
    const body = requestBody as Record<string, unknown>;
    for (const [{ mark }, count] of made) {
      if (mark.resource !== resource || mark.id !== body.Id) continue;
      const there = holds(body[mark.property], mark.value);
      if (there && !count.there) count.times += 1;
      count.there = there;
    }
  };
  const stop = nexudus.onChange(() => {
    // Only the last calls are kept, so they are taken as they come.
    const fresh: NexudusCall[] = [];
    for (let i = nexudus.calls.length - 1; i >= 0 && nexudus.calls[i] !== last; i--) {
      fresh.unshift(nexudus.calls[i] as NexudusCall);
    }
    last = nexudus.calls.at(-1);
    for (const call of fresh) take(call);
  });

  return {
    watch: (work) => made.set(work, { there: false, times: 0 }),
    timesMade(work) {
      const { mark } = work;
      if (mark.id !== undefined) return made.get(work)?.times ?? 0;
      return nexudus.records(mark.resource).filter((record) => record[mark.property] === mark.value).length;
    },
    writes: () => writes,
    stop,
  };
}
