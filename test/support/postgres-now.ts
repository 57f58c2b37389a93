import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';
import type { Row } from './run-sql.ts';

const WITHIN_MS = 10_000;

export interface PostgresNow {
  run(text: string, ...parameters: (string | number)[]): Row[];
  close(): Promise<unknown>;
}

/** Tests ask the database in the middle of a sentence, as they ask a file of SQLite: a thread asks, and they stand still. */
export function openPostgresNow(url: string): PostgresNow {
  const { port1, port2 } = new MessageChannel();
  const answered = new Int32Array(new SharedArrayBuffer(4));
  const thread = new Worker(new URL('./postgres-thread.mjs', import.meta.url), {
    workerData: { url, port: port2, answered },
    transferList: [port2],
  });
  thread.unref();
  return {
    run(text, ...parameters) {
      let place = 0;
      Atomics.store(answered, 0, 0);
      port1.postMessage({ text: text.replaceAll('?', () => `$${++place}`), parameters });
      Atomics.wait(answered, 0, 0, WITHIN_MS);
      const answer: { rows: Row[] } | { error: string } | undefined = receiveMessageOnPort(port1)?.message;
      if (!answer) throw new Error(`No answer within ${WITHIN_MS} ms: ${text}`);
      if ('error' in answer) throw new Error(`${answer.error}: ${text}`);
      return answer.rows;
    },
    close: () => thread.terminate(),
  };
}
