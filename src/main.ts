import { setTimeout as sleep } from 'node:timers/promises';
import { createAccessFor } from './access/access-for.ts';
import { createAdminUsers } from './access/admin-users.ts';
import { systemClock } from './clock.ts';
import { createFormSessions } from './forms/form-sessions.ts';
import { createLog } from './log.ts';
import { createMetrics, type Metrics, NO_METRICS } from './metrics.ts';
import { createNexudus } from './nexudus/client.ts';
import { createDirectory } from './nexudus/directory.ts';
import { createPace } from './nexudus/pace.ts';
import { createReplicas } from './nexudus/replicas.ts';
import { endAccess } from './operations/end-access.ts';
import { operations as allOperations, operationsWithin } from './operations/index.ts';
import { goThroughProxy } from './proxy.ts';
import { cutShort, readSettings, type Settings, SettingsWrong } from './settings.ts';
import { type Bot, createApp } from './slack/app.ts';
import { approvalMembers, tryApprovalChannel } from './slack/approval/approval-channel.ts';
import { createBackground } from './slack/background.ts';
import { createDelivery } from './slack/delivery.ts';
import { createReception } from './slack/http/reception.ts';
import { createWebClient } from './slack/http/web-client.ts';
import { createChannels } from './slack/lookup/channels.ts';
import { createPeople } from './slack/lookup/people.ts';
import { createScreens } from './slack/modal/screens.ts';
import { createCanWrite } from './store/can-write.ts';
import { fileOf } from './store/database.ts';
import { createEncryption } from './store/encryption.ts';
import { isDead, newOwner } from './store/lease-owner.ts';
import { listen } from './store/listen.ts';
import { openMigrated } from './store/migrations.ts';
import { createStore } from './store/store.ts';
import { newReceipt } from './submissions/receipt.ts';
import { startTelemetry } from './telemetry.ts';
import { ownVersion } from './version.ts';
import { createWork } from './work.ts';

/** A stop may take this long: what runs is finished, and the orchestrator's own limit is usually 30 s. */
const STOP_WITHIN_MS = 24_000;
/** Where other processes answer too, one that stops goes on for so long after it says that it is not ready. */
const LEAVE_MS = 6000;
/** So long Slack waits for an answer. */
const SLACK_WAITS_MS = 3000;
const DAY_MS = 24 * 60 * 60 * 1000;
const CLEAN_UP_EVERY_MS = 60_000;

const settings = settingsOrExit();
const { slack, approvalChannel } = settings;
const log = createLog(settings.logLevel);
const clock = systemClock;
// A file of SQLite has one process, but for the moment in which another one replaces it.
const isShared = fileOf(settings.database.url) === undefined;
const problem = (err: unknown, what: string) => log.warn({ err }, what);
const operations = operationsWithin(settings.roleMaxDays);
const offered = operations.filter(({ id }) => settings.operations.includes(id));
process.on('uncaughtException', onUncaught);
for (const sentence of cutShort()) log.warn(sentence);
const proxy = settings.proxied ? await goThroughProxy() : undefined;
const sendTraces = await startTelemetry(settings.telemetry, ownVersion(), log);
const client = createWebClient(settings, 2000, log);
const bot = await signInToSlack();
const people = createPeople(client, bot.teamId);
const channels = createChannels(client);
const { database, store } = await openStore();
const canWrite = createCanWrite(database);
const callsWaiting = { person: 0, queue: 0 };
const metrics = await serveMetrics();
const encryption = createEncryption(slack.botToken);
const { nexudus, directory, replicas } = reachNexudus();
const users = createAdminUsers(directory);
const access = createAccessFor(settings, users, people.membersOf);
const { policy, approvals, submissions, outbox, woken } = joinWork();
const listening = listen(settings.database.url, woken, problem);
if (approvalChannel) await tryApprovalChannel(approvalChannel, people, channels, log);
const { receiver, ready } = createReception(settings, log, canWrite, proxy);
const background = createBackground();
const unanswered = createBackground();
const app = answerSlack();
const cleaning = setInterval(
  () => cleanUp().catch((err: unknown) => log.warn({ err }, 'the store could not be cleaned up')),
  CLEAN_UP_EVERY_MS,
);
let stopping = false;
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, stop);
await start();
readAhead();

/** Ends the process with one sentence; a stack trace doesn't help to mend a setting. */
function giveUp(sentence: string): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

function settingsOrExit(): Settings {
  try {
    return readSettings(allOperations.map(({ id }) => id));
  } catch (error) {
    if (error instanceof SettingsWrong) return giveUp(error.message);
    throw error;
  }
}

function onUncaught(error: NodeJS.ErrnoException): void {
  if (error.code === 'EADDRINUSE') giveUp(`Port ${settings.port} is in use. Set PORT to a free one.`);
  log.fatal({ err: error }, 'unexpected error, stopping');
  process.exit(1);
}

async function signInToSlack(): Promise<Bot> {
  const who = await client.auth
    .test()
    .catch((error: Error) =>
      giveUp(
        `Slack did not accept SLACK_BOT_TOKEN, or could not be reached (${error.message}). Run npm run doctor.`,
      ),
    );
  const teamId = who.team_id ?? giveUp('Slack did not say which workspace SLACK_BOT_TOKEN belongs to.');
  return { botId: who.bot_id, botUserId: who.user_id, teamId, enterpriseId: who.enterprise_id };
}

