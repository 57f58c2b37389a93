// documented (nexudus-api.md §7): per client, all calls 1 per 100 ms and 120 a minute, writes 60 a minute.
// assumed: a refused call does not count, and Retry-After says when the next call fits.

const MINUTE = 60_000;

export class Pace {
  readonly #calls = new Map<string, { at: number; write: boolean }[]>();

  /** Seconds to wait, or 0 when the call fits (and is then counted). `at` in milliseconds, growing. */
  take(token: string, write: boolean, at: number): number {
    const calls = (this.#calls.get(token) ?? []).filter((call) => call.at > at - MINUTE);
    this.#calls.set(token, calls);
    const writes = calls.filter((call) => call.write);
    const free = [0];
    const last = calls.at(-1);
    if (last) free.push(last.at + 100);
    if (calls.length >= 120) free.push((calls.at(-120)?.at ?? 0) + MINUTE);
    if (write && writes.length >= 60) free.push((writes.at(-60)?.at ?? 0) + MINUTE);
    const wait = Math.max(...free) - at;
    if (wait > 0) return Math.max(1, Math.ceil(wait / 1000));
    calls.push({ at, write });
    return 0;
  }

  clear(): void {
    this.#calls.clear();
  }
}
