import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import type { Stage } from './use-sandbox.ts';

export interface DoctorRun {
  code: number | null;
  /** What it wrote to stdout. */
  lines: string[];
  /** What it wrote to stderr. */
  errors: string;
}

// Made before the first test; see bundle-programs.mjs.
const entry = join(process.env.BOT_PROGRAMS ?? '', 'cli/doctor.mjs');

/**
 * Nothing listens there: no test's bot and no system gives it out (see freePort). The doctor itself does for a moment, so those
 * that run side by side have one each.
 */
export const freePortOf = (run: number): string =>
  String(9000 + 20 * Number(process.env.JEST_WORKER_ID ?? 0) + run);
/** Of what runs alone. */
export const FREE_PORT = freePortOf(0);

export const doctorSettings = ({ slack, nexudus }: Stage): Record<string, string> => ({
  PORT: FREE_PORT,
  SLACK_BOT_TOKEN: slack.botToken,
  SLACK_SIGNING_SECRET: slack.signingSecret,
  SLACK_API_URL: slack.apiUrl,
  NEXUDUS_API_URL: nexudus.url,
  NEXUDUS_USERNAME: 'nexudus-bot@harbour.example',
  NEXUDUS_PASSWORD: 'sandbox',
});

/** `npm run doctor` from source, as a process with these settings alone. No run may show a secret or a stack trace. */
export const runDoctor = (settings: Record<string, string>, ...args: string[]) =>
  runDoctorTyping('', settings, ...args);

/** The same, with what is typed into it. */
export async function runDoctorTyping(
  typed: string,
  settings: Record<string, string>,
  ...args: string[]
): Promise<DoctorRun> {
  // In a folder of its own no .env is found.
  const cwd = await mkdtemp(join(tmpdir(), 'nexudus-doctor-'));
  const child = spawn(process.execPath, [entry, ...args], {
    cwd,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...settings },
    stdio: ['pipe', 'pipe', 'pipe'],
    timeout: 60_000,
  });
  child.stdin.end(typed);
  let output = '';
  let errors = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject).once('close', resolve);
  });
  await rm(cwd, { recursive: true, force: true });

  const said = output + errors;
  const secrets = Object.entries(settings).filter(([name]) => /TOKEN|SECRET|PASSWORD/.test(name));
  expect(secrets.filter(([, secret]) => said.includes(secret))).toEqual([]);
  expect(said).not.toMatch(/^\s+at |node:|Error:|\[object|undefined/m);
  return { code, lines: output.split('\n').slice(0, -1), errors };
}
