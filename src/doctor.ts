import { WebClient } from '@slack/web-api';
import { pino } from 'pino';
import { createAccessFor } from './access/access-for.ts';
import { createAdminUsers } from './access/admin-users.ts';
import { createNexudus, type Nexudus } from './nexudus/client.ts';
import { createDirectory } from './nexudus/directory.ts';
import { failureOf } from './nexudus/failure.ts';
import { createPace } from './nexudus/pace.ts';
import { type ResourceName, resources } from './nexudus/resources.ts';
import { operations } from './operations/index.ts';
import { readSettings, type Settings, SettingsWrong } from './settings.ts';
import { createPeople } from './slack/people.ts';
import { decisionLine, failureSentence, refusalSentence } from './slack/say.ts';
import { SCOPES } from './slack/scopes.ts';
import { slackLogger } from './slack/slack-logger.ts';

const silent = slackLogger(pino({ level: 'silent' }));

/** One thing that was looked at. */
interface Finding {
  good: boolean;
  text: string;
}

const good = (text: string): Finding => ({ good: true, text });
const bad = (text: string): Finding => ({ good: false, text });

async function lookAtSlack({ slack }: Settings): Promise<Finding[]> {
  const options = {
    slackApiUrl: slack.apiUrl,
    retryConfig: { retries: 0 },
    timeout: 10_000,
    // What goes wrong is said below, in words.
    logger: silent,
  };
  const client = new WebClient(slack.botToken, options);
  const found: Finding[] = [];
  try {
    const { team, user, response_metadata } = await client.auth.test();
    found.push(good(`Slack: the bot is ${user} in the workspace ${team}.`));
    const granted = response_metadata?.scopes ?? [];
    const missing = SCOPES.filter((scope) => !granted.includes(scope));
    found.push(
      missing.length === 0
        ? good('Slack: all scopes of manifest.yml are granted.')
        : bad(`Slack: these scopes are missing, reinstall the app from manifest.yml: ${missing.join(', ')}.`),
    );
  } catch (error) {
    found.push(
      bad(
        `Slack: SLACK_BOT_TOKEN was not accepted, or Slack can’t be reached (${(error as Error).message}).`,
      ),
    );
  }
  if ('appToken' in slack.transport) {
    try {
      await new WebClient(slack.transport.appToken, options).apps.connections.open({});
      found.push(good('Slack: SLACK_APP_TOKEN opens Socket Mode connections.'));
    } catch (error) {
      found.push(
        bad(
          `Slack: SLACK_APP_TOKEN can’t open a Socket Mode connection (${(error as Error).message}). It needs the scope connections:write, and Socket Mode switched on.`,
        ),
      );
    }
  }
  return found;
}

async function lookAtResource(nexudus: Nexudus, name: ResourceName): Promise<Finding> {
  const { entity } = resources[name];
  try {
    const [first] = await nexudus.peek(name);
    if (first) await nexudus.get(name, first.Id);
    return good(`Nexudus: ${entity} can be listed and read.`);
  } catch (error) {
    return bad(
      `Nexudus: ${entity} can’t be listed and read; the bot’s role needs ${entity}-List and ${entity}-Read. ${failureSentence(failureOf(error))}`,
    );
  }
}

async function lookAtNexudus({ nexudus: account }: Settings): Promise<Finding[]> {
  const nexudus = createNexudus({ ...account, pace: createPace(), writes: false, timeoutMs: 10_000 });
  try {
    const me = await nexudus.me();
    const found = [good(`Nexudus: signed in as ${me.Email}.`)];
    for (const name of Object.keys(resources) as ResourceName[])
      found.push(await lookAtResource(nexudus, name));
    return found;
  } catch (error) {
    return [bad(`Nexudus: ${failureSentence(failureOf(error))} (${account.url})`)];
  }
}

/** Who is who: Slack person → admin user of Nexudus → what they may do here, or why not. */
async function lookAtPeople(settings: Settings): Promise<Finding[]> {
  const client = new WebClient(settings.slack.botToken, {
    slackApiUrl: settings.slack.apiUrl,
    timeout: 10_000,
  });
  const { team_id: team = '' } = await client.auth.test();
  const nexudus = createNexudus({ ...settings.nexudus, pace: createPace(), writes: false });
  const directory = createDirectory(nexudus);
  const people = createPeople(client, team);
  const access = createAccessFor(settings, createAdminUsers(nexudus, directory), people.membersOf);
  const exists = operations.filter(({ id }) => settings.operations.includes(id));
  const found: Finding[] = [];
  for (let cursor: string | undefined; ; ) {
    const { members = [], response_metadata } = await client.users.list({ cursor, limit: 200 });
    for (const { id = '', deleted, is_bot, real_name, name } of members) {
      if (deleted || is_bot || id === 'USLACKBOT') continue;
      const person = await people.person(id);
      const decision = await access.decide(person, {});
      const who = `${real_name ?? name ?? id} (${id}${person.email ? `, ${person.email}` : ''})`;
      const may: string[] = [];
      if (decision.allowed) {
        for (const { id: operation, permission } of exists) {
          if ((await access.decide(person, { permission })).allowed) may.push(operation);
        }
      }
      found.push(
        decision.allowed
          ? good(`${who}: ${decisionLine(decision)} May: ${may.join(', ') || 'nothing'}.`)
          : bad(`${who}: ${refusalSentence(decision)}`),
      );
    }
    cursor = response_metadata?.next_cursor || undefined;
    if (!cursor) return found;
  }
}

try {
  const settings = readSettings(operations.map(({ id }) => id));
  const found = [
    good('Settings: complete.'),
    ...(await lookAtSlack(settings)),
    ...(await lookAtNexudus(settings)),
  ];
  if (!settings.writes)
    found.push(good('Writes are switched off (WRITES=off): results say what would change.'));
  const print = ({ good: fine, text }: Finding) => process.stdout.write(`${fine ? '✓' : '✗'} ${text}\n`);
  found.forEach(print);
  process.exitCode = found.every((finding) => finding.good) ? 0 : 1;
  // Somebody who may do nothing is no fault of the set-up.
  if (process.argv.includes('--people') && process.exitCode === 0)
    (await lookAtPeople(settings)).forEach(print);
} catch (error) {
  if (!(error instanceof SettingsWrong)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
