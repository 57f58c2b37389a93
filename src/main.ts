import { setTimeout as sleep } from 'node:timers/promises';
import { WebClient } from '@slack/web-api';
import { pino } from 'pino';
import { createAccessFor } from './access/access-for.ts';
import { createAdminUsers } from './access/admin-users.ts';
import { createApprovals } from './access/approvals.ts';
import { createMetrics } from './metrics.ts';
import { createNexudus } from './nexudus/client.ts';
import { createDirectory } from './nexudus/directory.ts';
import { createPace } from './nexudus/pace.ts';
import { operations } from './operations/index.ts';
import { goThroughProxy } from './proxy.ts';
import { createApprovalJournal } from './requests/approval-journal.ts';
import { createCanWrite } from './requests/can-write.ts';
import { openDatabase } from './requests/database.ts';
import { createFormStore } from './requests/form-store.ts';
import { createJournal } from './requests/journal.ts';
import { migrate } from './requests/migrate.ts';
import { isDead, newOwner } from './requests/owner.ts';
import { createRequests } from './requests/requests.ts';
import { createSeal } from './requests/seal.ts';
import { cutShort, readSettings, type Settings, SettingsWrong } from './settings.ts';
import { createApp } from './slack/app.ts';
import { createApprovalCards } from './slack/approval/approval-cards.ts';
import { ApprovalChannelUnusable, approvalMembers } from './slack/approval/approval-channel.ts';
import { createBackground } from './slack/background.ts';
import { createReception } from './slack/http/receiver.ts';
import { slackLogger } from './slack/http/slack-logger.ts';
import { createChannels } from './slack/lookup/channels.ts';
import { createPeople } from './slack/lookup/people.ts';
import { createOpenForms } from './slack/modal/open-forms.ts';
import { createScreens } from './slack/modal/screens.ts';
import { createTell } from './slack/results/announce.ts';

/** A stop may take this long: what runs is finished, and the orchestrator's own limit is usually 30 s. */
const STOP_WITHIN_MS = 24_000;
/** So long Slack waits for an answer. */
const SLACK_WAITS_MS = 3000;
const DAY_MS = 24 * 60 * 60 * 1000;
const CLEAN_UP_EVERY_MS = 60_000;

/** Ends the process with one sentence; a stack trace helps nobody who has to mend a setting. */
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

const database = openDatabase(settings.database.url, {
  lost: (err) => log.warn({ err }, 'a connection to the journal broke'),
});
await migrate(database).catch((error: Error) =>
  giveUp(`The journal at DATABASE_URL can’t be opened (${error.message}). Nothing is done without it.`),
);
const journal = createJournal(database, newOwner());
const formStore = createFormStore(database);
const metrics = createMetrics(journal.depth);
if (settings.metrics) {
  const { host, port } = settings.metrics;
  await metrics
    .serve(host, port)
    .catch(() =>
      giveUp(`METRICS_PORT ${host}:${port} can’t be used. Set it to a free port of this machine.`),
    );
}

const exists = operations.filter(({ id }) => settings.operations.includes(id));
const nexudus = createNexudus({
  ...settings.nexudus,
  pace: createPace(),
  writes: settings.writes,
  onCall: metrics.nexudusAnswered,
});
const directory = createDirectory(nexudus);
const users = createAdminUsers(nexudus, directory);
const people = createPeople(client, teamId);
const access = createAccessFor(settings, users, people.membersOf);
const channels = createChannels(client);
const seal = createSeal(slack.botToken);
const { approvalChannel } = settings;
const membersThere = () => approvalMembers(approvalChannel ?? '', people, channels);
const policy = createApprovals({
  access,
  directory,
  personOf: people.person,
  idOf: people.withEmail,
  logins: settings.access.logins,
  members: membersThere,
});
const requests = createRequests({
  journal,
  operations,
  isOffered: (operation) => exists.includes(operation),
  nexudus,
  directory,
  access,
  approvals: policy,
  personOf: people.person,
  permissionsChanged: users.forget,
  tell: createTell(toSlack(10_000), channels, seal, log),
  ended: ({ id }, ending, ms) => metrics.requestEnded(id, ending.kind, ms),
  problem: (err, what) => log.warn({ err }, what),
});
const approvalJournal = createApprovalJournal(database, Date.now, (row, { kind }) =>
  metrics.requestEnded(row.operation, kind, Date.now() - row.submitted_at),
);
const approvals = approvalChannel
  ? {
      channel: approvalChannel,
      policy,
      journal: approvalJournal,
      cards: createApprovalCards({
        client: toSlack(10_000),
        channel: approvalChannel,
        journal: approvalJournal,
        approvals: policy,
        operations,
        nexudus,
        directory,
        log,
      }),
    }
  : undefined;
if (approvalChannel) {
  await membersThere().catch((error: Error) =>
    log.error(
      error instanceof ApprovalChannelUnusable
        ? `APPROVAL_CHANNEL ${approvalChannel} can’t be used: ${error.message}. Choose a channel of your own; until then changes that give rights are refused.`
        : `APPROVAL_CHANNEL ${approvalChannel} can’t be reached (${error.message}). Invite the bot there; until then changes that give rights are refused.`,
    ),
  );
}
const background = createBackground();
const unanswered = createBackground();
const { receiver, ready } = createReception(settings, log, createCanWrite(database));

const app = createApp(
  {
    client,
    operations: exists,
    nexudus,
    directory,
    access,
    requests,
    journal,
    seal,
    people,
    logins: settings.access.logins,
    channels,
    approvals,
    forms: createOpenForms(formStore, seal, exists),
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
  await journal.cleanUp(settings.database.retentionDays * DAY_MS);
  await formStore.cleanUp(DAY_MS);
  // Also when APPROVAL_CHANNEL was taken away: what waits for a yes ends some day.
  await approvalJournal.expire();
};
const cleaning = setInterval(
  () => cleanUp().catch((err: unknown) => log.warn({ err }, 'the journal could not be cleaned up')),
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
  if (approvals) background.add(approvals.cards.stop());
  const until = Date.now() + STOP_WITHIN_MS;
  // A server answers what it has taken in before it closes; a socket takes the answers with it.
  if ('appToken' in slack.transport) await unanswered.finished(SLACK_WAITS_MS);
  await Promise.race([
    app.stop().catch((err: unknown) => log.warn({ err }, 'the receiver did not stop cleanly')),
    sleep(STOP_WITHIN_MS / 2),
  ]);
  await requests.stop(until - Date.now());
  await background.finished(until - Date.now());
  await database.destroy();
  process.exit(0);
};
process.on('SIGTERM', stop);
process.on('SIGINT', stop);

await journal.releaseDead(isDead);
await cleanUp();
requests.start();
await approvals?.cards.start(exists.map(({ id }) => id));
await app.start(settings.port);
ready.value = true;
log.info(
  { port: settings.port, mode: 'appToken' in slack.transport ? 'socket' : 'http', writes: settings.writes },
  'ready',
);

// Signs in and reads the long list of permissions ahead of the first person, and tells early when it can't. Not fatal:
// Nexudus may come back.
nexudus
  .me()
  .then(({ Email }) => {
    log.debug({ Email }, 'signed in to Nexudus');
    return directory.readAhead('roles');
  })
  .catch((err: unknown) =>
    log.error({ err }, 'Nexudus can not be used right now; npm run doctor tells more'),
  );
