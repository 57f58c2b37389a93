import { ok, type WebMethod } from './web-api-answer.ts';

export function authMethods(socketUrl: () => string): Record<string, WebMethod> {
  return {
    'auth.test': {
      run(_, { world: { team, bot, enterpriseId } }) {
        const url = `https://${team.domain}.slack.com/`;
        const ids = { team_id: team.id, user_id: bot.userId, bot_id: bot.botId };
        const grid = enterpriseId ? { enterprise_id: enterpriseId } : {};
        return ok({ url, team: 'Harbour', user: 'nexudus', ...ids, ...grid, is_enterprise_install: false });
      },
    },
    'apps.connections.open': { token: 'app', run: () => ok({ url: socketUrl() }) },
  };
}
