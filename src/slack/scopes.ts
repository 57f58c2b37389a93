/** The methods of Slack that the bot calls, each with the scopes that it needs, as its page documents them. */
export const METHODS: Readonly<Record<string, readonly string[]>> = {
  // Called with SLACK_APP_TOKEN, which has the scope connections:write.
  'apps.connections.open': [],
  'auth.test': [],
  // The second one is for public channels that the bot is not in.
  'chat.postMessage': ['chat:write', 'chat:write.public'],
  'chat.update': ['chat:write'],
  // One for each kind of conversation.
  'conversations.info': ['channels:read', 'groups:read', 'im:read', 'mpim:read'],
  'conversations.members': ['channels:read', 'groups:read', 'im:read', 'mpim:read'],
  'usergroups.users.list': ['usergroups:read'],
  // Without the second one it gives no e-mail address.
  'users.info': ['users:read', 'users:read.email'],
  'users.list': ['users:read', 'users:read.email'],
  'users.lookupByEmail': ['users:read.email'],
  'views.open': [],
  'views.publish': [],
  'views.push': [],
  'views.update': [],
};

/** Needed with ACCESS_MODE=usergroup alone, so Slack lets the person who installs the app leave it out. */
export const OPTIONAL_SCOPES: readonly string[] = ['usergroups:read'];

/** The bot scopes that the bot relies on; manifest.yml says what each is for. */
export const SCOPES: readonly string[] = [
  // The slash command and the shortcuts.
  ...new Set(['commands', ...Object.values(METHODS).flat()]),
];
