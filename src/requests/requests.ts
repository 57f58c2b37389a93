import { NexudusHeldBack } from '../nexudus/errors.ts';
import { switchedOff } from '../nexudus/failure.ts';
import type { Operation, Values } from '../operations/operation.ts';
import { aftermathOf } from './aftermath.ts';
import { type AttemptParts, attempt } from './attempt.ts';
import { type RequestRow, surelyNotDone } from './database.ts';
import type { Ending } from './ending.ts';
import type { Entry, Journal, Left, Owed, Posted } from './journal.ts';
import { LEASE_MS } from './journal-queue.ts';
import { isOver, type State } from './states.ts';
import { createWaiters, sameInput } from './waiters.ts';

/** What somebody submitted. */
export interface Submission
  extends Omit<Entry, 'operation' | 'input' | 'locations' | 'base' | 'giveUpAt' | 'recordKey'> {
  operation: Operation;
  input: Values;
  /** The record as the form showed it. */
  base?: unknown;
  /** Locations of the record, before and after; null where it belongs to none. */
  locations: (number | null)[];
}

/** An ending that the channel should hear of. */
export interface Telling {
  row: RequestRow;
  operation: Operation;
  ending: Ending;
  /** Somebody may have been told already, before a process died. */
  repeated: boolean;
}

/** What was told, where that is, and what is left. */
export interface Told {
  message?: Posted;
  owed: readonly Owed[];
}

export interface RequestsOptions extends Omit<AttemptParts, 'journal' | 'now'> {
  journal: Journal;
  operations: readonly Operation[];
  /** False for what is switched off: what waits of it is ended. */
  isOffered(operation: Operation): boolean;
  /**
   * Tells one part: the message, then what is left. Rejects with NotTold when it could not be told now.
   * @param owed what is left to be told; empty while the message itself is
   */
  tell(telling: Telling, owed: readonly Owed[]): Promise<Told>;
  ended(operation: Operation, ending: Ending, ms: number): void;
  /** Something that should not happen did. */
  problem(error: unknown, what: string): void;
}

/** The channel could not be told now. */
export class NotTold extends Error {
  override name = 'NotTold';
  /** Nothing was shown for certain, so the next telling is no repeat. */
  readonly certain: boolean;
  readonly retryAfterMs: number;
  constructor(message: string, certain: boolean, retryAfterMs = 0) {
    super(message);
    this.certain = certain;
    this.retryAfterMs = retryAfterMs;
  }
}

/** A request's life, from the submission to the message in the channel. */
export interface Requests {
  /** Resolves with how the form's request ended, or why it waits. Never rejects. */
  submit(submission: Submission): Promise<Ending>;
  /** Whoever sent it need not stay at the form any more: the channel hears of it however it ends. */
  unattended(formId: string): void;
  /** False while it is not known whether the journal takes it. */
  isRecorded(formId: string): boolean;
  cancel(formId: string): Promise<boolean>;
  /** Looks for work now rather than at the next tick. */
  wake(): void;
  start(): void;
  /** Takes nothing new on, waits for what runs, and gives back what is left. */
  stop(withinMs: number): Promise<void>;
}

/** How long a request that Nexudus can't take waits before it is given up. */
const PATIENCE_MS = 30 * 60_000;
const HEARTBEAT_MS = 7_000;
const TICK_MS = 500;
const LONGEST_TELLING_WAIT_MS = 60_000;

