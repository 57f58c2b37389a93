import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startBot } from '../../../src/sandbox/start-bot.ts';

let folder: string;

const ready = `
import { createServer } from 'node:http';
console.log(JSON.stringify({ env: process.env, cwd: process.cwd() }));
const server = createServer((_, response) => response.end('ok')).listen(Number(process.env.PORT), '127.0.0.1');
process.on('SIGTERM', () => { server.close(); server.closeAllConnections(); process.exitCode = 7; });
`;

async function program(name: string, source: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, source);
  return path;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'start-bot-'));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

test('a bot gets only its settings, is ready when startBot returns, and stops with its exit code', async () => {
  process.env.NOT_FOR_THE_BOT = 'secret';
  const bot = await startBot(
    { SLACK_API_URL: 'http://127.0.0.1:1/api/' },
    { program: await program('ready.mjs', ready), entry: 'build' },
  );
  expect((await fetch(`${bot.url}/readyz`)).status).toBe(200);
  const { env, cwd } = JSON.parse(bot.output());
  expect(Object.keys(env).sort()).toEqual(['HOME', 'PATH', 'PORT', 'SLACK_API_URL']);
  expect([env.PORT, cwd === process.cwd()]).toEqual([String(bot.port), false]);
  expect(await bot.stop()).toBe(7);
  await expect(bot.exited).resolves.toEqual({ code: 7, signal: null });
});

test('kill ends it at once', async () => {
  const bot = await startBot({}, { program: await program('ready.mjs', ready), entry: 'build' });
  await bot.kill();
  await expect(bot.exited).resolves.toEqual({ code: null, signal: 'SIGKILL' });
});

test('a bot that ends before it is ready is told with what it said', async () => {
  const wrong = await program('wrong.mjs', `console.error('SLACK_BOT_TOKEN is missing'); process.exit(1);`);
  await expect(startBot({}, { program: wrong, entry: 'build' })).rejects.toThrow(
    'The bot exited with 1 before it was ready. It said:\nSLACK_BOT_TOKEN is missing',
  );
});

test('a bot that never gets ready is killed', async () => {
  const idle = await program('idle.mjs', `console.log('thinking'); setInterval(() => {}, 1000);`);
  await expect(startBot({}, { program: idle, entry: 'build', readyWithinMs: 5000 })).rejects.toThrow(
    'The bot was not ready within 5000 ms. It said:\nthinking',
  );
});

test('the source runs through tsx', async () => {
  const typed = await program(
    'typed.ts',
    `const port: string | undefined = process.env.PORT;\n${ready.replace('Number(process.env.PORT)', 'Number(port)')}`,
  );
  const bot = await startBot({}, { program: typed });
  expect(await bot.stop()).toBe(7);
});
