import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface Bot {
  url: string;
  port: number;
  pid: number;
  /** Everything that it wrote to stdout and stderr. */
  output(): string;
  /** SIGTERM; its exit code. */
  stop(): Promise<number | null>;
  /** SIGKILL. */
  kill(): Promise<void>;
  exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
}

export interface BotOptions {
  entry?: 'source' | 'build';
  readyWithinMs?: number;
  /** What stands in its .env file. */
  envFile?: string;
  /** Another program instead of the bot, for tests of this file. */
  program?: string;
}

const root = fileURLToPath(new URL('../../', import.meta.url));
// A machine that is busy with something else may take this long.
const readyWithin = 60_000;
const stopWithin = 30_000;

/** Starts the real bot as a process of its own, with these settings and nothing else, and waits until it is ready. */
export async function startBot(settings: Record<string, string>, options: BotOptions = {}): Promise<Bot> {
  const { entry = 'source', readyWithinMs = readyWithin, program, envFile } = options;
  const port = Number(settings.PORT ?? (await freePort()));
  // A run of tests makes one file of the source before it starts its bots.
  const made = entry === 'source' && !program ? process.env.BOT_PROGRAMS : undefined;
  const loader = entry === 'source' && !made ? ['--import', import.meta.resolve('tsx')] : [];
  const source = made ? join(made, 'main.mjs') : join(root, 'src/main.ts');
  const main = program ?? (entry === 'source' ? source : join(root, 'dist/main.js'));
  // In a folder of its own: no other .env file is found, and a database at its default place is not shared.
  const cwd = await mkdtemp(join(tmpdir(), 'nexudus-bot-'));
  if (envFile !== undefined) await writeFile(join(cwd, '.env'), envFile);
  const child = spawn(process.execPath, [...loader, main], {
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
  const exited = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ code, signal }));
  });
  const leave = () => child.kill('SIGKILL');
  process.once('exit', leave);
  void exited.finally(() => {
    process.removeListener('exit', leave);
    return rm(cwd, { recursive: true, force: true });
  });

  const bot: Bot = {
    url: `http://127.0.0.1:${port}`,
    port,
    pid: child.pid ?? 0,
    output: () => output,
    exited,
    async stop() {
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), stopWithin);
      const { code } = await exited;
      clearTimeout(timer);
      return code;
    },
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
  };

  const deadline = Date.now() + readyWithinMs;
  let gone: string | undefined;
  void exited.then(({ code, signal }) => {
    gone = `exited with ${signal ?? code}`;
  });
  while (!(await isListening(port)) || !(await isReady(bot.url))) {
    if (gone) throw new Error(`The bot ${gone} before it was ready. It said:\n${output}`);
    if (Date.now() > deadline) {
      await bot.kill();
      throw new Error(`The bot was not ready within ${readyWithinMs} ms. It said:\n${output}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  return bot;
}

/** Found out with far less work than by a request that fails. */
const isListening = (port: number): Promise<boolean> =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const found = (listening: boolean) => {
      socket.destroy();
      resolve(listening);
    };
    socket.once('connect', () => found(true)).once('error', () => found(false));
    // A number that is no port at all.
  }).catch(() => false);

async function isReady(url: string): Promise<boolean> {
  try {
    const answer = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(1000) });
    await answer.arrayBuffer();
    return answer.status === 200;
  } catch {
    return false;
  }
}

/**
 * A port that nothing uses, below those that systems give out by themselves (from 32768 on, documented): while a bot is
 * between two lives, no other process gets its port.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(10_000, 32_000);
    const server = createServer().listen(port, '127.0.0.1');
    const free = await once(server, 'listening').then(
      () => true,
      () => false,
    );
    if (!free) continue;
    server.close();
    await once(server, 'close');
    return port;
  }
}