export function createRequests(options: RequestsOptions): Requests {
  const { journal, operations, nexudus, directory, problem } = options;
  const now = Date.now;
  /** What this process is at, so that its leases are renewed. */
  const active = new Set<{ formId: string; going: Promise<void> }>();
  /** The last telling of each form. */
  const tellings = new Map<string, Promise<void>>();
  const waiters = createWaiters();
  const { answer } = waiters;
  let taking = true;
  let timers: NodeJS.Timeout[] = [];

  const operationOf = (row: RequestRow) => operations.find(({ id }) => id === row.operation);

  const busy = (): string[] => [...active].map(({ formId }) => formId);

  const tellNow = async (formId: string, operation: Operation): Promise<void> => {
    const row = await journal.row(formId);
    // A form that was sent again meanwhile is told of when that ends.
    if (!row?.ending || row.tell !== 'pending' || row.state === 'running') return;
    const ending = JSON.parse(row.ending) as Ending;
    const left = (row.tell_owed ? row.tell_owed.split(',') : []) as Owed[];
    let more: boolean;
    try {
      const repeated = row.tell_attempts > 1;
      const { message, owed } = await options.tell({ row, operation, ending, repeated }, left);
      if (owed.length === 0) return await journal.told(row, message);
      more = await journal.partTold(row, message, owed);
    } catch (error) {
      problem(error, 'a result could not be told yet');
      const { certain, retryAfterMs } =
        error instanceof NotTold ? error : { certain: false, retryAfterMs: 0 };
      const wait = Math.min(LONGEST_TELLING_WAIT_MS, 1000 * 2 ** Math.min(row.tell_attempts, 6));
      await journal.tellLater(row, now() + Math.max(wait, retryAfterMs), certain);
      return;
    }
    if (more) await tellNow(formId, operation);
  };

  /** One telling of a form at a time: of two at once, each would post a message of its own. */
  const tell = (formId: string, operation: Operation): Promise<void> => {
    const before = tellings.get(formId) ?? Promise.resolve();
    const mine = before
      .catch(() => {})
      .then(() => tellNow(formId, operation))
      .finally(() => {
        if (tellings.get(formId) === mine) tellings.delete(formId);
      });
    tellings.set(formId, mine);
    return mine;
  };

  /** Runs one attempt and tells how it ended. */
  const run = async (row: RequestRow): Promise<void> => {
    const operation = operationOf(row);
    if (!operation) return;
    const input = JSON.parse(row.input) as Values;
    const left: Left | undefined = options.isOffered(operation)
      ? await attempt({ ...options, now }, row, operation, input).catch((error: unknown) => {
          if (!(error instanceof NexudusHeldBack)) throw error;
          problem(error, 'a write was held back');
          return undefined;
        })
      : { event: 'fail', tell: true, ending: { kind: 'failed', failure: switchedOff(row.silent_since) } };
    // It is another process's by now, or comes back when its lease is over.
    if (!left) return watch(row.form_id);
    if (left.ending.kind === 'succeeded') {
      // The person need not wait for the second look. The record stays this request's until it is over, so that the
      // next one on it can't change what is looked at.
      answer(row.form_id, left.ending);
      left.ending = {
        ...left.ending,
        aftermath: await aftermathOf(nexudus, directory, operation, input, left.ending),
      };
    }
    // What was meant for the person at the form goes to the channel when nobody is there.
    if (left.event !== 'wait' && !waiters.attends(row.form_id)) left.tell = true;
    let mine = true;
    try {
      mine = await journal.leave(row.form_id, left);
    } catch (error) {
      // Nexudus has acted, so the person hears of it even though the journal can't keep it; the lease brings it back.
      problem(error, 'an ending could not be recorded');
    }
    if (!mine) return watch(row.form_id);
    if (left.event !== 'wait') options.ended(operation, left.ending, now() - row.submitted_at);
    answer(row.form_id, left.ending);
    if (left.tell) await tell(row.form_id, operation);
  };

  const take = (row: RequestRow, work: () => Promise<void>): Promise<void> => {
    const going = work()
      .catch((error: unknown) => problem(error, 'a request was interrupted'))
      .finally(() => {
        active.delete(job);
        // The next request on this record may be waiting for its turn.
        if (row.record_key) void tick();
      });
    const job = { formId: row.form_id, going };
    active.add(job);
    return going;
  };

  const takeAll = async (): Promise<void> => {
    for (let row = await journal.claimDue(busy()); row; row = await journal.claimDue(busy())) {
      const due = row;
      void take(due, () => run(due));
      if (!taking) return;
    }
    for (let row = await journal.claimTelling(busy()); row; row = await journal.claimTelling(busy())) {
      const { form_id } = row;
      const operation = operationOf(row);
      if (operation) void take(row, () => tell(form_id, operation));
      if (!taking) return;
    }
  };

  let ticking: Promise<void> | undefined;
  const tick = async (): Promise<void> => {
    if (ticking || !taking) return;
    ticking = takeAll()
      .catch((error: unknown) => problem(error, 'the journal could not be asked for work'))
      .finally(() => {
        ticking = undefined;
      });
    await ticking;
  };

  /** Another process has it, or it waits for its turn: asks the journal until it ended. */
  const watch = async (formId: string): Promise<void> => {
    if (!waiters.of(formId)) return;
    // The journal may be out of reach for a while: the person still waits.
    const row = await journal.row(formId).catch(() => null);
    // What it no longer has never comes to an end there.
    if (row === undefined) return answer(formId, { kind: 'forgotten' });
    const ending = row?.ending ? (JSON.parse(row.ending) as Ending) : undefined;
    if (ending && (isOver(row?.state as State) || row?.state === 'waiting' || row?.state === 'awaiting'))
      answer(formId, ending);
    else setTimeout(() => void watch(formId), TICK_MS).unref();
  };

  return {
    async submit({ operation, input, base, locations, ...entry }) {
      const known = waiters.of(entry.formId);
      if (known) return sameInput(known.input, input) ? known.promise : { kind: 'otherwise' };
      const answered = waiters.add(entry.formId, input);
      const recordId = operation.record ? input[operation.record] : undefined;
      try {
        const { row, taken } = await journal.accept({
          ...entry,
          operation: operation.id,
          recordKey: recordId === undefined ? undefined : `${operation.resource}:${recordId}`,
          input: JSON.stringify(input),
          locations: JSON.stringify(locations),
          base: base === undefined ? undefined : JSON.stringify(base),
          giveUpAt: now() + PATIENCE_MS,
        });
        waiters.recorded(entry.formId);
        if (taken && row.state === 'running') void take(row, () => run(row));
        else if (taken && row.state === 'awaiting') {
          answer(row.form_id, JSON.parse(row.ending ?? '') as Ending);
          void take(row, () => tell(row.form_id, operation));
        } else if (!taken && !sameInput(JSON.parse(row.input) as Values, input)) {
          answer(entry.formId, { kind: 'otherwise' });
        } else void watch(entry.formId);
      } catch (error) {
        problem(error, 'a submission could not be recorded');
        // Without the journal nothing is sent: it could be done twice or be lost.
        answer(entry.formId, { kind: 'unrecorded', sure: surelyNotDone(error) });
      }
      return answered;
    },
    unattended: waiters.unattended,
    isRecorded: waiters.isRecorded,
    async cancel(formId) {
      const ending = { kind: 'cancelled' as const };
      const row = await journal.cancel(formId, ending);
      const operation = row && operationOf(row);
      if (operation) options.ended(operation, ending, now() - row.submitted_at);
      void tick();
      return row !== undefined;
    },
    wake: () => void tick(),
    start() {
      timers = [
        setInterval(() => void tick(), TICK_MS),
        setInterval(
          () =>
            void journal
              .renewLeases(busy())
              .catch((error: unknown) => problem(error, 'leases could not be renewed')),
          Math.min(HEARTBEAT_MS, LEASE_MS / 2),
        ),
      ];
      void tick();
    },
    async stop(withinMs) {
      taking = false;
      const late = new Promise<void>((resolve) => setTimeout(resolve, withinMs).unref());
      const done = (async () => {
        await ticking;
        while (active.size > 0) await Promise.all([...active].map(({ going }) => going));
      })();
      await Promise.race([done, late]);
      for (const timer of timers) clearInterval(timer);
      await journal
        .release(busy())
        .catch((error: unknown) => problem(error, 'leases could not be given back'));
    },
  };
}
