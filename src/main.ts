import { setTimeout as sleep } from 'node:timers/promises';
import { WebClient } from '@slack/web-api';
import { pino } from 'pino';
import { createAccessFor } from './access/access-for.ts';
import { createAdminUsers } from './access/admin-users.ts';
import { systemClock } from './clock.ts';
import { createFormSessions } from './forms/form-sessions.ts';
import { createMetrics } from './metrics.ts';
import { createNexudus } from './nexudus/client.ts';
import { createDirectory } from './nexudus/directory.ts';
import { createPace } from './nexudus/pace.ts';
import { operations } from './operations/index.ts';
import { goThroughProxy } from './proxy.ts';
import { cutShort, readSettings, type Settings, SettingsWrong } from './settings.ts';
import { createApp } from './slack/app.ts';
import { ApprovalChannelUnusable } from './slack/approval/approval-channel.ts';
import { createBackground } from './slack/background.ts';
import { createReception } from './slack/http/reception.ts';
import { slackLogger } from './slack/http/slack-logger.ts';
import { createChannels } from './slack/lookup/channels.ts';
import { createPeople } from './slack/lookup/people.ts';
import { createScreens } from './slack/modal/screens.ts';
import { createCanWrite } from './store/can-write.ts';
import { openDatabase } from './store/database.ts';
import { createEncryption } from './store/encryption.ts';
import { isDead, newOwner } from './store/lease-owner.ts';
import { migrate } from './store/migrations.ts';
import { createStore } from './store/store.ts';
import { newReceipt } from './submissions/receipt.ts';
import { createWork } from './work.ts';

/** A stop may take this long: what runs is finished, and the orchestrator's own limit is usually 30 s. */
const STOP_WITHIN_MS = 24_000;
/** So long Slack waits for an answer. */
const SLACK_WAITS_MS = 3000;
const DAY_MS = 24 * 60 * 60 * 1000;
const CLEAN_UP_EVERY_MS = 60_000;

/** Ends the process with one sentence; a stack trace doesn't help to mend a setting. */
const giveUp = (sentence: string): never => {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
};

function settingsOrExit(): Settings {
  try {
    return readSettings(operations.map(({ id }) => id));
  } catch (error) {
    if (error instanceof SettingsWrong) return giveUp(error.message);
    throw error;
  }
}

const settings = settingsOrExit();
const log = pino({
  level: settings.logLevel,
  // Errors of HTTP libraries carry requests with tokens in them: only their words are logged.
  serializers: {
    err: (error: Error) => ({
      type: error.name,
      message: error.message,
      stack: error.stack,
      cause: error.cause instanceof Error ? error.cause.message : undefined,
    }),
  },
});

process.on('uncaughtException', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EADDRINUSE') giveUp(`Port ${settings.port} is in use. Set PORT to a free one.`);
  log.fatal({ err: error }, 'unexpected error, stopping');
  process.exit(1);
});

for (const sentence of cutShort()) log.warn(sentence);
if (settings.proxied) goThroughProxy();

const { slack } = settings;
const toSlack = (timeout: number) =>
  new WebClient(slack.botToken, {
    slackApiUrl: slack.apiUrl,
    timeout,
    // A retried views.open is too late, and a retried chat.postMessage may come twice.
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger: slackLogger(log),
  });

const client = toSlack(2000);
const who = await client.auth
  .test()
  .catch((error: Error) =>
    giveUp(
      `Slack did not accept SLACK_BOT_TOKEN, or could not be reached (${error.message}). Run npm run doctor.`,
    ),
  );

const teamId = who.team_id ?? giveUp('Slack did not say which workspace SLACK_BOT_TOKEN belongs to.');
const clock = systemClock;
const { approvalChannel } = settings;
const offered = operations.filter(({ id }) => settings.operations.includes(id));
const problem = (err: unknown, what: string) => log.warn({ err }, what);

async function openStore() {
  const database = openDatabase(settings.database.url, {
    lost: (err) => log.warn({ err }, 'a connection to the database broke'),
  });
  await migrate(database).catch((error: Error) =>
    giveUp(`The database at DATABASE_URL can’t be opened (${error.message}). Nothing is done without it.`),
  );
  return { database, store: createStore(database, newOwner(), clock) };
}

async function serveMetrics() {
  const metrics = createMetrics(store.audit.depth);
  if (!settings.metrics) return metrics;
  const { host, port } = settings.metrics;
  await metrics
    .serve(host, port)
    .catch(() =>
      giveUp(`METRICS_PORT ${host}:${port} can’t be used. Set it to a free port of this machine.`),
    );
  return metrics;
}

