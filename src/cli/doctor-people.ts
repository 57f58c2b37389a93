import type { UsersListResponse, WebClient } from '@slack/web-api';
import type { Access } from '../access/access.ts';
import { createAccessFor } from '../access/access-for.ts';
import { type AdminUser, createAdminUsers } from '../access/admin-users.ts';
import type { Person } from '../access/person.ts';
import { createNexudus } from '../nexudus/client.ts';
import { createDirectory, type Directory } from '../nexudus/directory.ts';
import { createPace } from '../nexudus/pace.ts';
import { LOCATIONS } from '../nexudus/resources.ts';
import type { Settings } from '../settings.ts';
import { createPeople } from '../slack/lookup/people.ts';
import { denialSentence } from '../slack/text/denial-sentence.ts';
import { switchedOn } from './doctor-nexudus.ts';
import { bad, type Finding, good } from './finding.ts';
import { readOnce } from './read-once.ts';

/** One line on a person: Slack person → admin user of Nexudus → what they may do here, or why not. */
function createJudge(settings: Settings, access: Access, directory: Directory) {
  const { logins, unrestricted, usergroup } = settings.access;
  const inNexudus = (user: AdminUser, id: string): string => {
    const rights = unrestricted.has(user.email.toLowerCase())
      ? 'full unrestricted administrator by UNRESTRICTED_ADMINS'
      : `roles: ${user.roles.join(', ')}`;
    return `${user.name} (${user.email}${logins.has(id) ? ' by NEXUDUS_LOGINS' : ''}, ${rights})`;
  };
  return async (person: Person, name: string): Promise<Finding> => {
    const who = `${name} (${person.id}${person.email ? `, ${person.email}` : ''})`;
    const decision = await access.decide(person, {});
    if (!decision.allowed) {
      if (decision.reason === 'could-not-ask' && decision.failure.passing)
        throw new Error(`no answer from ${usergroup ? 'Slack' : 'Nexudus'}`);
      return bad(`${who} → may do nothing. The bot says: ${denialSentence(decision)}`);
    }
    const may: string[] = [];
    const not: string[] = [];
    const lacks = new Set<string>();
    for (const { id, permission } of switchedOn(settings)) {
      const { allowed } = await access.decide(person, { permission });
      (allowed ? may : not).push(id.replace('.', ' '));
      if (!allowed) lacks.add(permission);
    }
    const { user } = decision;
    const places = await directory.names(LOCATIONS, user?.locations ?? []);
    const where = places.size > 0 ? `, only in ${[...places.values()].join(', ')}` : '';
    const why = user ? `lacks ${[...lacks].join(', ')}` : 'only ACCESS_ROLES_USERGROUP may';
    const member = `member of the user group ${usergroup?.group}`;
    const start = `${who} → ${user ? inNexudus(user, person.id) : member} → may do`;
    if (not.length === 0) return good(`${start} everything${where}.`);
    if (may.length === 0) return bad(`${start} nothing (${why}).`);
    return good(`${start} ${may.join(', ')}${where}; not ${not.join(', ')} (${why}).`);
  };
}

async function membersOf(client: WebClient) {
  const members: NonNullable<UsersListResponse['members']> = [];
  for (let cursor: string | undefined; ; ) {
    const page = await client.users.list({ cursor, limit: 200 });
    members.push(...(page.members ?? []));
    cursor = page.response_metadata?.next_cursor || undefined;
    if (!cursor) return members;
  }
}

/**
 * A line on each person; first those who may do something.
 * @param clients one that waits where Slack asks to slow down, and one whose answers are taken from the list
 */
export async function lookAtPeople(
  settings: Settings,
  { patient: client, list }: { patient: WebClient; list: WebClient },
): Promise<{ found: Finding[]; summary: string }> {
  const { team_id: team = '' } = await client.auth.test();
  const members = await membersOf(client);
  const nexudus = readOnce(createNexudus({ ...settings.nexudus, pace: createPace(), writes: false }));
  const directory = createDirectory(nexudus);
  const people = createPeople(client, team);
  const access = createAccessFor(settings, createAdminUsers(directory), people.membersOf);
  const judge = createJudge(settings, access, directory);

  // The list is enough for a denial, without a call for each; before an approval of access Slack is asked the way the bot asks it.
  const byId = new Map(members.map((member) => [member.id, member]));
  list.users.info = async (args) => ({ ok: true, user: byId.get(args?.user) });
  const listed = createPeople(list, team);

  const found: Finding[] = [];
  const left = { bot: 0, deactivated: 0 };
  for (const { id = '', real_name, name } of members) {
    const person = await listed.person(id);
    if (person.kind === 'bot' || person.kind === 'deactivated') {
      left[person.kind] += 1;
      continue;
    }
    const shown = real_name || name || id;
    const first = await judge(person, shown);
    found.push(first.good ? await judge(await people.person(id), shown) : first);
  }
  found.sort((one, other) => Number(other.good) - Number(one.good) || one.text.localeCompare(other.text));
  const using = found.filter((finding) => finding.good).length;
  const summary = `${using} of ${found.length} people may use the bot. Not listed, as they never may: bots (${left.bot}) and deactivated accounts (${left.deactivated}).`;
  return { found, summary };
}
