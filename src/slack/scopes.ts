/** The bot scopes that the bot relies on; manifest.yml says what each is for. */
export const SCOPES = [
  'commands',
  'chat:write',
  'chat:write.public',
  'users:read',
  'users:read.email',
  'channels:read',
  'groups:read',
  'im:read',
  'mpim:read',
  'usergroups:read',
] as const;
