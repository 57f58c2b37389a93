import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { WebAPIPlatformError } from '@slack/web-api';
import { operations } from '../operations/index.ts';
import { goThroughProxy } from '../proxy.ts';
import { cutShort, readSettings, type Settings, SettingsWrong } from '../settings.ts';
import { lookAtApprovers } from './doctor-approvers.ts';
import { lookAtClock } from './doctor-clock.ts';
import { lookAtDatabase } from './doctor-database.ts';
import { lookAtNexudus } from './doctor-nexudus.ts';
import { lookAtPeople } from './doctor-people.ts';
import { lookAtPort } from './doctor-port.ts';
import { rehearse } from './doctor-rehearse.ts';
import { lookAtSlack, toSlack } from './doctor-slack.ts';
import { bad, Ended, type Finding, good } from './finding.ts';

const USAGE = 'Usage: npm run doctor [-- --people] [--json] [--rehearse team ID [--yes]]';

const print = (text: string) => process.stdout.write(`${text}\n`);

function optionsOrEnd() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        people: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        rehearse: { type: 'boolean', default: false },
        yes: { type: 'boolean', default: false },
      },
    });
    if (positionals.length === 0 || values.rehearse) return { ...values, record: positionals };
  } catch {
    // An option that there isn't.
  }
  throw new Ended(USAGE);
}

/** Everything that the bot needs to run. */
async function lookAtSetUp(settings: Settings): Promise<Finding[]> {
  const cut = cutShort();
  const found = [
    ...(cut.length > 0 ? cut.map((sentence) => bad(`Settings: ${sentence}`)) : [good('Settings: complete.')]),
    await lookAtPort(settings),
    ...(await lookAtDatabase(settings)),
    ...(await lookAtClock(settings)),
    ...(await lookAtSlack(settings)),
    ...(await lookAtNexudus(settings)),
  ];
  if (found.every((finding) => finding.good)) found.push(...(await orWhy(lookAtApprovers)(settings)));
  if (!settings.writes)
    found.push(good('Writes: switched off (WRITES=off), so results say what would change.'));
  return found;
}

/** A look at people, for which Slack and Nexudus are asked once more. */
const orWhy =
  <T>(look: (settings: Settings, client: ReturnType<typeof toSlack>) => Promise<T>) =>
  (settings: Settings): Promise<T> =>
    look(settings, toSlack(settings, settings.slack.botToken, 3)).catch((error: Error) => {
      const why = error instanceof WebAPIPlatformError ? `Slack said ${error.data.error}` : error.message;
      throw new Ended(`Who may do what could not be checked (${why}). Run this again in a minute.`);
    });

const lookAtAllPeople = orWhy((settings, patient) =>
  lookAtPeople(settings, { patient, list: toSlack(settings, settings.slack.botToken) }),
);

async function agreedOnTerminal(question: string): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const over = new Promise<string>((resolve) => terminal.once('close', () => resolve('')));
  const answer = await Promise.race([terminal.question(`${question}\nType yes to do it: `), over]);
  terminal.close();
  return answer.trim().toLowerCase() === 'yes';
}

function tell(found: readonly Finding[], json: boolean, last?: string): void {
  if (!json) {
    for (const { good: isGood, text } of found) print(`${isGood ? '✓' : '✗'} ${text}`);
    if (last !== undefined) print(last);
    return;
  }
  const findings = found.map(({ good: ok, text }) => {
    const [, about = '', said = text] = /^(\w+): (.*)$/s.exec(text) ?? [];
    return { ok, about, text: said };
  });
  print(
    JSON.stringify({ ok: process.exitCode !== 1, findings, ...(last !== undefined && { last }) }, null, 2),
  );
}

async function main(): Promise<void> {
  const { people, json, rehearse: wantsRehearsal, yes, record } = optionsOrEnd();
  const settings = readSettings(operations.map(({ id }) => id));
  if (settings.proxied) await goThroughProxy();
  if (wantsRehearsal) {
    const found = await rehearse(settings, record, yes ? async () => true : agreedOnTerminal);
    process.exitCode = found.every((finding) => finding.good) ? 0 : 1;
    return tell(found, json);
  }
  const found = await lookAtSetUp(settings);
  const isReady = found.every((finding) => finding.good);
  process.exitCode = isReady ? 0 : 1;
  if (!people) return tell(found, json);
  if (!isReady) return tell(found, json, 'Who may do what can be checked once nothing above is ✗.');
  // A person who may do nothing is no fault of the set-up.
  const { found: more, summary } = await lookAtAllPeople(settings);
  tell([...found, ...more], json, summary);
}

try {
  await main();
} catch (error) {
  if (!(error instanceof Ended || error instanceof SettingsWrong)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
