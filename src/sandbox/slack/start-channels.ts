import { botUserId, type SlackPerson } from './people.ts';

export interface SlackChannel {
  id: string;
  /** Without '#'; for direct messages who is in it: 'Ana & Sam'. */
  name: string;
  kind: 'public' | 'private' | 'im';
  members: string[];
  isExtShared: boolean;
  /** With other workspaces of the same Enterprise Grid. */
  isOrgShared?: boolean;
  isArchived: boolean;
}

/** The channels of the sandbox, made new at each call so that a test can change them. */
export function startChannels(people: SlackPerson[]): SlackChannel[] {
  const team = people
    .filter((each) => !each.isBot && !each.isStranger && !each.isRestricted)
    .map((each) => each.id);
  const guest = 'U0GUS0000';
  const stranger = 'U0STELLA0';
  const channel = (
    id: string,
    name: string,
    kind: SlackChannel['kind'],
    members: string[],
  ): SlackChannel => ({
    id,
    name,
    kind,
    members,
    isExtShared: false,
    isArchived: false,
  });
  return [
    channel('C0OPS0000', 'ops', 'public', [...team, guest, botUserId]),
    channel('C0GENERAL', 'general', 'public', team),
    channel('C0SOHO000', 'soho-desk', 'public', [...team, guest, botUserId]),
    channel('C0APPROVE', 'approvals', 'private', [...team, botUserId]),
    channel('C0MANAGE0', 'management', 'private', ['U0ANA0000', 'U0PRIYA00']),
    { ...channel('C0PARTNER', 'partners', 'public', [...team, stranger, botUserId]), isExtShared: true },
    directMessages(people, 'U0ANA0000', 'U0SAM0000'),
  ];
}

export function directMessages(people: SlackPerson[], one: string, other: string): SlackChannel {
  const first = (id: string) => people.find((each) => each.id === id)?.realName.split(' ')[0] ?? id;
  const members = [one, other].sort(
    (a, b) => people.findIndex((p) => p.id === a) - people.findIndex((p) => p.id === b),
  );
  const id = `D${members.map((each) => each.slice(2, 6)).join('')}`.padEnd(9, '0');
  return {
    id,
    name: members.map(first).join(' & '),
    kind: 'im',
    members,
    isExtShared: false,
    isArchived: false,
  };
}

/** By id, or by name with or without '#'. */
export function findChannel(channels: SlackChannel[], name: string): SlackChannel | undefined {
  const wanted = name.replace(/^#/, '').toLowerCase();
  return channels.find((each) => each.id.toLowerCase() === wanted || each.name.toLowerCase() === wanted);
}
