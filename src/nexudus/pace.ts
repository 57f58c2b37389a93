import { setTimeout } from 'node:timers/promises';
import PQueue from 'p-queue';
import { type Clock, systemClock } from '../clock.ts';
import { createCallWindow } from './call-window.ts';

/** Runs a call when the pace allows it. @param writes true for all but reads */
export type Turn = <T>(call: () => Promise<T>, writes?: boolean) => Promise<T>;

/** Who waits for a call: a person in front of a picker or a form, or queued work. */
export type Waiting = 'person' | 'queue';

export interface Lane extends Turn {
  /**
   * A read that lets all that waits in its lane go before. Where no person waits for it, queued work goes before it, too.
   * @param urgent from when it is aborted, a person waits for the read as for any other
   */
  later<T>(call: () => Promise<T>, urgent?: AbortSignal): Promise<T>;
  /**
   * A read and a write as one turn: until the write is sent no other call is made, unless that takes longer than a second.
   * Its calls keep the limits, and go before all that waits.
   */
  together<T>(work: (turn: Turn) => Promise<T>): Promise<T>;
}

/** The one scheduler of all calls to Nexudus. */
export interface Pace extends Record<Waiting, Lane> {
  /** Nexudus asked for a break: no call is made before it is over. */
  pause(ms: number): void;
  /** So many processes share what Nexudus allows the account: each takes its part. */
  share(among: number): void;
}

export interface PaceOptions {
  clock?: Pick<Clock, 'ticks' | 'sleep'>;
  /** Called when a call has its turn, with how long it waited. */
  waited?(who: Waiting, ms: number): void;
  /** Called when the number of calls that wait has changed. */
  depth?(who: Waiting, waiting: number): void;
}

// Documented: one call per 100 ms, 120 a minute, 60 of them writes. At 100 ms a third of the gaps measured came out short; at
// 110 ms none, but on a busy machine some. Queued work, which no one watches, keeps further off; it costs no time, because the
// minute is what holds it up.
const GAP_MS = { person: 110, queue: 160 };
/** A call may arrive half a second later than another one that left before it (assumed). */
const MINUTE_MS = 60_500;
const CALLS = 120;
const WRITES = 60;

// What a person waits for goes first. Where queued work waits too, every fourth turn is its own, and it takes at most 108 calls
// of a minute: so neither a burst starves pickers, nor do pickers starve a burst.
const PEOPLE_IN_A_ROW = 3;
const QUEUED_CALLS = 108;

const PRIORITY = { overdue: 2, person: 1, queue: 0, ahead: -1 };
const QUEUED_TURN = 'queue';

/** So long a turn keeps the others back: a call that Nexudus doesn't answer must not keep them for half a minute. */
const LONGEST_HOLD_MS = 1000;

/** An answer that the queue doesn't wait for. */
interface Sent<T> {
  answer: Promise<T>;
}

