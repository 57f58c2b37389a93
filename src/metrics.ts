import { createServer } from 'node:http';

/** What the bot counts, for Prometheus. */
export interface Metrics {
  submissionEnded(operation: string, outcome: string, ms: number): void;
  acked(kind: string, ms: number): void;
  nexudusAnswered(method: string, outcome: string, ms: number): void;
  /** A call to Nexudus had its turn. `who` waited for it: a person, or queued work. */
  nexudusWaited(who: string, ms: number): void;
  /** So many calls to Nexudus wait for their turn. */
  nexudusDepth(who: string, waiting: number): void;
  /** Serves /metrics on a port of its own. Rejects when the port can't be had. */
  serve(host: string, port: number): Promise<void>;
}

/** Where no one asks for them. */
export const NO_METRICS: Metrics = {
  submissionEnded() {},
  acked() {},
  nexudusAnswered() {},
  nexudusWaited() {},
  nexudusDepth() {},
  serve: async () => {},
};

/** @param depth asked at each scrape */
export async function createMetrics(
  depth: () => Promise<{ waiting: number; oldestMs: number; undelivered: number }>,
): Promise<Metrics> {
  const { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } = await import('prom-client');
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const ended = new Counter({
    name: 'nexudus_slack_requests_total',
    help: 'Submissions by operation and how they ended',
    labelNames: ['operation', 'outcome'],
    registers,
  });
  const took = new Histogram({
    name: 'nexudus_slack_request_seconds',
    help: 'From the submission to its end',
    labelNames: ['operation'],
    buckets: [0.1, 0.25, 0.5, 1, 2, 3, 10, 60, 600, 1800],
    registers,
  });
  const ack = new Histogram({
    name: 'nexudus_slack_ack_seconds',
    help: 'From Slack’s request to its answer, by kind',
    labelNames: ['kind'],
    buckets: [0.005, 0.02, 0.1, 0.5, 1, 1.5, 2, 2.5, 3],
    registers,
  });
  const nexudus = new Histogram({
    name: 'nexudus_slack_nexudus_call_seconds',
    help: 'Calls to Nexudus by method and outcome',
    labelNames: ['method', 'outcome'],
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30],
    registers,
  });
  const turn = new Histogram({
    name: 'nexudus_slack_nexudus_turn_seconds',
    help: 'From wanting a call to Nexudus to its turn, by who waits for it',
    labelNames: ['who'],
    buckets: [0.01, 0.12, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120],
    registers,
  });
  const line = new Gauge({
    name: 'nexudus_slack_nexudus_calls_waiting',
    help: 'Calls to Nexudus that wait for their turn, by who waits for them',
    labelNames: ['who'],
    registers,
  });
  const queue = new Gauge({ name: 'nexudus_slack_queue_depth', help: 'Submissions not over yet', registers });
  const age = new Gauge({
    name: 'nexudus_slack_queue_oldest_seconds',
    help: 'Age of the oldest of them',
    registers,
  });
  const pending = new Gauge({
    name: 'nexudus_slack_announcements_pending',
    help: 'Announcements not delivered yet',
    registers,
  });

  return {
    submissionEnded(operation, outcome, ms) {
      ended.inc({ operation, outcome });
      took.observe({ operation }, ms / 1000);
    },
    acked: (kind, ms) => ack.observe({ kind }, ms / 1000),
    nexudusAnswered: (method, outcome, ms) => nexudus.observe({ method, outcome }, ms / 1000),
    nexudusWaited: (who, ms) => turn.observe({ who }, ms / 1000),
    nexudusDepth: (who, waiting) => line.set({ who }, waiting),
    serve(host, port) {
      const server = createServer(async (request, response) => {
        if (request.url !== '/metrics') return void response.writeHead(404).end();
        try {
          const { waiting, oldestMs, undelivered } = await depth();
          queue.set(waiting);
          age.set(oldestMs / 1000);
          pending.set(undelivered);
          response.writeHead(200, { 'content-type': registry.contentType }).end(await registry.metrics());
        } catch {
          response.writeHead(500).end();
        }
      });
      return new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, host, () => {
          server.unref();
          resolve();
        });
      });
    },
  };
}
