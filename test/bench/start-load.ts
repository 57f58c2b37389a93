import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Acts } from './load.ts';

/** The process that makes the load, as it is spoken to from here. */
export type LoadProcess = {
  [Act in keyof Acts]: (given: Parameters<Acts[Act]>[0]) => ReturnType<Acts[Act]>;
} & {
  stop(): void;
};

export function startLoad(): LoadProcess {
  const child = fork(fileURLToPath(new URL('load.ts', import.meta.url)), {
    execArgv: ['--import', import.meta.resolve('tsx')],
  });
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  let calls = 0;
  child.on('message', ({ id, result, error }: { id: number; result?: unknown; error?: string }) => {
    const call = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) call?.resolve(result);
    else call?.reject(new Error(error));
  });
  child.once('exit', () => {
    for (const { reject } of waiting.values()) reject(new Error('the load has ended'));
  });
  const leave = () => child.kill('SIGKILL');
  process.once('exit', leave);
  return new Proxy({} as LoadProcess, {
    get(_, act: string) {
      if (act === 'stop') return () => child.disconnect();
      return (given: unknown) =>
        new Promise((resolve, reject) => {
          const id = ++calls;
          waiting.set(id, { resolve, reject });
          child.send({ id, act, given });
        });
    },
  });
}
