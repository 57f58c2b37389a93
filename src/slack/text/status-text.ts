/** How the bot itself is, for those who look after it. No addresses, tokens or accounts are in it. */
export interface BotStatus {
  version: string;
  socketMode: boolean;
  /** How long each answered; undefined: it didn't. */
  slackMs?: number;
  nexudusMs?: number;
  databaseMs?: number;
  postgres: boolean;
  /** Calls to Nexudus that wait for their turn. */
  calls: { person: number; queue: number };
  /** Submissions that are not over, and announcements that are not delivered; undefined where it can't be read. */
  queue?: { waiting: number; oldestMs: number; undelivered: number };
  writes: boolean;
  /** Ids of operations that OPERATIONS leaves out. */
  switchedOff: readonly string[];
  approvals: boolean;
}

const answers = (name: string, ms: number | undefined): string =>
  ms === undefined
    ? `⛔ ${name}: an error, or no answer within 3 seconds`
    : `✅ ${name}: answers in ${ms} ms`;

const minutes = (ms: number): string => (ms < 60_000 ? 'under a minute' : `${Math.floor(ms / 60_000)} min`);

/** A line for each part. */
export function statusLines(status: BotStatus): string[] {
  const { calls, queue, switchedOff } = status;
  const off = [
    ...(status.writes ? [] : ['writes (WRITES=off): submissions are rehearsed, nothing is changed']),
    ...(switchedOff.length > 0 ? [`by OPERATIONS: ${switchedOff.join(', ')}`] : []),
    ...(status.approvals ? [] : ['approvals (no APPROVAL_CHANNEL): what grants access runs at once']),
  ];
  return [
    answers(`Slack (${status.socketMode ? 'Socket Mode' : 'HTTP mode'})`, status.slackMs),
    answers('Nexudus', status.nexudusMs),
    answers(`Database (${status.postgres ? 'PostgreSQL' : 'SQLite'})`, status.databaseMs),
    `Calls to Nexudus waiting for their turn: ${calls.person} for people (yours included), ${calls.queue} for queued work`,
    queue
      ? `Submissions under way or waiting for Nexudus: ${queue.waiting}${queue.waiting > 0 ? `, the oldest for ${minutes(queue.oldestMs)}` : ''}. Messages to deliver: ${queue.undelivered}`
      : '⛔ Queue: the database can’t be read',
    `Version ${status.version}`,
    off.length > 0 ? `Switched off: ${off.join(' · ')}` : 'Nothing is switched off',
  ];
}
