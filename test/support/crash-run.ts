import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type NexudusSwitches, startNexudus } from '../../src/sandbox/nexudus/start-nexudus.ts';
import { startSlack } from '../../src/sandbox/slack/start-slack.ts';
import { Approver } from './crash-approver.ts';
import { startCrashBots } from './crash-bots.ts';
import { crashEnds } from './crash-ends.ts';
import { type Moment, nextMoment } from './crash-moments.ts';
import { Requester } from './crash-requester.ts';
import { type CrashStage, hire } from './crash-stage.ts';
import { judge, judgeCards } from './crash-verdict.ts';
import { type CrashEvent, watchStage } from './crash-watch.ts';
import { isRefusedLookUp } from './crash-words.ts';
import { planWork, randomFrom } from './crash-work.ts';
import { untilIn } from './until-in.ts';

export interface CrashOptions {
  kills: number;
  seed: number;
  /** How many people work side by side. */
  people?: number;
  /** So many bots on one PostgreSQL, behind a round-robin; any one of them is killed. */
  replicas?: number;
  /** Lets the minute of looking for a create be over when nothing is under way any more, so that a run is short. */
  hurry?: boolean;
  print?(line: string): void;
}

type Figures = Record<string, number>;

export interface CrashReport {
  seed: number;
  kills: number;
  seconds: number;
  /** Kills that met at least one piece of work that was under way. */
  hits: number;
  /** What the kills were meant for. */
  moments: Figures;
  /** What was under way at the kills. */
  met: Figures;
  /** Pieces of work by kind, and by how they ended. */
  work: Figures;
  ended: Figures;
  repeats: number;
  markedOnly: number;
  /** Look-ups that were refused, so that a person pressed again: nothing was lost by them. */
  refusedLookUps: Figures;
  /** Everything else that sent a person back. */
  sentBack: Figures;
  counted: Figures;
  violations: string[];
}

const FAULTS: readonly ((random: () => number) => Partial<NexudusSwitches>)[] = [
  (random) => ({ slowMs: 300 + random() * 1500, times: 2 }),
  (random) => ({ slowAfterMs: 300 + random() * 1500, only: 'writes', times: 1 }),
  () => ({ down: '503', times: 2 }),
  () => ({ down: 'cut', times: 1 }),
  () => ({ cutAfterActing: true, only: 'writes', times: 1 }),
  () => ({ throttle: '409', times: 1 }),
];
/** A moment that doesn't come is not waited for any longer than this; on a busy machine everything takes its time. */
const momentMs = (startMs: number): number => Math.min(20_000, Math.max(2500, 5 * startMs));

const add = (figures: Figures, what: string, by = 1) => {
  figures[what] = (figures[what] ?? 0) + by;
};

