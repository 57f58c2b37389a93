import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../src/sandbox/start-bot.ts';

/** The bot or bare Bolt, as a process of its own. */
export interface Program {
  url: string;
  /** From the start of the process until it answered. */
  startMs: number;
  /** CPU time, in milliseconds. */
  cpu(): number;
  /** Resident memory, in MB. */
  memory(): number;
  output(): string;
  stop(): Promise<void>;
}

const root = fileURLToPath(new URL('../../', import.meta.url));
export const PROGRAMS = { bot: `${root}dist/main.js`, bare: `${root}test/bench/bare-bolt.mjs` } as const;

const statusOf = (url: string): Promise<number> =>
  new Promise((resolve) => {
    const call = request(url, { agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    call.on('error', () => resolve(0));
    call.end();
  });

/** Starts a program with these settings and nothing else. Reads /proc, so Linux only. */
export async function startProgram(
  name: keyof typeof PROGRAMS,
  settings: Record<string, string>,
  { cwd, flags = [], program = PROGRAMS[name] }: { cwd: string; flags?: string[]; program?: string },
): Promise<Program> {
  const port = await freePort();
  const startedAt = performance.now();
  const child = spawn(process.execPath, [...flags, program], {
    cwd,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...settings, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const exited = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const leave = () => child.kill('SIGKILL');
  process.once('exit', leave);
  void exited.then(() => process.removeListener('exit', leave));
  const url = `http://127.0.0.1:${port}`;
  // Bare Bolt knows no such path; that it says so is enough.
  const ready = name === 'bot' ? [200] : [200, 404];
  while (!ready.includes(await statusOf(`${url}/readyz`))) {
    if (child.exitCode !== null || performance.now() - startedAt > 60_000)
      throw new Error(`${name} did not start:\n${output}`);
    await sleep(5);
  }
  const startMs = performance.now() - startedAt;
  return {
    url,
    startMs,
    cpu() {
      const fields = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
      // Ticks of 10 ms.
      return (Number(fields[11]) + Number(fields[12])) * 10;
    },
    memory() {
      const kb = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1];
      return Number(kb) / 1024;
    },
    output: () => output,
    async stop() {
      child.kill('SIGTERM');
      await exited;
    },
  };
}
