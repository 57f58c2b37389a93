import { setTimeout as sleep } from 'node:timers/promises';
import type { WebClient } from '@slack/web-api';
import type { Access } from '../../access/access.ts';
import type { Person } from '../../access/person.ts';
import type { Nexudus } from '../../nexudus/client.ts';
import { operations } from '../../operations/index.ts';
import type { Settings } from '../../settings.ts';
import { denialSentence } from '../text/denial-sentence.ts';
import { say } from '../text/say.ts';
import { type BotStatus, statusLines } from '../text/status-text.ts';

/** What it takes to say how the bot is, beside what every command has. */
export interface StatusParts {
  settings: Settings;
  version: string;
  /** Calls to Nexudus that wait for their turn, as of now. */
  calls: BotStatus['calls'];
  canWrite(): Promise<boolean>;
  depth(): Promise<NonNullable<BotStatus['queue']>>;
}

export interface StatusAsking {
  access: Access;
  client: WebClient;
  nexudus: Pick<Nexudus, 'me'>;
  status: StatusParts;
}

const ASK_WITHIN_MS = 3000;

/** Who may change roles decides what others may do, so they may know how the bot is. */
const ADMIN = 'UserRole-Edit';

async function msOf(ask: () => Promise<unknown>): Promise<number | undefined> {
  const startedAt = Date.now();
  const answered = ask().then(
    (answer) => answer !== false,
    () => false,
  );
  const good = await Promise.race([answered, sleep(ASK_WITHIN_MS, false, { ref: false })]);
  return good ? Date.now() - startedAt : undefined;
}

/** How the bot is, for its admins: those who may change roles in Nexudus, among them full unrestricted administrators. */
export async function statusText(
  { access, client, nexudus, status }: StatusAsking,
  person: Person,
): Promise<string> {
  // It is also asked for while Nexudus is down: then what is known from some minutes ago has to do.
  const decision = await access.decide(person, { permission: ADMIN, toShow: true });
  if (!decision.allowed) {
    const { reason } = decision;
    return reason === 'no-permission' || reason === 'no-roles-group'
      ? say.statusForAdmins
      : denialSentence(decision);
  }
  return botStatus({ client, nexudus, status });
}

/** The same for the Home of an admin; undefined for others. */
export async function statusForAdmin(parts: StatusAsking, person: Person): Promise<string | undefined> {
  const decision = await parts.access.decide(person, { permission: ADMIN, toShow: true });
  return decision.allowed ? botStatus(parts) : undefined;
}

async function botStatus({ client, nexudus, status }: Omit<StatusAsking, 'access'>): Promise<string> {
  const { settings, version, calls, canWrite, depth } = status;
  const [slackMs, nexudusMs, databaseMs, queue] = await Promise.all([
    msOf(() => client.auth.test()),
    msOf(() => nexudus.me()),
    msOf(canWrite),
    Promise.race([depth().catch(() => undefined), sleep(ASK_WITHIN_MS, undefined, { ref: false })]),
  ]);
  return statusLines({
    version,
    calls,
    queue,
    slackMs,
    nexudusMs,
    databaseMs,
    socketMode: 'appToken' in settings.slack.transport,
    postgres: settings.database.url.startsWith('postgres'),
    writes: settings.writes,
    approvals: settings.approvalChannel !== undefined,
    switchedOff: operations.flatMap(({ id }) => (settings.operations.includes(id) ? [] : id)),
  }).join('\n');
}
