import { WebClient } from '@slack/web-api';
import { pino } from 'pino';
import { createAccess } from './access/access.ts';
import { createAdminUsers } from './access/admin-users.ts';
import { createNexudus } from './nexudus/client.ts';
import { createDirectory } from './nexudus/directory.ts';
import { createPace } from './nexudus/pace.ts';
import { operations } from './operations/index.ts';
import { createRequests } from './requests/requests.ts';
import { readSettings, type Settings, SettingsWrong } from './settings.ts';
import { createAnnounce } from './slack/announce.ts';
import { createApp } from './slack/app.ts';
import { createBackground } from './slack/background.ts';
import { createOpenForms } from './slack/open-forms.ts';
import { createPeople } from './slack/people.ts';
import { createReception } from './slack/receiver.ts';
import { slackLogger } from './slack/slack-logger.ts';

/** A stop may take this long: what runs is finished, and the orchestrator's own limit is usually 30 s. */
const STOP_WITHIN_MS = 25_000;

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

const nexudus = createNexudus({ ...settings.nexudus, pace: createPace(), writes: settings.writes });
const directory = createDirectory(nexudus);
const users = createAdminUsers(nexudus, directory);
const access = createAccess({ users, ...settings.access });
const requests = createRequests({ nexudus, directory, access, permissionsChanged: users.forget });
const teamId = who.team_id ?? giveUp('Slack did not say which workspace SLACK_BOT_TOKEN belongs to.');
const background = createBackground();
const { receiver, ready } = createReception(settings, log);

const app = createApp(
  {
    client,
    operations: operations.filter(({ id }) => settings.operations.includes(id)),
    nexudus,
    directory,
    access,
    requests,
    people: createPeople(client, teamId),
    forms: createOpenForms(),
    announce: createAnnounce(toSlack(10_000), log),
    background,
    log,
  },
  receiver,
  slack.botToken,
  { botId: who.bot_id, botUserId: who.user_id, teamId },
);

let stopping = false;
const stop = async () => {
  // A second signal doesn't cut the first stop short.
  if (stopping) return;
  stopping = true;
  ready.value = false;
  log.info('stopping');
  await app.stop().catch((err: unknown) => log.warn({ err }, 'the receiver did not stop cleanly'));
  await background.finished(STOP_WITHIN_MS);
  process.exit(0);
};
process.on('SIGTERM', stop);
process.on('SIGINT', stop);

await app.start(settings.port);
ready.value = true;
log.info(
  { port: settings.port, mode: 'appToken' in slack.transport ? 'socket' : 'http', writes: settings.writes },
  'ready',
);

// Signs in ahead of the first person, and tells early when it can't. Not fatal: Nexudus may come back.
nexudus.me().then(
  ({ Email }) => log.debug({ Email }, 'signed in to Nexudus'),
  (err: unknown) => log.error({ err }, 'Nexudus can not be used right now; npm run doctor tells more'),
);
