import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { operations } from '../../src/operations/index.ts';
import { MORE_ACTIONS, ROOM_FROM_MESSAGE, SHORTCUTS } from '../../src/slack/commands/on-shortcut.ts';
import { METHODS, OPTIONAL_SCOPES, SCOPES } from '../../src/slack/scopes.ts';
import { manifestSchema } from '../support/manifest-schema.ts';

const root = new URL('../../', import.meta.url);
const text = readFileSync(new URL('manifest.yml', root), 'utf8');
const manifest = parse(text);
const listeners = (readdirSync(new URL('src/slack/', root), { recursive: true }) as string[])
  .filter((file) => file.endsWith('.ts'))
  .map((file) => readFileSync(new URL(`src/slack/${file}`, root), 'utf8'))
  .join('\n');
const registered = (kind: string) =>
  [...listeners.matchAll(new RegExp(`app\\.${kind}\\(\\s*'([^']+)'`, 'g'))].map((m) => m[1]);

test('the manifest is as Slack’s schema wants it, its limits included', () => {
  expect(manifestSchema.safeParse(manifest).error?.issues ?? []).toEqual([]);
});

test('the schema finds what is too long, missing or not known', () => {
  const { display_information, settings, ...rest } = manifest;
  const wrong = manifestSchema.safeParse({
    ...rest,
    display_information: { ...display_information, name: 'N'.repeat(36) },
    settings: { ...settings, sockets: true, interactivity: {} },
  });
  expect(wrong.error?.issues.map(({ path }) => path.join('.')).sort()).toEqual([
    'display_information.name',
    'settings',
    'settings.interactivity.is_enabled',
  ]);
});

test('the manifest has the parts by which people know the app', () => {
  expect(manifest.display_information.name).toBe('Nexudus for Slack');
  expect(manifest.features.bot_user.display_name).toBe('nexudus');
});

test('the manifest has the one command, which the bot answers whatever it is called there', () => {
  const inManifest = manifest.features.slash_commands.map((c: { command: string }) => c.command);
  expect(inManifest).toEqual(['/nexudus']);
  expect(listeners.match(/app\.command\(/g)).toHaveLength(1);
  expect(listeners).toContain('app.command(/.*/');
});

test('mentions in the command arrive with the id of the person', () => {
  expect(manifest.features.slash_commands[0].should_escape).toBe(true);
});

test('every shortcut that the bot answers is in the manifest, and the other way round', () => {
  const byType = (type: string) =>
    manifest.features.shortcuts
      .filter((s: { type: string }) => s.type === type)
      .map((s: { callback_id: string }) => s.callback_id);
  expect(byType('global')).toEqual(['create-video-room', 'rename-team', 'add-users-to-role', 'more-actions']);
  expect(byType('global')).toEqual([...Object.keys(SHORTCUTS), MORE_ACTIONS]);
  expect(byType('message')).toEqual([ROOM_FROM_MESSAGE]);
});

test('a shortcut is called as the operation that it opens', () => {
  for (const [callback, id] of Object.entries(SHORTCUTS)) {
    const { name } = manifest.features.shortcuts.find(
      (s: { callback_id: string }) => s.callback_id === callback,
    );
    expect(operations.find((o) => o.id === id)?.title).toBe(name);
  }
});

test('the scopes are those that the bot relies on, each explained by a comment', () => {
  expect([...manifest.oauth_config.scopes.bot].sort()).toEqual([...SCOPES].sort());
  expect(manifest.oauth_config.scopes.bot_optional).toEqual(OPTIONAL_SCOPES);
  const lines = text.split('\n');
  const [start, end] = [lines.findIndex((l) => l.trim() === 'bot:'), lines.indexOf('settings:')];
  expect(lines.slice(start, end).filter((l) => /^ {6}#/.test(l)).length).toBeGreaterThanOrEqual(7);
});

test('the methods whose scopes are known are those that the bot calls', () => {
  const files = (readdirSync(new URL('src/', root), { recursive: true }) as string[]).filter((file) =>
    /^(slack|cli)\/.*\.ts$/.test(file),
  );
  const called = files.flatMap((file) =>
    [
      ...readFileSync(new URL(`src/${file}`, root), 'utf8').matchAll(
        /(?:\.|\b(?=views\.))((?:apps|auth|chat|conversations|usergroups|users|views)(?:\s*\.\w+)+)\(/g,
      ),
    ].map(([, method = '']) => method.replace(/\s/g, '')),
  );
  expect([...new Set(called)].sort()).toEqual(Object.keys(METHODS));
});

test('every registered event is in the manifest, and the other way round', () => {
  expect(manifest.settings.event_subscriptions.bot_events).toEqual(['app_home_opened']);
  expect(registered('event')).toEqual(['app_home_opened']);
  expect(manifest.features.app_home.home_tab_enabled).toBe(true);
});

test('pasted as it is, it runs in Socket Mode and needs no address', () => {
  expect(manifest.settings.socket_mode_enabled).toBe(true);
  expect(manifest.settings.interactivity).toEqual({ is_enabled: true });
  expect(JSON.stringify(manifest)).not.toContain('https://');
});

test('with the lines marked HTTP taken in, it has the addresses of HTTP mode', () => {
  const http = parse(
    text.replace(/# HTTP: /g, '').replace('socket_mode_enabled: true', 'socket_mode_enabled: false'),
  );
  const address = 'https://bot.example.com/slack/events';
  expect(manifestSchema.safeParse(http).error?.issues ?? []).toEqual([]);
  expect(http.features.slash_commands[0].url).toBe(address);
  expect(http.settings.event_subscriptions.request_url).toBe(address);
  expect(http.settings.interactivity).toEqual({
    is_enabled: true,
    request_url: address,
    message_menu_options_url: address,
  });
});

test('the Slack CLI is given the manifest as JSON, and starts the bot over its own connection', () => {
  const { hooks, config } = JSON.parse(readFileSync(new URL('.slack/hooks.json', root), 'utf8'));
  const [program = '', ...args] = hooks['get-manifest'].split(' ');
  const printed = execFileSync(program, args, { cwd: fileURLToPath(root), encoding: 'utf8' });
  expect(JSON.parse(printed)).toEqual(manifest);
  expect(hooks.start).toBe('npm run dev');
  // Then the CLI sets SLACK_BOT_TOKEN and SLACK_APP_TOKEN and leaves the connection to the bot.
  expect(config['sdk-managed-connection-enabled']).toBe(true);
});
