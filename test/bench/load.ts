import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'undici';
import { quantile } from './figures.ts';
import { startBenchSlack } from './slack-of-bench.ts';
import { command, type Drawn, submission, suggestion, type Typing } from './slack-user.ts';

// The process that makes the load: it is Slack, and it is who uses Slack. The parent tells it what to do.

const slack = await startBenchSlack();

export interface Load {
  /** Of several, each connection has one. */
  url: string | string[];
  connections: number;
  /** For how long, or how many in all. */
  seconds?: number;
  count?: number;
}

/** Does the same again and again on so many connections at once, each its next as soon as the last is done. */
async function inTurns(
  { url, connections, seconds = Infinity, count = Infinity }: Load,
  act: (client: Client) => Promise<void>,
) {
  const urls = [url].flat();
  const clients = Array.from({ length: connections }, (_, n) => new Client(urls[n % urls.length] as string));
  const cpu = process.cpuUsage();
  const startedAt = performance.now();
  const until = startedAt + seconds * 1000;
  let begun = 0;
  await Promise.all(
    clients.map(async (client) => {
      while (performance.now() < until && begun++ < count) await act(client);
    }),
  );
  const took = performance.now() - startedAt;
  const { user, system } = process.cpuUsage(cpu);
  await Promise.all(clients.map((client) => client.close()));
  return { seconds: took / 1000, cpuMs: (user + system) / 1000 };
}

export interface CommandFigures {
  perSecond: number;
  count: number;
  ackP50: number;
  ackP99: number;
  filledP50: number;
  filledP99: number;
  /** Of one core, by this process. */
  loadCpu: number;
}

const acts = {
  slack: async () => ({ apiUrl: slack.apiUrl }),
  /** One form, the two views that made it, and how long it took. */
  async draw({ url, text }: { url: string; text: string }): Promise<Drawn & { filledMs: number }> {
    const client = new Client(url);
    const { drawn, filledMs } = await command(client, slack, text);
    const form = drawn();
    await client.close();
    return { ...form, filledMs };
  },
  async commands({ text, ...load }: Load & { text: string }): Promise<CommandFigures> {
    const [acks, fills]: [number[], number[]] = [[], []];
    const { seconds, cpuMs } = await inTurns(load, async (client) => {
      const { ackMs, filledMs } = await command(client, slack, text);
      acks.push(ackMs);
      fills.push(filledMs);
    });
    return {
      perSecond: acks.length / seconds,
      count: acks.length,
      ackP50: quantile(acks, 0.5),
      ackP99: quantile(acks, 0.99),
      filledP50: quantile(fills, 0.5),
      filledP99: quantile(fills, 0.99),
      loadCpu: cpuMs / 1000 / seconds,
    };
  },
  async suggestions({ typing, words, ...load }: Load & { typing: Omit<Typing, 'word'>; words: string[] }) {
    const acks: number[] = [];
    let [turn, options] = [0, 0];
    const { seconds } = await inTurns(load, async (client) => {
      const word = words[turn++ % words.length] ?? '';
      const answer = await suggestion(client, { ...typing, word });
      acks.push(answer.ackMs);
      options += answer.options;
    });
    const perAnswer = options / acks.length;
    return {
      count: acks.length,
      perSecond: acks.length / seconds,
      p50: quantile(acks, 0.5),
      p99: quantile(acks, 0.99),
      perAnswer,
    };
  },
  /** Forms, each submitted as soon as it is filled. */
  async submissions({ text, ...load }: Load & { text: string }) {
    let count = 0;
    await inTurns(load, async (client) => {
      const form = (await command(client, slack, text)).drawn();
      const answer = await submission(client, form);
      if (answer.includes('errors')) throw new Error(`a submission was answered with ${answer}`);
      count += 1;
    });
    return { count };
  },
  /** So many interactions a second: forms, words typed into them, and every two seconds one that is submitted. */
  async steady(given: { url: string; perSecond: number; seconds: number; text: string; typing: Typing }) {
    const { url, perSecond, seconds, text, typing } = given;
    const client = new Client(url, { pipelining: 1 });
    let [count, failed] = [0, 0];
    const startedAt = performance.now();
    const going = new Set<Promise<unknown>>();
    for (let n = 0; n < perSecond * seconds; n++) {
      await sleep(Math.max(0, startedAt + (n * 1000) / perSecond - performance.now()));
      const act = async () => {
        if (n % 2) return void (await suggestion(client, typing));
        const form = (await command(client, slack, text)).drawn();
        if (n % (2 * perSecond) === 0 && (await submission(client, form)).includes('errors')) failed += 1;
      };
      const doing = act()
        .catch(() => {
          failed += 1;
        })
        .finally(() => going.delete(doing));
      going.add(doing);
      count += 1;
    }
    await Promise.all(going);
    await client.close();
    return { count, failed };
  },
};

export type Acts = typeof acts;

process.on('message', async ({ id, act, given }: { id: number; act: keyof Acts; given: never }) => {
  try {
    process.send?.({ id, result: await acts[act](given) });
  } catch (error) {
    process.send?.({ id, error: (error as Error).stack });
  }
});
process.on('disconnect', () => process.exit(0));