/** Kills the bot again and again while people work with it, starts it on the same store, and looks at what came of it. */
export async function crashRun({
  kills,
  seed,
  people = 6,
  replicas = 1,
  hurry,
  print = () => {},
}: CrashOptions): Promise<CrashReport> {
  const startedAt = Date.now();
  const random = randomFrom(seed);
  const folder = mkdtempSync(join(tmpdir(), `nexudus-crash-${seed}-`));
  const [slack, nexudus] = await Promise.all([startSlack(), startNexudus({ latencyMs: 40 })]);
  const watch = watchStage(slack, nexudus, startedAt);
  const [moments, met, refusedLookUps, sentBack, counted]: Figures[] = [{}, {}, {}, {}, {}];
  const killsAt: number[] = [];
  let hits = 0;
  let listening: (event: CrashEvent) => void = () => {};

  const stage: CrashStage = {
    slack,
    nexudus,
    watch,
    generation: 0,
    up: () => bots.up(),
    wait: (condition, withinMs) =>
      untilIn({ slack, nexudus }, condition, '', withinMs).then(
        () => true,
        () => false,
      ),
    act: (event) => listening(event),
    ending: false,
    over: false,
    count: (what) => add(counted as Figures, what),
    sentBack: (sentence) => {
      const short = sentence
        .replace(/NX-\w+/g, 'NX-…')
        .replaceAll('\n', ' / ')
        .slice(0, 300);
      add((isRefusedLookUp(sentence) ? refusedLookUps : sentBack) as Figures, short);
    },
  };
  watch.onEvent((event) => listening(event));

  const bots = await startCrashBots({
    slack,
    nexudus,
    path: join(folder, 'bot.sqlite'),
    replicas,
    random: randomFrom(seed + 3),
    started: () => {
      stage.generation += 1;
    },
  });
  /** Time that a short run doesn't have; what is waited for then is nothing a kill could change. */
  const hurryUp = async (statement: string) => {
    if (hurry) await bots.run(statement);
  };

  /** Resolves once the moment was there and a bot is dead. */
  const kill = async (moment: Moment) => {
    const killed = new Promise<void>((resolve) => {
      const now = () => {
        listening = () => {};
        clearTimeout(late);
        killsAt.push(Date.now());
        const active = watch.cases.filter(({ ended }) => !ended);
        resolve(bots.kill(bots.any()));
        for (const one of active) {
          add(met as Figures, one.phase);
          watch.note(one, `── kill ${killsAt.length} (${moment.name})`);
        }
        if (active.some(({ phase }) => !phase.startsWith('form'))) hits += 1;
      };
      const soon = () => (moment.afterMs < 2 ? now() : void setTimeout(now, moment.afterMs));
      const late = setTimeout(now, moment.after ? momentMs(bots.startMs()) : moment.afterMs);
      const armedAt = Date.now() + moment.armedAfterMs;
      listening = (event) => {
        if (!moment.after?.includes(event) || Date.now() < armedAt) return;
        listening = () => {};
        clearTimeout(late);
        add(moments as Figures, moment.name);
        soon();
      };
    });
    await killed;
  };

  let faulty: NodeJS.Timeout | undefined;
  const faults = randomFrom(seed + 1);
  const trouble = () => {
    const fault = FAULTS[Math.floor(faults() * FAULTS.length)];
    if (fault && faults() < 0.5) Object.assign(nexudus.switches, { only: undefined }, fault(faults));
  };

  try {
    faulty = setInterval(trouble, 4000);
    const crew = hire(people, slack, nexudus);
    const lives = crew.map((client, n) => {
      const own = randomFrom(seed + 100 * (n + 1));
      return new Requester(stage, client, planWork(`${seed}${'abcdefghij'[n]}`, own, nexudus), own).live();
    });
    const approver = new Approver(stage, slack.as('Priya'), randomFrom(seed + 2));
    const approving = approver.live();
    for (let n = 0; n < kills; n++) {
      const moment = nextMoment(random);
      if (!moment.after) add(moments as Figures, moment.name);
      await kill(moment);
      await hurryUp(
        "update outbox set lease_until = 0, due_at = 0 where kind = 'card' and state = 'pending'",
      );
      await bots.replace();
      if ((n + 1) % 25 === 0 || n + 1 === kills)
        print(
          `${n + 1} kills after ${Math.round((Date.now() - startedAt) / 1000)} s, ${watch.violations.length} violations`,
        );
    }
    clearInterval(faulty);
    stage.ending = true;
    Object.assign(nexudus.switches, {
      slowMs: 0,
      slowAfterMs: 0,
      down: 'no',
      cutAfterActing: false,
      throttle: 'off',
    });
    const hurrying = setInterval(
      () =>
        void hurryUp(
          "update submissions set unknown_outcome_until = 1, next_at = 1 where status = 'waiting'",
        ),
      500,
    );
    const late = setTimeout(() => {
      stage.over = true;
    }, 240_000);
    await Promise.all(lives);
    clearInterval(hurrying);
    clearTimeout(late);
    stage.over = true;
    await approving;
    // Cards and direct messages may still be on their way.
    await stage.wait(() => watch.cards.every(({ message }) => message.buttons.length === 0), 25_000);
    judgeCards(watch);
    await approver.pressWhatIsOver();
    await sleep(1000);
    const repeated = judge(watch, slack, killsAt);
    watch.stop();
    add(counted as Figures, 'ends of temporary access', await crashEnds({ watch, bots, random }));
    const logs = await bots.stop();
    const work: Figures = {};
    const ended: Figures = {};
    for (const one of watch.cases) {
      add(work, one.work.kind);
      add(ended, one.ended ?? 'not ended');
    }
    if (watch.violations.length > 0) {
      const evidence = join(tmpdir(), `nexudus-crash-${seed}.log`);
      writeFileSync(
        evidence,
        [
          ...watch.violations.map(
            ({ kind, what, case: one }) =>
              `✗ ${kind}: ${what}\n${one?.log.map((line) => `    ${line}`).join('\n') ?? ''}`,
          ),
          ...logs.map((text, n) => `── the log of bot ${n + 1}\n${text}`),
        ].join('\n\n'),
      );
      print(`The evidence is in ${evidence}`);
    }
    return {
      seed,
      kills,
      seconds: Math.round((Date.now() - startedAt) / 1000),
      hits,
      moments: moments as Figures,
      met: met as Figures,
      work,
      ended,
      ...repeated,
      refusedLookUps: refusedLookUps as Figures,
      sentBack: sentBack as Figures,
      counted: counted as Figures,
      violations: watch.violations.map(
        ({ kind, what, case: one }) =>
          `${kind}: ${what}${one ? ` (${one.work.kind}, ${JSON.stringify(one.work.mark.value)})` : ''}`,
      ),
    };
  } finally {
    clearInterval(faulty);
    watch.stop();
    await bots.close();
    await Promise.all([slack.close(), nexudus.close()]);
    rmSync(folder, { recursive: true, force: true });
  }
}
