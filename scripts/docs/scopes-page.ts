import { readFileSync } from 'node:fs';
import { METHODS, OPTIONAL_SCOPES } from '../../src/slack/scopes.ts';

/** Each scope of manifest.yml, with the comment above it. */
function reasons(): [scope: string, reason: string][] {
  const lines = readFileSync(new URL('../../manifest.yml', import.meta.url), 'utf8').split('\n');
  const from = lines.findIndex((line) => line.trim() === 'bot:') + 1;
  const found: [string, string][] = [];
  let reason = '';
  for (const line of lines.slice(from)) {
    const [, comment, scope] = /^ {6}(?:# (.*)|- (\S+))$/.exec(line) ?? [];
    if (comment) reason = comment;
    else if (scope) found.push([scope, reason]);
    else break;
  }
  return found;
}

/** docs/scopes.md */
export function scopesPage(): string {
  const methods = Object.entries(METHODS).map(
    ([method, scopes]) => `| \`${method}\` | ${scopes.map((scope) => `\`${scope}\``).join(' ') || 'none'} |`,
  );
  const scopes = reasons().map(
    ([scope, reason]) => `| \`${scope}\` | ${reason}${OPTIONAL_SCOPES.includes(scope) ? ' Optional.' : ''} |`,
  );
  return `# What the bot asks of Slack

The bot has a bot token and, in Socket Mode, an app-level token with the scope \`connections:write\`. It has no scope to read
messages, files or profiles beyond names and e-mail addresses, and no user token.

## The scopes, and what each is for

| scope | what for |
|---|---|
${scopes.join('\n')}

An optional scope can be left out by the person who installs the app; \`npm run doctor\` says when it is needed.

## The methods that the bot calls, and the scopes they need

| method | scopes |
|---|---|
${methods.join('\n')}

\`users.info\` and \`users.list\` give e-mail addresses only with \`users:read.email\`; \`chat.postMessage\` reaches public channels
that the bot is not in only with \`chat:write.public\`. The \`…:read\` scopes of conversations are one for each kind: public
channels, private channels, direct messages and groups of them.
`;
}
