import type { Clock } from '../../src/clock.ts';

/** Virtual time starts here, by every clock that no one has moved. */
export const EPOCH = Date.UTC(2026, 0, 5, 9);

/** A machine with one process: its clock may be moved, it may stall, and what it waits for never comes once it is dead. */
export interface Machine {
  readonly name: string;
  dead: boolean;
  /** Nothing happens on it before. */
  stalledUntil: number;
  /** How far its clock is from the true time. */
  skew: number;
  /** How long the whole machine slept: its ticks stood still meanwhile. */
  slept: number;
}

/** A timer that asks the store for work: it need not go off while the store has none. */
interface Look {
  machine: Machine;
  period: number;
  next: number;
  act(): void;
}

interface Due {
  at: number;
  seq: number;
  machine: Machine | undefined;
  act(): void;
}

/** When the store has work for a machine, and whether anything runs: see Look. */
export interface WorkAhead {
  dueAt(machine: Machine): number;
  anyRunning(): boolean;
}

/** Longer timers only keep leases alive. */
const LONGEST_LOOK_MS = 1000;

/** A microtask can't overtake this: all that can go on without time passing has gone on. */
const drained = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Virtual time: what is to happen, in order. */
export class Timeline {
  now = 0;
  steps = 0;
  /** A binary heap by time, then by order of asking. */
  readonly #heap: Due[] = [];
  readonly #looks = new Set<Look>();
  #seq = 0;

  /** Happens after so long; on a machine, unless it is dead by then. */
  after(ms: number, machine: Machine | undefined, act: () => void): void {
    this.#push({ at: this.now + Math.max(0, ms), seq: this.#seq++, machine, act });
  }

  wait(ms: number, machine: Machine | undefined): Promise<void> {
    return new Promise((resolve) => this.after(ms, machine, resolve));
  }

  clockOf(machine: Machine): Clock {
    return {
      now: () => EPOCH + this.now + machine.skew,
      ticks: () => this.now - machine.slept,
      sleep: (ms) => this.wait(ms, machine),
      every: (period, act) => {
        const look = { machine, period, next: this.now + period, act };
        this.#looks.add(look);
        return { stop: () => void this.#looks.delete(look) };
      },
    };
  }

  /** Lets everything happen until there is nothing more, or until `end`; false when it was the end that came. */
  async run(end: number, work: WorkAhead, afterEach: () => void): Promise<boolean> {
    await drained();
    for (;;) {
      const look = this.#nextLook(work);
      const due = this.#heap[0];
      const at = Math.min(look?.at ?? Number.POSITIVE_INFINITY, due?.at ?? Number.POSITIVE_INFINITY);
      if (at === Number.POSITIVE_INFINITY) return true;
      if (at > end) return false;
      if (look && look.at === at) {
        this.now = at;
        look.look.next = at + look.look.period;
        look.look.act();
      } else {
        this.#pop();
        if (!due || due.machine?.dead) continue;
        if (due.machine && due.machine.stalledUntil > at) {
          this.#push({ ...due, at: due.machine.stalledUntil });
          continue;
        }
        this.now = at;
        due.act();
      }
      this.steps += 1;
      await drained();
      afterEach();
    }
  }

  #nextLook(work: WorkAhead): { look: Look; at: number } | undefined {
    let first: { look: Look; at: number } | undefined;
    for (const look of this.#looks) {
      const { machine, period } = look;
      if (machine.dead) {
        this.#looks.delete(look);
        continue;
      }
      const dueAt =
        period > LONGEST_LOOK_MS ? (work.anyRunning() ? 0 : Number.POSITIVE_INFINITY) : work.dueAt(machine);
      if (dueAt === Number.POSITIVE_INFINITY) continue;
      const from = Math.max(look.next, this.now);
      const late = Math.max(0, Math.ceil((dueAt - from) / period)) * period;
      const at = Math.max(from + late, machine.stalledUntil);
      if (!first || at < first.at) first = { look, at };
    }
    return first;
  }

  #push(due: Due): void {
    const heap = this.#heap;
    let at = heap.push(due) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!isBefore(due, heap[parent] as Due)) break;
      heap[at] = heap[parent] as Due;
      at = parent;
    }
    heap[at] = due;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (!last || heap.length === 0) return;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isBefore(heap[child + 1] as Due, heap[child] as Due)) child += 1;
      if (!isBefore(heap[child] as Due, last)) break;
      heap[at] = heap[child] as Due;
      at = child;
    }
    heap[at] = last;
  }
}

const isBefore = (one: Due, other: Due): boolean =>
  one.at < other.at || (one.at === other.at && one.seq < other.seq);
