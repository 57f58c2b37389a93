import { randomBytes } from 'node:crypto';
import type { Directory } from './parse-mrkdwn.ts';
import { botUserId, findPerson, type SlackPerson, startPeople, teamId } from './people.ts';
import type { Interaction, SlackCall, SlackFaults, SlackUsergroup } from './slack-stand-in.ts';
import { directMessages, findChannel, type SlackChannel, startChannels } from './start-channels.ts';

// Those of the manifest.
const startScopes =
  'commands chat:write chat:write.public users:read users:read.email usergroups:read channels:read groups:read im:read mpim:read';

const noFaults = (): SlackFaults => ({
  slowApiMs: 0,
  deliverTwice: false,
  dropAcks: false,
  blankPrefilled: false,
});

const startUsergroups = (): SlackUsergroup[] => [
  { id: 'S0FRONT00', handle: 'front-desk', users: ['U0SAM0000', 'U0LEO0000'] },
  { id: 'S0ADMINS0', handle: 'nexudus-admins', users: ['U0ANA0000', 'U0PRIYA00'] },
];

/** Everything that the stand-in knows, and the news when it changes. */
export class World implements Directory {
  readonly team = { id: teamId, domain: 'harbour' };
  readonly bot = { userId: botUserId, botId: 'B0NEXUDUS', appId: 'A0NEXUDUS' };
  // A fresh secret per start, so that a test can look for it in logs.
  readonly botToken = `xoxb-stand-in-${randomBytes(12).toString('hex')}`;
  readonly appToken = `xapp-stand-in-${randomBytes(12).toString('hex')}`;
  readonly signingSecret = randomBytes(16).toString('hex');
  origin = '';
  /** Where the bot listens. Unset: an open Socket Mode connection is used. */
  eventsUrl: string | undefined;
  /** What is waited for may take so many times as long as it says: several bots share the pace of one. */
  patience = 1;
  scopes = startScopes.split(' ');
  people: SlackPerson[] = startPeople();
  channels: SlackChannel[] = startChannels(this.people);
  usergroups: SlackUsergroup[] = startUsergroups();
  /** Set where the workspace belongs to an Enterprise Grid. */
  enterpriseId: string | undefined;
  calls: SlackCall[] = [];
  interactions: Interaction[] = [];
  problems: string[] = [];
  faults: SlackFaults = noFaults();
  /** The conversation that each person has in front of them, by their ids; none on App Home. */
  readonly inFront = new Map<string, string>();
  private readonly listeners = new Set<() => void>();
  private ahead = 0;
  private lastTs = 0;
  private lastId = 0;

  reset(): void {
    this.people = startPeople();
    this.channels = startChannels(this.people);
    this.usergroups = startUsergroups();
    this.enterpriseId = undefined;
    this.calls.length = 0;
    this.interactions.length = 0;
    this.problems.length = 0;
    this.inFront.clear();
    this.faults = noFaults();
    this.ahead = 0;
  }

  now(): number {
    return Date.now() + this.ahead;
  }

  advance(ms: number): void {
    this.ahead += ms;
    this.changed();
  }

  /** A message's time stamp, which is also its id in a channel. */
  nextTs(): string {
    this.lastTs = Math.max(this.lastTs + 1, this.now() * 1000);
    return `${Math.floor(this.lastTs / 1e6)}.${String(this.lastTs % 1e6).padStart(6, '0')}`;
  }

  nextId(letter: string): string {
    this.lastId += 1;
    return `${letter}0${this.lastId.toString(36).toUpperCase().padStart(8, '0')}`;
  }

  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  changed(): void {
    for (const listener of [...this.listeners]) listener();
  }

  problem(sentence: string): void {
    this.problems.push(sentence);
    this.changed();
  }

  person(name: string): SlackPerson {
    const found = findPerson(this.people, name);
    if (!found)
      throw new Error(`No such person: ${name}. There are: ${this.people.map((p) => p.realName).join(', ')}`);
    return found;
  }

  channel(name: string): SlackChannel {
    const found = findChannel(this.channels, name);
    if (!found)
      throw new Error(`No such channel: ${name}. There are: ${this.channels.map((c) => c.name).join(', ')}`);
    return found;
  }

  /** The direct messages between a person and the bot, or between two people. */
  dm(one: string, other: string = this.bot.userId): SlackChannel {
    const made = directMessages(this.people, this.person(one).id, this.person(other).id);
    const known = this.channels.find((each) => each.id === made.id);
    if (!known) this.channels.push(made);
    return known ?? made;
  }

  nameOf(id: string): string | undefined {
    const person = this.people.find((each) => each.id === id);
    if (person) return `@${person.realName}`;
    const channel = this.channels.find((each) => each.id === id);
    if (channel) return `#${channel.name}`;
    const group = this.usergroups.find((each) => each.id === id);
    return group && `@${group.handle}`;
  }

  idOf(word: string): string | undefined {
    const name = word.slice(1).toLowerCase();
    if (word.startsWith('#'))
      return this.channels.find((each) => each.kind !== 'im' && each.name === name)?.id;
    const person = this.people.find((each) => each.name === name);
    return person?.id ?? this.usergroups.find((each) => each.handle === name)?.id;
  }

  /** A command's text as Slack sends it with should_escape: users, channels and links in angle brackets. */
  escape(text: string): string {
    const safe = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
    return safe
      .replace(/\bhttps?:\/\/[^\s"“”]+/g, (url) => `<${url}>`)
      .replace(/(?<![\p{L}\p{N}@#./<-])([@#])([\p{L}\p{N}][\p{L}\p{N}._-]*)/gu, (all, sign, name) => {
        if (sign === '@' && /^(here|channel|everyone)$/.test(name)) return `<!${name}>`;
        const id = this.idOf(all);
        if (!id) return all;
        return id.startsWith('S') ? `<!subteam^${id}|@${name}>` : `<${sign}${id}|${name}>`;
      });
  }
}
