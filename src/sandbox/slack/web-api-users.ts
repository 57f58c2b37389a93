import { gridId, type SlackPerson } from './people.ts';
import { no, ok, page, type WebMethod } from './web-api-answer.ts';
import type { World } from './world.ts';

function output(person: SlackPerson, world: World, locale: unknown): Record<string, unknown> {
  return {
    id: person.id,
    ...(!person.hidesTeam && { team_id: person.teamId }),
    name: person.name,
    deleted: person.deleted ?? false,
    real_name: person.realName,
    tz: person.tz ?? 'Europe/London',
    profile: {
      real_name: person.realName,
      // What a mention shows.
      display_name: person.realName,
      team: person.teamId,
      ...(person.email && world.scopes.includes('users:read.email') && { email: person.email }),
    },
    is_bot: person.isBot ?? false,
    is_app_user: false,
    is_admin: person.isAdmin ?? false,
    is_restricted: person.isRestricted ?? false,
    is_ultra_restricted: person.isUltraRestricted ?? false,
    is_email_confirmed: person.isEmailConfirmed ?? false,
    ...(person.isStranger && { is_stranger: true }),
    ...(person.gridTeams && {
      enterprise_user: {
        id: person.id,
        enterprise_id: gridId,
        enterprise_name: 'Harbour Grid',
        teams: person.gridTeams,
      },
    }),
    ...((locale === true || locale === 'true') && { locale: person.locale ?? 'en-GB' }),
  };
}

export const userMethods: Record<string, WebMethod> = {
  'users.info': {
    scopes: ['users:read'],
    run(args, { world }) {
      const person = world.people.find((each) => each.id === args.user);
      return person ? ok({ user: output(person, world, args.include_locale) }) : no('user_not_found');
    },
  },
  'users.list': {
    scopes: ['users:read'],
    run(args, { world }) {
      const found = page(world.people, args);
      if (found === 'invalid_cursor') return no(found);
      const members = found.items.map((each) => output(each, world, args.include_locale));
      return ok({
        members,
        cache_ts: Math.floor(world.now() / 1000),
        response_metadata: found.response_metadata,
      });
    },
  },
  'users.lookupByEmail': {
    scopes: ['users:read.email'],
    run(args, { world }) {
      const email = String(args.email ?? '').toLowerCase();
      const person = world.people.find(
        (each) => each.email?.toLowerCase() === email && !each.deleted && !each.isStranger,
      );
      return person ? ok({ user: output(person, world, undefined) }) : no('users_not_found');
    },
  },
  'usergroups.users.list': {
    scopes: ['usergroups:read'],
    run(args, { world }) {
      const group = world.usergroups.find((each) => each.id === args.usergroup);
      return group ? ok({ users: group.users }) : no('no_such_subteam');
    },
  },
};