function reachNexudus() {
  const nexudus = createNexudus({
    ...settings.nexudus,
    pace: createPace(),
    writes: settings.writes,
    onCall: metrics.nexudusAnswered,
  });
  return { nexudus, directory: createDirectory(nexudus) };
}

function decideAccess() {
  const users = createAdminUsers(nexudus, directory);
  const people = createPeople(client, teamId);
  const access = createAccessFor(settings, users, people.membersOf);
  return { users, people, access, channels: createChannels(client) };
}

const { database, store } = await openStore();
const metrics = await serveMetrics();
const encryption = createEncryption(slack.botToken);
const { nexudus, directory } = reachNexudus();
const { users, people, access, channels } = decideAccess();
const { members, policy, approvals, submissions, outbox } = createWork({
  ...{ settings, offered, store, nexudus, directory, access, users, people, channels, encryption, metrics },
  ...{ client: toSlack(10_000), clock, log, problem },
});

if (approvalChannel) {
  await members().catch((error: Error) =>
    log.error(
      error instanceof ApprovalChannelUnusable
        ? `APPROVAL_CHANNEL ${approvalChannel} can’t be used: ${error.message}. Choose a channel of your own; until then changes that grant access are refused.`
        : `APPROVAL_CHANNEL ${approvalChannel} can’t be reached (${error.message}). Invite the bot there; until then changes that grant access are refused.`,
    ),
  );
}
const background = createBackground();
const unanswered = createBackground();
const { receiver, ready } = createReception(settings, log, createCanWrite(database));

const app = createApp(
  {
    client,
    operations: offered,
    nexudus,
    directory,
    access,
    submissions,
    history: { latest: store.submissions.latest, list: store.submissions.history },
    encryption,
    people,
    logins: settings.access.logins,
    channels,
    approvals: approvalChannel === undefined ? undefined : { ...approvals, channel: approvalChannel, policy },
    forms: createFormSessions({ store: store.forms, encryption, operations: offered, newReceipt }),
    screens: createScreens(client, log),
    background,
    unanswered,
    acked: metrics.acked,
    log,
  },
  receiver,
  slack.botToken,
  { botId: who.bot_id, botUserId: who.user_id, teamId, enterpriseId: who.enterprise_id },
);

const cleanUp = async () => {
  await store.audit.cleanUp(settings.database.retentionDays * DAY_MS);
  await store.forms.cleanUp(DAY_MS);
};
const cleaning = setInterval(
  () => cleanUp().catch((err: unknown) => log.warn({ err }, 'the store could not be cleaned up')),
  CLEAN_UP_EVERY_MS,
);

let stopping = false;
const stop = async () => {
  // A second signal doesn't cut the first stop short.
  if (stopping) return;
  stopping = true;
  ready.value = false;
  log.info('stopping');
  clearInterval(cleaning);
  const until = Date.now() + STOP_WITHIN_MS;
  // A server answers what it has taken in before it closes; a socket takes the answers with it.
  if ('appToken' in slack.transport) await unanswered.finished(SLACK_WAITS_MS);
  await Promise.race([
    app.stop().catch((err: unknown) => log.warn({ err }, 'the receiver did not stop cleanly')),
    sleep(STOP_WITHIN_MS / 2),
  ]);
  await submissions.stop(until - Date.now());
  await Promise.race([outbox.stop(), sleep(until - Date.now())]);
  await background.finished(until - Date.now());
  await database.destroy();
  process.exit(0);
};
process.on('SIGTERM', stop);
process.on('SIGINT', stop);

await store.releaseDead(isDead);
await cleanUp();
if (approvalChannel)
  await approvals.start(
    approvalChannel,
    offered.map(({ id }) => id),
  );
submissions.start();
outbox.start();
await app.start(settings.port);
ready.value = true;
log.info(
  { port: settings.port, mode: 'appToken' in slack.transport ? 'socket' : 'http', writes: settings.writes },
  'ready',
);

// Signs in and reads the long list of permissions ahead of the first person, and reports early when it can't. Not fatal:
// Nexudus may come back.
nexudus
  .me()
  .then(({ Email }) => {
    log.debug({ Email }, 'signed in to Nexudus');
    return directory.readAhead('roles');
  })
  .catch((err: unknown) => log.error({ err }, 'Nexudus can not be used right now; npm run doctor says more'));
