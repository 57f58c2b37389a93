import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { useSandbox } from '../support/use-sandbox.ts';

const stage = useSandbox();

test('the image’s health check is content with a bot that runs, and only with one', async () => {
  const dockerfile = readFileSync(new URL('../../Dockerfile', import.meta.url), 'utf8');
  const [, check = ''] = /HEALTHCHECK [^[]*CMD (\[.*\])/.exec(dockerfile) ?? [];
  const [program = '', ...args] = JSON.parse(check) as string[];
  expect(program).toBe('node');
  const exitCode = async (port: number) => {
    const child = spawn(process.execPath, args, { env: { PORT: String(port) }, stdio: 'ignore' });
    const [code] = await once(child, 'exit');
    return code;
  };
  expect(await exitCode(stage.bot.port)).toBe(0);
  // Nobody listens there.
  expect(await exitCode(9)).toBe(1);
});
