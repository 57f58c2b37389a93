import { existsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { WebAPIPlatformError, WebClient } from '@slack/web-api';
import { pino } from 'pino';
import { createAdminUsers } from '../access/admin-users.ts';
import { createNexudus, type Nexudus } from '../nexudus/client.ts';
import { createDirectory } from '../nexudus/directory.ts';
import { NexudusDenied, NexudusSignInFailed } from '../nexudus/errors.ts';
import { createPace } from '../nexudus/pace.ts';
import { type ResourceName, resources } from '../nexudus/resources.ts';
import { operations } from '../operations/index.ts';
import { goThroughProxy } from '../proxy.ts';
import { cutShort, readSettings, type Settings, SettingsWrong } from '../settings.ts';
import { ApprovalChannelUnusable, approvalMembers } from '../slack/approval/approval-channel.ts';
import { slackLogger } from '../slack/http/slack-logger.ts';
import { createChannels } from '../slack/lookup/channels.ts';
import { createPeople } from '../slack/lookup/people.ts';
import { OPTIONAL_SCOPES, SCOPES } from '../slack/scopes.ts';
import { fileOf, openDatabase } from '../store/database.ts';
import { bad, type Finding, good, lookAtPeople, switchedOn } from './doctor-people.ts';

const print = (text: string) => process.stdout.write(`${text}\n`);
const printFinding = ({ good, text }: Finding) => print(`${good ? '✓' : '✗'} ${text}`);

/** Ends the check-up with a sentence. */
class Ended extends Error {}

// Only this part of an address is shown: the rest may hold a password.
const hostOf = (url: string): string => new URL(url).host;

// What goes wrong is said here in words, so the client's own log is silent.
const toSlack = ({ slack }: Settings, token: string, retries = 0) =>
  new WebClient(token, {
    slackApiUrl: slack.apiUrl,
    retryConfig: { retries },
    timeout: 10_000,
    logger: slackLogger(pino({ level: 'silent' })),
  });

async function lookAtSlack(settings: Settings): Promise<Finding[]> {
  const { slack, access, approvalChannel } = settings;
  const found: Finding[] = [];
  /** @param refused what to say when Slack refuses */
  const look = async (fine: () => Promise<string>, refused: (said: string) => string): Promise<boolean> => {
    try {
      found.push(good(`Slack: ${await fine()}`));
      return true;
    } catch (error) {
      const trouble =
        error instanceof WebAPIPlatformError
          ? refused(error.data.error)
          : error instanceof ApprovalChannelUnusable
            ? refused(error.message)
            : `can’t be reached at ${hostOf(slack.apiUrl)}, or gives no usable answer. Check the connection, and SLACK_API_URL if it is set; then run this again.`;
      found.push(bad(`Slack: ${trouble}`));
      return false;
    }
  };
  const client = toSlack(settings, slack.botToken);
  const people = createPeople(client, '');
  const needsAll = access.usergroup !== undefined;
  const missing = new Set(SCOPES.filter((scope) => needsAll || !OPTIONAL_SCOPES.includes(scope)));
  const known = await look(
    async () => {
      const { team, user, response_metadata } = await client.auth.test();
      for (const scope of response_metadata?.scopes ?? []) missing.delete(scope);
      return `the bot is ${user} in the workspace ${team}.`;
    },
    (said) =>
      `SLACK_BOT_TOKEN is not accepted (${said}). Copy the Bot User OAuth Token from OAuth & Permissions again.`,
  );
  const { transport } = slack;
  if ('appToken' in transport) {
    await look(
      async () => {
        await toSlack(settings, transport.appToken).apps.connections.open({});
        return 'SLACK_APP_TOKEN opens Socket Mode connections.';
      },
      (said) =>
        `SLACK_APP_TOKEN is not accepted (${said}). Switch Socket Mode on, and make an App-Level Token with the scope connections:write.`,
    );
  }
  if (!known) return found;
  found.push(
    missing.size === 0
      ? good('Slack: all scopes that are needed are granted.')
      : bad(
          `Slack: these scopes are missing, reinstall the app from manifest.yml: ${[...missing].join(', ')}.`,
        ),
  );
  const { group, rolesGroup } = access.usergroup ?? {};
  for (const [name, id] of Object.entries({ ACCESS_USERGROUP: group, ACCESS_ROLES_USERGROUP: rolesGroup })) {
    if (!id) continue;
    await look(
      async () =>
        `the user group ${id} (${name}) can be read. Members: ${(await people.membersOf(id)).size}.`,
      (said) => `the user group ${id} (${name}) can’t be read (${said}). Check its id.`,
    );
  }
  if (approvalChannel) {
    await look(
      async () => {
        await approvalMembers(approvalChannel, people, createChannels(client));
        return `the approval channel ${approvalChannel} can be reached.`;
      },
      (said) =>
        `the approval channel ${approvalChannel} can’t be used (${said}). Check APPROVAL_CHANNEL, invite the bot there, and don’t share it with other organisations; until then changes that grant access are refused.`,
    );
  }
  return found;
}

async function lookAtResource(nexudus: Nexudus, name: ResourceName): Promise<Finding> {
  const { entity } = resources[name];
  try {
    const [first] = await nexudus.peek(name);
    if (!first) return good(`Nexudus: ${entity} can be listed. There is none to try reading.`);
    await nexudus.get(name, first.Id);
    return good(`Nexudus: ${entity} can be listed and read.`);
  } catch (error) {
    if (!(error instanceof NexudusDenied)) throw error;
    return bad(
      `Nexudus: ${entity} can’t be listed and read. Give the bot’s role ${entity}-List and ${entity}-Read under Settings > Roles.`,
    );
  }
}

/** Whether the bot's own roles allow what it offers. */
async function lookAtChanges(nexudus: Nexudus, email: string, settings: Settings): Promise<Finding[]> {
  const [bot] = await createAdminUsers(createDirectory(nexudus)).withEmail(email);
  // A full unrestricted administrator has no roles, and may do everything.
  if (!bot || bot.roles.length === 0) return [];
  const needed = new Set(switchedOn(settings).map(({ permission }) => permission));
  const missing = [...needed].filter((permission) => !bot.permissions.has(permission)).join(', ');
  if (!missing) return [good('Nexudus: the bot’s role allows all changes that it offers.')];
  return [bad(`Nexudus: the bot’s role lacks ${missing}. Add what is missing under Settings > Roles.`)];
}

async function lookAtNexudus(settings: Settings): Promise<Finding[]> {
  const { nexudus: account } = settings;
  const nexudus = createNexudus({ ...account, pace: createPace(), writes: false, timeoutMs: 10_000 });
  const found: Finding[] = [];
  try {
    const me = await nexudus.me();
    found.push(good(`Nexudus: signed in as ${me.Email}.`));
    for (const name of Object.keys(resources) as ResourceName[])
      found.push(await lookAtResource(nexudus, name));
    if (found.every((finding) => finding.good))
      found.push(...(await lookAtChanges(nexudus, me.Email, settings)));
    return found;
  } catch (error) {
    const { message } = error as Error;
    const trouble =
      error instanceof NexudusSignInFailed
        ? `the sign-in was refused: ${message.replace(/\.?$/, '.')} Check NEXUDUS_USERNAME and NEXUDUS_PASSWORD, and NEXUDUS_TOTP_SECRET if the user has two-factor sign-in.`
        : error instanceof NexudusDenied
          ? 'the bot’s user may sign in, but not use the API. Give it API access under Settings > Users.'
          : `can’t be reached at ${hostOf(account.url)}, or gives no usable answer (${message}). Check the connection, and NEXUDUS_API_URL if it is set; then run this again.`;
    return [...found, bad(`Nexudus: ${trouble}`)];
  }
}

/** Whether the database opens; nothing of it is changed. */
async function lookAtDatabase({ database: { url } }: Settings): Promise<Finding[]> {
  const path = fileOf(url);
  // The first start makes the file.
  if (path !== undefined && !existsSync(path)) return [];
  const where = path ?? hostOf(url);
  const db = openDatabase(url, { readOnly: true });
  try {
    // SQLite looks into its file only when something of it is wanted.
    await db.introspection.getTables();
    return [good(`Database: ${where} can be opened.`)];
  } catch (error) {
    const { code, message } = error as Error & { code?: string };
    return [bad(`Database: ${where} can’t be opened (${message || code}). Check DATABASE_URL.`)];
  } finally {
    await db.destroy().catch(() => {});
  }
}

/** Whether others on this machine may read the database; the bot makes it private where it may. */
function lookAtModes({ database }: Settings): Finding[] {
  const path = fileOf(database.url);
  if (path === undefined || process.platform === 'win32') return [];
  const openToOthers = (at: string) => ((statSync(at, { throwIfNoEntry: false })?.mode ?? 0) & 0o077) !== 0;
  const files = [path, `${path}-wal`, `${path}-shm`].filter(openToOthers);
  if (files.length > 0)
    return [bad(`Database: others on this machine may read it. Run chmod 600 ${files.join(' ')}`)];
  const folder = dirname(path);
  return statSync(path, { throwIfNoEntry: false }) && openToOthers(folder)
    ? [
        good(
          `Database: only the bot may read it. Others may see its name; chmod 700 ${folder} hides that too.`,
        ),
      ]
    : [];
}

async function main(): Promise<void> {
  const args = process.argv.slice(2);
  if (args.some((arg) => arg !== '--people')) throw new Ended('Usage: npm run doctor [-- --people]');
  const settings = readSettings(operations.map(({ id }) => id));
  if (settings.proxied) await goThroughProxy();
  const cut = cutShort();
  const found = [
    ...(cut.length > 0 ? cut.map((sentence) => bad(`Settings: ${sentence}`)) : [good('Settings: complete.')]),
    ...(await lookAtDatabase(settings)),
    ...lookAtModes(settings),
    ...(await lookAtSlack(settings)),
    ...(await lookAtNexudus(settings)),
  ];
  if (!settings.writes)
    found.push(good('Writes are switched off (WRITES=off): results say what would change.'));
  found.forEach(printFinding);
  const ready = found.every((finding) => finding.good);
  process.exitCode = ready ? 0 : 1;
  if (args.length === 0) return;
  if (!ready) return void print('Who may do what can be checked once nothing above is ✗.');
  // A person who may do nothing is no fault of the set-up.
  const clients = {
    list: toSlack(settings, settings.slack.botToken),
    patient: toSlack(settings, settings.slack.botToken, 3),
  };
  const people = await lookAtPeople(settings, clients).catch((error: Error) => {
    const why = error instanceof WebAPIPlatformError ? `Slack said ${error.data.error}` : error.message;
    throw new Ended(`Who may do what could not be checked (${why}). Run this again in a minute.`);
  });
  people.found.forEach(printFinding);
  print(people.summary);
}

try {
  await main();
} catch (error) {
  if (!(error instanceof Ended || error instanceof SettingsWrong)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