async function openStore() {
  const opened = await openMigrated(settings.database.url, {
    lost: (err) => log.warn({ err }, 'a connection to the database broke'),
  }).catch((error: Error) =>
    giveUp(`The database at DATABASE_URL can’t be opened (${error.message}). Nothing is done without it.`),
  );
  return { database: opened, store: createStore(opened, newOwner(), clock) };
}

async function serveMetrics(): Promise<Metrics> {
  if (!settings.metrics) return NO_METRICS;
  const counted = await createMetrics(store.audit.depth);
  const { host, port } = settings.metrics;
  await counted
    .serve(host, port)
    .catch(() =>
      giveUp(`METRICS_PORT ${host}:${port} can’t be used. Set it to a free port of this machine.`),
    );
  return counted;
}

function reachNexudus() {
  const own = createPace({
    waited: metrics.nexudusWaited,
    depth(who, waiting) {
      callsWaiting[who] = waiting;
      metrics.nexudusDepth(who, waiting);
    },
  });
  const among = isShared ? createReplicas({ store: store.replicas, pace: own, clock, problem }) : undefined;
  const { writes, nexudus: account } = settings;
  const pace = among?.pace ?? own;
  const api = createNexudus({ ...account, pace, writes, onCall: metrics.nexudusAnswered });
  return { nexudus: api, directory: createDirectory(api), replicas: among };
}

function joinWork() {
  return createWork({
    operations,
    isOffered: (operation) => offered.includes(operation),
    store,
    nexudus,
    directory,
    access,
    logins: settings.access.logins,
    personOf: people.person,
    idOf: people.withEmail,
    approvalChannel:
      approvalChannel === undefined
        ? undefined
        : {
            members: () => approvalMembers(approvalChannel, people, channels),
            isOurs: async () => (await channels.about(approvalChannel))?.external === false,
          },
    permissionsChanged: users.forget,
    createDeliver: createDelivery({
      settings,
      channels,
      encryption,
      operations: [...operations, endAccess],
      accessOf: store.submissions.accessOf,
      outbox: store.outbox,
      store: store.submissions,
      clock,
      log,
    }),
    ended: metrics.submissionEnded,
    clock,
    chance: Math.random,
    hears: () => listening.hears(),
    problem,
  });
}

function answerSlack() {
  const forms = createFormSessions({
    store: store.forms,
    isShared,
    encryption,
    operations: offered,
    newReceipt,
    clock,
  });
  const needed =
    approvalChannel === undefined ? {} : { approvals: { ...approvals, channel: approvalChannel }, policy };
  return createApp(
    {
      client,
      operations: offered,
      nexudus,
      directory,
      access,
      personOf: people.person,
      channels,
      logins: settings.access.logins,
      submissions,
      latest: store.submissions.latest,
      store: store.submissions,
      temporary: store.submissions,
      changedSince: store.audit.changedSince,
      requestsChannel: settings.requestsChannel,
      wishes: store.wishes,
      ...needed,
      status: { settings, version: ownVersion(), calls: callsWaiting, canWrite, depth: store.audit.depth },
      forms,
      screens: createScreens(client, log),
      encryption,
      clock,
      background,
      unanswered,
      acked: metrics.acked,
      log,
    },
    receiver,
    slack.botToken,
    bot,
  );
}

async function cleanUp(): Promise<void> {
  await store.audit.cleanUp(settings.database.retentionDays * DAY_MS);
  await Promise.all([store.forms.cleanUp(DAY_MS), store.wishes.cleanUp()]);
}

async function start(): Promise<void> {
  await replicas?.start();
  await store.releaseDead(isDead);
  await cleanUp();
  const ids = offered.map(({ id }) => id);
  if (approvalChannel) await approvals.start(approvalChannel, ids);
  submissions.start();
  outbox.start();
  listening.start();
  await app.start(settings.port);
  ready.value = true;
  const mode = 'appToken' in slack.transport ? 'socket' : 'http';
  log.info({ port: settings.port, mode, writes: settings.writes }, 'ready');
}

async function stop(): Promise<void> {
  // A second signal doesn't cut the first stop short.
  if (stopping) return;
  stopping = true;
  ready.value = false;
  log.info('stopping');
  clearInterval(cleaning);
  const until = Date.now() + STOP_WITHIN_MS;
  // What balances the load looks at /readyz every few seconds, and sends people here until it has seen it.
  if (replicas?.others() && !('appToken' in slack.transport)) await sleep(LEAVE_MS);
  // A server answers what it has taken in before it closes; a socket takes the answers with it.
  if ('appToken' in slack.transport) await unanswered.finished(SLACK_WAITS_MS);
  await Promise.race([
    app.stop().catch((err: unknown) => log.warn({ err }, 'the receiver did not stop cleanly')),
    sleep(STOP_WITHIN_MS / 2),
  ]);
  await submissions.stop(until - Date.now());
  await Promise.race([outbox.stop(), sleep(until - Date.now())]);
  await background.finished(until - Date.now());
  await replicas?.stop();
  listening.stop();
  await database.destroy();
  await Promise.race([sendTraces(), sleep(until - Date.now())]);
  process.exit(0);
}

/**
 * Signs in and reads the long list of permissions ahead of the first person, and reports early when it can't. Not fatal:
 * Nexudus may come back.
 */
function readAhead(): void {
  nexudus
    .own()
    .then(({ id }) => {
      log.debug({ id }, 'signed in to Nexudus');
      return directory.readAhead('roles');
    })
    .catch((err: unknown) =>
      log.error({ err }, 'Nexudus can not be used right now; npm run doctor says more'),
    );
}
