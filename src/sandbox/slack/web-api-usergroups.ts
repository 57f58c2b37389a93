import { no, ok, type WebMethod } from './web-api-answer.ts';

const scopes = ['usergroups:read'];

export const usergroupMethods: Record<string, WebMethod> = {
  'usergroups.users.list': {
    scopes,
    run(args, { world }) {
      const group = world.usergroups.find((each) => each.id === args.usergroup);
      return group ? ok({ users: group.users }) : no('no_such_subteam');
    },
  },
  'usergroups.list': {
    scopes,
    run(_, { world }) {
      const usergroups = world.usergroups.map(({ id, handle, users }) => ({
        id,
        team_id: world.team.id,
        is_usergroup: true,
        name: handle,
        handle,
        date_delete: 0,
        user_count: users.length,
      }));
      return ok({ usergroups });
    },
  },
};
