import type { Submission } from '../../src/submissions/submission.ts';
import { type BotProcess, createBotProcess, type World } from './bot-process.ts';
import { CAST } from './cast.ts';
import { disturb } from './disturb.ts';
import { BOT_USER, NexudusServer } from './nexudus-server.ts';
import { createPeople } from './people.ts';
import { createRandom } from './random.ts';
import type { SharedStore } from './shared-store.ts';
import { SlackWorld } from './slack-world.ts';
import { type Machine, Timeline } from './timeline.ts';
import { createTroubles } from './troubles.ts';
import { AccessWatch } from './watch-access.ts';
import { WordsWatch } from './watch-words.ts';
import { WriteWatch } from './watch-writes.ts';

export interface SeedResult {
  seed: number;
  /** What broke an invariant first. */
  violation?: string;
  steps: number;
  submissions: number;
  /** How long it took in the world that was simulated. */
  virtualMs: number;
  transcript: readonly string[];
}

/** An approval may be given for a day, and a submission that waits is given up after half an hour. */
const ENDS_WITHIN_MS = 26 * 60 * 60_000;

/**
 * A create of unknown outcome is found again by the time at which Nexudus says that it was created, and waits a minute by
 * the wall clock: it counts on clocks that are less than two minutes wrong, and that stand still while it waits.
 */
const CLOCKS = [
  { mostSkewMs: 0, creates: true, late: true },
  { mostSkewMs: 0, creates: true, late: true },
  { mostSkewMs: 100_000, creates: true, late: false },
  { mostSkewMs: 600_000, creates: false, late: false },
] as const;

/** Runs one seed from its first form until everything has come to rest. */
export async function runSeed(
  seed: number,
  store: SharedStore,
  keepsTranscript = false,
): Promise<SeedResult> {
  store.clear();
  const random = createRandom(seed);
  const timeline = new Timeline();
  const transcript: string[] = [];
  let violation: string | undefined;
  const note = (what: string) => {
    if (keepsTranscript) transcript.push(`${(timeline.now / 1000).toFixed(3).padStart(10)}  ${what}`);
  };
  const fail = (what: string) => {
    if (!violation) note(`VIOLATION: ${what}`);
    violation ??= what;
  };
  const log = (machine: Machine, what: string) => note(`${machine.name}: ${what}`);

  const server = new NexudusServer(timeline, [
    ...CAST,
    { user: BOT_USER, email: 'bot@harbour.example', roles: [], locations: [] },
  ]);
  const lastsMs = random.pick([30_000, 120_000, 300_000]);
  const clocks = random.pick(CLOCKS);
  const troubles = createTroubles(random, timeline, lastsMs, clocks.late);
  const writes = new WriteWatch(server, timeline, fail, log);
  const words = new WordsWatch(store, server, writes, fail, note);
  const roles = new AccessWatch(store, server, timeline, fail, clocks.mostSkewMs);
  writes.onRole = (act) => roles.acted(act);
  writes.gaveFirst = (submission) => roles.gaveFirst(submission);
  const slack = new SlackWorld({ timeline, random, troubles, watcher: watcherOf(words) });
  const world: World = {
    timeline,
    random,
    troubles,
    server,
    watcher: writes,
    store,
    slack,
    log,
    broken: fail,
  };

  const alive: BotProcess[] = [];
  const machines: Machine[] = [];
  const begin = () => {
    const machine = { name: `p${machines.length + 1}`, dead: false, stalledUntil: 0, skew: 0, slept: 0 };
    machines.push(machine);
    const process = createBotProcess(world, machine);
    alive.push(process);
    note(`${machine.name} starts`);
    void process.start((owner) => machines.some(({ name, dead }) => name === owner && dead));
  };
  const someProcess = () => (alive.length > 0 ? random.pick(alive) : undefined);
  const people = createPeople({
    timeline,
    random,
    server,
    writes,
    words,
    someProcess,
    log: note,
    creates: clocks.creates,
  });

  begin();
  if (random.happens(0.6)) begin();
  const forms = random.between(2, 6);
  for (let n = 0; n < forms; n++) timeline.after(random.between(0, lastsMs * 0.8), undefined, people.arrive);
  disturb({ timeline, random, server, alive, begin, note, lastsMs, mostSkewMs: clocks.mostSkewMs });
  timeline.after(lastsMs, undefined, () => {
    note('from here on everything works');
    troubles.end();
    for (const machine of machines) machine.skew = 0;
    if (alive.length === 0) begin();
  });

  const stops = () => {
    words.step();
    if (violation) throw new Stopped();
  };
  try {
    if (!(await timeline.run(ENDS_WITHIN_MS, store, stops))) fail('it never came to rest');
    words.end();
    roles.end();
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
  }
  const [{ count } = { count: 0 }] = store.rows<{ count: number }>(
    'select count(*) as count from submissions',
  );
  return { seed, violation, steps: timeline.steps, submissions: count, virtualMs: timeline.now, transcript };
}

class Stopped extends Error {}

/** What people do on a card is decided later, when they exist. */
const watcherOf = (words: WordsWatch) => ({
  posted: words.posted.bind(words),
  read: words.read.bind(words),
  askable: (submission: Submission, digest: string) => words.askable(submission, digest),
});
