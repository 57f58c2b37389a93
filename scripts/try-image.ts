import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { startNexudus } from '../src/sandbox/nexudus/start-nexudus.ts';
import { startSlack } from '../src/sandbox/slack/start-slack.ts';
import { freePort } from '../src/sandbox/start-bot.ts';

// Runs an image between the stand-ins, as it is meant to run: without rights and without a disk but for its data. It has to
// rename a team for Ana, be healthy, and stop by itself.

const WITHIN_MS = 60_000;
const [image] = process.argv.slice(2);
if (!image) throw new Error('Usage: npm run smoke -- IMAGE');
const name = `nexudus-try-${process.pid}`;
const slack = await startSlack();
const nexudus = await startNexudus();
const port = await freePort();
const settings: Record<string, string> = {
  SLACK_BOT_TOKEN: slack.botToken,
  SLACK_SIGNING_SECRET: slack.signingSecret,
  SLACK_API_URL: slack.apiUrl,
  NEXUDUS_API_URL: nexudus.url,
  NEXUDUS_USERNAME: 'nexudus-bot@harbour.example',
  NEXUDUS_PASSWORD: 'sandbox',
  PORT: String(port),
};
const started = spawn(
  'docker',
  [
    ...['run', '--rm', `--name=${name}`, '--network=host', '--read-only', '--tmpfs=/tmp', '--cap-drop=ALL'],
    ...['--security-opt=no-new-privileges', '--health-interval=2s'],
    ...Object.keys(settings).map((setting) => `--env=${setting}`),
    image,
  ],
  { env: { ...process.env, ...settings }, stdio: 'inherit' },
);
const exited = once(started, 'exit').then(([code]) => Number(code));
let over = false;
void exited.then(() => {
  over = true;
});

async function output(...args: string[]): Promise<string> {
  const child = spawn('docker', args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  await once(child, 'close');
  return said.trim();
}

async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + WITHIN_MS; !(await isSo()); await sleep(200))
    if (over || Date.now() > end) throw new Error(`The image ${over ? 'ended' : 'failed'}: ${what}`);
  process.stdout.write(`✓ ${what}\n`);
}

const url = `http://127.0.0.1:${port}`;
try {
  await until('ready', () =>
    fetch(`${url}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    ),
  );
  slack.eventsUrl = `${url}/slack/events`;
  const ana = slack.as('Ana');
  await ana.command('/nexudus team rename 1414300001', { channel: '#soho-desk' });
  const form = await ana.waitForModal((modal) => modal.labels().includes('New name'));
  await form.type('New name', 'Tried');
  await form.submit();
  await until('a team is renamed', async () => nexudus.record('teams', 1_414_300_001)?.Name === 'Tried');
  await until(
    'healthy',
    async () => (await output('inspect', '--format={{.State.Health.Status}}', name)) === 'healthy',
  );
  await output('stop', '--time=30', name);
  await until('stopped', async () => over);
  if ((await exited) !== 0) throw new Error(`The image ended with ${await exited}.`);
} finally {
  if (!over) await output('kill', name);
  await slack.close();
  await nexudus.close();
}
