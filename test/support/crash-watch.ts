import type { NexudusRecord, NexudusStandIn } from '../../src/sandbox/nexudus/start-nexudus.ts';
import type { SlackMessage, SlackStandIn } from '../../src/sandbox/slack/start-slack.ts';
import { falseOfUndo, isOfUndo, saysUndone, type Undoing } from './crash-undo.ts';
import { claimOf, receiptIn, standingOf } from './crash-words.ts';
import type { Mark, Work } from './crash-work.ts';

/** One piece of work as it is seen from outside: in Nexudus's records and in Slack's messages. */
export interface Case {
  work: Work;
  /** Slack id of who asks for it. */
  requester: string;
  /** How often it was asked for before: which of the work's decisions is due. */
  epoch: number;
  /** When it was last sent. */
  sentAt: number;
  /** Approve was pressed on a card that asked for this sending. */
  approvedAt?: number;
  /** The person was told that it was taken on, or the channel was. */
  taken: boolean;
  /** Where it stands, for the table of what the kills met. */
  phase: Phase;
  /** How it ended; undefined while it goes on. */
  ended?: string;
  made: { there: boolean; times: number; at: number };
  /** Its record before; undefined of a new one. */
  before: NexudusRecord | undefined;
  /** It is being put back, or was. */
  undoing?: Undoing;
  /** Its top messages in its channel, oldest first. */
  announced: AnnouncementSeen[];
  replies: AnnouncementSeen[];
  /** Its direct messages. */
  details: AnnouncementSeen[];
  log: string[];
}

export type Phase =
  | 'form opening'
  | 'form open'
  | 'submitted'
  | 'question or review shown'
  | 'Continue pressed'
  | 'waiting'
  | 'card posted'
  | 'decision pressed'
  | 'written'
  | 'told'
  | 'Undo confirmed';

export interface AnnouncementSeen {
  message: SlackMessage;
  at: number;
  versions: { at: number; plain: string }[];
}

export interface Card extends AnnouncementSeen {
  case: Case | undefined;
  /** Of the last version: what it asked for then. */
  epoch: number;
}

export interface Watch {
  cases: Case[];
  cards: Card[];
  /** Written to Nexudus or posted to Slack just now. */
  onEvent(listener: (event: CrashEvent) => void): void;
  begin(work: Work, requester: string): Case;
  note(one: Case | undefined, what: string): void;
  violation(kind: string, what: string, one?: Case): void;
  violations: { kind: string; what: string; case?: Case }[];
  /** What the person was shown in a view; false when it can't be believed, which ends the work. */
  heard(one: Case, text: string): boolean;
  holds(mark: Mark): boolean;
  /** As it is now. */
  recordOf(mark: Mark): NexudusRecord | undefined;
  stop(): void;
}

export type CrashEvent =
  | 'write'
  | 'message'
  | 'card'
  | 'outside'
  | 'details'
  | 'review'
  | 'continue'
  | 'submit'
  | 'undo'
  | 'decide';