export function createPace({ clock, waited, depth }: PaceOptions = {}): Pace {
  const { ticks, sleep } = clock ?? systemClock;
  // By the system's clock, the process stays alive until its calls were made.
  const wait = clock ? sleep : (ms: number) => setTimeout(ms);
  const gaps = () => ({
    person: createCallWindow(1, GAP_MS.person),
    queue: createCallWindow(1, GAP_MS.queue),
  });
  /** Between two turns: the more processes share the account, the longer. */
  const gap = gaps();
  /** Between the calls of one turn: a write follows its read as closely as Nexudus allows, however many share the account. */
  const gapInTurn = gaps();
  let processes = 1;
  const minute = createCallWindow(CALLS, MINUTE_MS);
  const writing = createCallWindow(WRITES, MINUTE_MS);
  const queued = createCallWindow(QUEUED_CALLS, MINUTE_MS);
  let breakOver = Number.NEGATIVE_INFINITY;

  /** Paused until another turn may begin, so that a person who comes meanwhile goes first. */
  const turns = new PQueue({ concurrency: 1 });
  /** The next calls of turns that have begun. */
  const begun = new PQueue({ concurrency: 1 });
  /** The turn that keeps the others back, as long as it does. */
  let held: Promise<unknown> | undefined;
  /** What has limits of its own waits for them here, one at a time: queued work, and all writes. */
  const limited = new PQueue({ concurrency: 1 });
  let peopleInARow = 0;
  let queuedTurnWaits = false;
  let readsAhead = 0;
  const waiting: Record<Waiting, number> = { person: 0, queue: 0 };

  const until = async (from: () => number): Promise<void> => {
    for (let ms = from() - ticks(); ms > 0; ms = from() - ticks()) await wait(Math.ceil(ms));
  };

  // Room for two is kept, because an update is two calls.
  const nextTurnFrom = () => Math.max(gap.person.from(), minute.from(2), breakOver);

  const mayBegin = () => !held && begun.pending === 0 && nextTurnFrom() <= ticks();

  const pauseTurns = async (): Promise<void> => {
    if (turns.isPaused || mayBegin()) return;
    turns.pause();
    while (!mayBegin()) {
      await held;
      await begun.onIdle();
      await until(nextTurnFrom);
    }
    turns.start();
  };

  /** Every call goes through here, whatever let it through before: the limits are kept here. */
  const send = async <T>(
    who: Waiting,
    call: () => Promise<T>,
    writes: boolean,
    follows = false,
  ): Promise<Sent<T>> => {
    const { from } = (follows ? gapInTurn : gap)[who];
    await until(() =>
      Math.max(from(), minute.from(), breakOver, writes ? writing.from() : Number.NEGATIVE_INFINITY),
    );
    const now = ticks();
    // What it didn't wait for, the next turn does.
    const owed = follows ? processes - 1 : 0;
    gap.person.note(now + owed * GAP_MS.person);
    gap.queue.note(now + owed * GAP_MS.queue);
    for (const window of [
      gapInTurn.person,
      gapInTurn.queue,
      minute,
      ...(writes ? [writing] : []),
      ...(who === 'queue' ? [queued] : []),
    ])
      window.note(now);
    if (turns.size > 0) void pauseTurns();
    return { answer: call() };
  };

  const turnOf = async <T>(
    who: Waiting,
    begin: () => Promise<Sent<T>>,
    place: { id?: string; priority: number } = {
      priority: PRIORITY[who],
      ...(who === 'queue' && { id: QUEUED_TURN }),
    },
  ): Promise<Sent<T>> => {
    if (who === 'queue') queuedTurnWaits = true;
    void pauseTurns();
    return turns.add(() => {
      if (who === 'queue') {
        peopleInARow = 0;
        queuedTurnWaits = false;
      } else if (queuedTurnWaits && ++peopleInARow === PEOPLE_IN_A_ROW)
        turns.setPriority(QUEUED_TURN, PRIORITY.overdue);
      return begin();
    }, place);
  };

  const take = async <T>(
    who: Waiting,
    needs: { calls: number; writes: boolean },
    begin: () => Promise<Sent<T>>,
    // Queued work ends what it has begun before it begins something else: a read belongs to a write that waits or was done.
    priority = who === 'person' ? 2 : needs.writes ? 0 : 1,
  ): Promise<T> => {
    const since = ticks();
    depth?.(who, ++waiting[who]);
    const counted = () => {
      depth?.(who, --waiting[who]);
      waited?.(who, ticks() - since);
      return begin();
    };
    if (who === 'person' && !needs.writes) return (await turnOf(who, counted)).answer;
    const own = () =>
      Math.max(
        needs.writes ? writing.from() : Number.NEGATIVE_INFINITY,
        who === 'queue' ? queued.from(needs.calls) : Number.NEGATIVE_INFINITY,
      );
    const { answer } = await limited.add(
      async () => {
        // Without a wait it takes its place in the line at once.
        if (own() > ticks()) await until(own);
        const sent = await turnOf(who, counted);
        await held;
        return sent;
      },
      { priority },
    );
    return answer;
  };

  /** Not counted among what people wait for, until they do. */
  const takeAhead = async <T>(call: () => Promise<T>, urgent?: AbortSignal): Promise<T> => {
    const begin = () => send('person', call, false);
    if (urgent?.aborted) return take('person', { calls: 1, writes: false }, begin);
    const id = `ahead ${++readsAhead}`;
    const hurry = () => turns.setPriority(id, PRIORITY.person);
    urgent?.addEventListener('abort', hurry);
    const begun = () => {
      urgent?.removeEventListener('abort', hurry);
      return begin();
    };
    return (await turnOf('person', begun, { id, priority: PRIORITY.ahead })).answer;
  };

  const laneOf = (who: Waiting): Lane => {
    const turn: Turn = (call, writes = false) =>
      take(who, { calls: 1, writes }, () => send(who, call, writes));
    const together: Lane['together'] = (work) =>
      take(who, { calls: 2, writes: true }, async () => {
        let release = () => {};
        const hold = new Promise<void>((resolve) => {
          release = resolve;
        });
        held = Promise.race([hold, sleep(LONGEST_HOLD_MS)]).then(() => {
          held = undefined;
        });
        if (turns.size > 0) void pauseTurns();
        let follows = false;
        const mine: Turn = async (call, writes = false) => {
          if (writes) await until(writing.from);
          const { answer } = await begun.add(() => {
            const sent = send(who, call, writes, follows);
            follows = true;
            return sent;
          });
          if (writes) release();
          return answer;
        };
        const answer = work(mine);
        void answer.then(release, release);
        return { answer };
      });
    const later: Lane['later'] =
      who === 'person'
        ? takeAhead
        : (call) => take(who, { calls: 1, writes: false }, () => send(who, call, false), -1);
    return Object.assign(turn, { together, later });
  };

  return {
    person: laneOf('person'),
    queue: laneOf('queue'),
    share(among) {
      processes = among;
      gap.person.limit(1, GAP_MS.person * among);
      gap.queue.limit(1, GAP_MS.queue * among);
      // An update is two calls, one of them a write: that much is left to each.
      minute.limit(Math.max(2, Math.floor(CALLS / among)), MINUTE_MS);
      writing.limit(Math.max(1, Math.floor(WRITES / among)), MINUTE_MS);
      queued.limit(Math.max(2, Math.floor(QUEUED_CALLS / among)), MINUTE_MS);
    },
    pause(ms) {
      breakOver = Math.max(breakOver, ticks() + ms);
      if (turns.size > 0) void pauseTurns();
    },
  };
}
