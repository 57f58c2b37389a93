import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { operations } from '../../src/operations/index.ts';
import { MORE_ACTIONS, ROOM_FROM_MESSAGE, SHORTCUTS } from '../../src/slack/commands/on-shortcut.ts';
import { SCOPES } from '../../src/slack/scopes.ts';

const root = new URL('../../', import.meta.url);
const text = readFileSync(new URL('manifest.yml', root), 'utf8');
const manifest = parse(text);
const listeners = (readdirSync(new URL('src/slack/', root), { recursive: true }) as string[])
  .filter((file) => file.endsWith('.ts'))
  .map((file) => readFileSync(new URL(`src/slack/${file}`, root), 'utf8'))
  .join('\n');
const registered = (kind: string) =>
  [...listeners.matchAll(new RegExp(`app\\.${kind}\\(\\s*'([^']+)'`, 'g'))].map((m) => m[1]);

test('the manifest is of version 2 and has the parts that Slack requires', () => {
  expect(manifest._metadata).toEqual({ major_version: 2, minor_version: 1 });
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
  expect(manifest.oauth_config.scopes.bot).toEqual([...SCOPES]);
  const lines = text.split('\n');
  const [start, end] = [lines.findIndex((l) => l.trim() === 'bot:'), lines.indexOf('settings:')];
  expect(lines.slice(start, end).filter((l) => /^ {6}#/.test(l)).length).toBeGreaterThanOrEqual(7);
});

test('every registered event is in the manifest, and the other way round', () => {
  expect(manifest.settings.event_subscriptions.bot_events).toEqual(['app_home_opened']);
  expect(registered('event')).toEqual(['app_home_opened']);
  expect(manifest.features.app_home.home_tab_enabled).toBe(true);
});

test('names and descriptions are within Slack’s limits', () => {
  expect(manifest.display_information.name.length).toBeLessThanOrEqual(35);
  expect(manifest.display_information.description.length).toBeLessThanOrEqual(140);
  expect(manifest.display_information.long_description.length).toBeGreaterThanOrEqual(174);
  expect(manifest.display_information.long_description.length).toBeLessThanOrEqual(4000);
  for (const { command, description, usage_hint } of manifest.features.slash_commands) {
    expect(command.length).toBeLessThanOrEqual(32);
    expect(description.length).toBeLessThanOrEqual(2000);
    expect(usage_hint.length).toBeLessThanOrEqual(1000);
  }
  expect(manifest.features.shortcuts.length).toBeLessThanOrEqual(10);
  for (const { name, description } of manifest.features.shortcuts) {
    expect(name.length).toBeLessThanOrEqual(24);
    expect(description.length).toBeLessThanOrEqual(150);
  }
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
  expect(http.features.slash_commands[0].url).toBe(address);
  expect(http.settings.event_subscriptions.request_url).toBe(address);
  expect(http.settings.interactivity).toEqual({
    is_enabled: true,
    request_url: address,
    message_menu_options_url: address,
  });
});