export function watchStage(slack: SlackStandIn, nexudus: NexudusStandIn, startedAt: number): Watch {
  const cases: Case[] = [];
  const cards: Card[] = [];
  const violations: Watch['violations'] = [];
  const listeners: ((event: CrashEvent) => void)[] = [];
  const seen = new Map<SlackMessage, AnnouncementSeen | Card>();
  const byReceipt = new Map<string, Case>();
  const versionOf = new Map<SlackMessage, string>();
  const requesters = new Set<string>();
  const tell = (event: CrashEvent) => {
    for (const listener of listeners) listener(event);
  };

  const note = (one: Case | undefined, what: string) =>
    one?.log.push(`${((Date.now() - startedAt) / 1000).toFixed(3)} ${what}`);
  const violation = (kind: string, what: string, one?: Case) => {
    note(one, `✗ ${kind}: ${what}`);
    violations.push({ kind, what, case: one });
  };

  const holds = ({ resource, id, property, value }: Mark): boolean => {
    if (id === undefined) return nexudus.names(resource, String(value), 1).total > 0;
    const there = nexudus.record(resource, id)?.[property];
    return Array.isArray(there) ? there.includes(value) : there === value;
  };
  const recordOf = ({ resource, id }: Mark) => (id === undefined ? undefined : nexudus.record(resource, id));
  /** It was put back: a new record is out of use. */
  const isBack = ({ work: { mark } }: Case): boolean =>
    mark.id === undefined ? nexudus.named(mark.resource, String(mark.value)).Active === false : !holds(mark);
  const countUndone = (one: Case, undoing: Undoing): void => {
    const was = undoing.isBack;
    undoing.isBack = isBack(one);
    if (was || !undoing.isBack) return;
    undoing.times += 1;
    note(one, `undone (${undoing.times})`);
  };
  const count = (one: Case): void => {
    const { mark } = one.work;
    if (one.undoing) countUndone(one, one.undoing);
    if (mark.id === undefined) {
      const times = nexudus.names(mark.resource, String(mark.value), 1).total;
      if (times > one.made.times) written(one, times);
      return;
    }
    const there = holds(mark);
    if (there && !one.made.there) written(one, one.made.times + 1);
    one.made.there = there;
  };
  const written = (one: Case, times: number) => {
    one.made = { there: true, times, at: Date.now() };
    one.phase = 'written';
    note(one, `written (${times})`);
    if (times > 1) violation('written twice', `${times} times`, one);
    const said = one.announced.at(-1)?.versions.at(-1);
    if (said && said.at > one.sentAt && claimOf(said.plain) === 'not done')
      violation('false sentence', `written after it was told: ${said.plain}`, one);
    if (one.work.decisions.length > 0 && one.approvedAt === undefined)
      violation('written without approval', 'no one had pressed Approve on a card that asked for it', one);
    tell('write');
  };

  const check = (one: Case, text: string, where: string) => {
    if (one.undoing && (where === 'the view' || isOfUndo(text) || saysUndone(text))) {
      const said = falseOfUndo(text, one.undoing, isBack(one));
      if (said) violation('false sentence', `${where} ${said}: ${text}`, one);
      return;
    }
    const claim = claimOf(text);
    if (claim === 'done' && one.made.times === 0 && !holds(one.work.mark))
      violation('false sentence', `${where} says done, and it is not: ${text}`, one);
    if (claim === 'not done' && one.made.times > 0)
      violation('false sentence', `${where} says not done, and it is: ${text}`, one);
  };

  /** Whose case a message of the bot is: by its receipt, or as the last thing that its requester did. */
  const caseOf = (message: SlackMessage): Case | undefined => {
    const receipt = receiptIn(message.plain) ?? '';
    const known = byReceipt.get(receipt);
    if (known) return known;
    const fits = ({ requester }: Case) =>
      message.mentions.includes(requester) || message.channel === dmOf(requester);
    const found = cases.filter(fits).at(-1);
    if (found && receipt) byReceipt.set(receipt, found);
    return found;
  };
  const dmOf = (person: string) => slack.dm(person).id;

  const take = (message: SlackMessage, channel: 'results' | 'outside' | 'cards' | 'details') => {
    if (!message.bot_id) return;
    const known = seen.get(message);
    const version = message.edited?.ts ?? '';
    if (known && versionOf.get(message) === version) return;
    versionOf.set(message, version);
    const one = known && 'case' in known ? known.case : caseOf(message);
    const announcement = known ?? { message, at: Date.now(), versions: [] };
    announcement.versions.push({ at: Date.now(), plain: message.plain });
    seen.set(message, announcement);
    const [first] = message.plain.split('\n');
    const reply = message.thread_ts ? ' (in the thread)' : '';
    note(
      one,
      `${known ? 'edited' : 'posted'} in ${channel}${reply}: ${channel === 'details' ? message.plain : first} ${receiptIn(message.plain) ?? ''}`,
    );
    if (channel === 'cards') {
      Object.assign(announcement, { case: one, epoch: one?.epoch ?? 0 });
      if (!known) cards.push(announcement as Card);
      if (one) check(one, message.plain, 'the card');
      if (one && !known) one.phase = 'card posted';
      return tell('card');
    }
    if (!one)
      return violation('false sentence', `a message about nothing that was asked for: ${message.plain}`);
    if (channel === 'details') {
      if (!known) one.details.push(announcement);
      check(one, message.plain, 'the direct message');
      return tell('details');
    }
    check(one, message.plain, 'the message');
    if (message.thread_ts) {
      if (!known) one.replies.push(announcement);
      return;
    }
    const standing = standingOf(message.plain);
    if (!known) one.announced.push(announcement);
    const before = announcement.versions.at(-2)?.plain ?? '';
    if (standingOf(before) === 'done' && standing !== 'done')
      violation('false sentence', `told as done, then: ${message.plain}`, one);
    one.taken = true;
    one.phase = standing === 'queued' || standing === 'awaiting' ? 'waiting' : 'told';
    tell(channel === 'outside' ? 'outside' : 'message');
  };

  const PLACES = [
    ['#ops', 'results'],
    ['#partners', 'outside'],
    ['#approvals', 'cards'],
  ] as const;
  const stopSlack = slack.onChange(() => {
    for (const [channel, kind] of PLACES) for (const message of slack.messages(channel)) take(message, kind);
    for (const person of requesters)
      for (const message of slack.messages(dmOf(person))) take(message, 'details');
  });
  const stopNexudus = nexudus.onChange(() => {
    // What has ended is looked at once more with the verdict.
    for (const one of cases) if (!one.ended) count(one);
  });

  return {
    cases,
    cards,
    violations,
    note,
    violation,
    holds,
    recordOf,
    heard(one, text) {
      const before = violations.length;
      check(one, text, 'the view');
      if (violations.length === before) return true;
      one.ended = 'violation';
      return false;
    },
    onEvent: (listener) => listeners.push(listener),
    begin(work, requester) {
      const one: Case = {
        work,
        requester,
        epoch: 0,
        sentAt: Date.now(),
        taken: false,
        phase: 'form opening',
        made: { there: false, times: 0, at: 0 },
        before: recordOf(work.mark),
        announced: [],
        replies: [],
        details: [],
        log: [],
      };
      cases.push(one);
      requesters.add(requester);
      note(one, `${work.kind} in ${work.channel}: ${work.command}`);
      return one;
    },
    stop() {
      stopSlack();
      stopNexudus();
    },
  };
}
