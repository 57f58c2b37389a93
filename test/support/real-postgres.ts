import { execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../src/sandbox/start-bot.ts';

const DEBIAN = '/usr/lib/postgresql';

/** Where PostgreSQL is installed, if it is: Debian keeps its programs out of the path. */
function programs(): string | undefined {
  const versions = existsSync(DEBIAN)
    ? readdirSync(DEBIAN).map((version) => join(DEBIAN, version, 'bin'))
    : [];
  const folders = [...versions, ...(process.env.PATH ?? '').split(delimiter)];
  return folders.find((folder) =>
    ['initdb', 'postgres', 'pg_isready'].every((name) => existsSync(join(folder, name))),
  );
}

/** PostgreSQL refuses to run as root. */
function otherUser(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const id = (flag: string) => Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

/**
 * A PostgreSQL server of its own, for what takes several connections at once: the one of TEST_POSTGRES_URL, or one that
 * is started from what is installed here. Undefined where there is neither.
 */
export async function realPostgres(): Promise<{ url: string; stop(): Promise<void> } | undefined> {
  const given = process.env.TEST_POSTGRES_URL;
  if (given) return { url: given, stop: async () => {} };
  const bin = programs();
  if (!bin) return undefined;
  const user = otherUser();
  const folder = mkdtempSync(join(tmpdir(), 'nexudus-postgres-'));
  if (user) chownSync(folder, user.uid, user.gid);
  const data = join(folder, 'data');
  const options = { ...user, cwd: folder, stdio: 'ignore' as const };
  execFileSync(join(bin, 'initdb'), ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8'], options);
  const port = await freePort();
  const flags = `-D ${data} -p ${port} -k ${folder} -h 127.0.0.1 -F`.split(' ');
  const server = spawn(join(bin, 'postgres'), flags, options);
  const ended = new Promise<void>((resolve) => server.once('close', () => resolve()));
  const leave = () => server.kill('SIGKILL');
  process.once('exit', leave);
  const isUp = () => {
    try {
      execFileSync(join(bin, 'pg_isready'), ['-h', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' });
      return true;
    } catch {
      return false;
    }
  };
  for (const until = Date.now() + 60_000; !isUp(); await sleep(50)) {
    if (Date.now() > until) throw new Error('PostgreSQL did not start');
  }
  return {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    async stop() {
      server.kill('SIGINT');
      await ended;
      process.removeListener('exit', leave);
      rmSync(folder, { recursive: true });
    },
  };
}
