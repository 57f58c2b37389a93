import { expect, test } from '@jest/globals';
import { operations } from '../../../src/operations/index.ts';

test('the operations come in the order of help: the three ordered jobs first', () => {
  expect(operations.map(({ id }) => id)).toEqual([
    'video-room.create',
    'team.rename',
    'role.add-users',
    'video-room.update',
    'workspace.update',
    'team.update',
    'role.update',
  ]);
});

test('each needs the permission that its seed page names', () => {
  expect(Object.fromEntries(operations.map(({ id, permission }) => [id, permission]))).toEqual({
    'video-room.create': 'VideoRoom-Create',
    'video-room.update': 'VideoRoom-Edit',
    'workspace.update': 'Workspace-Edit',
    'team.rename': 'Team-Edit',
    'team.update': 'Team-Edit',
    'role.add-users': 'UserRole-Edit',
    'role.update': 'UserRole-Edit',
  });
});

test('titles and buttons fit into Slack’s 24 characters', () => {
  for (const { title, submit } of operations) {
    expect(title.length).toBeLessThanOrEqual(24);
    expect(submit.length).toBeLessThanOrEqual(24);
  }
  expect(new Set(operations.map(({ title }) => title)).size).toBe(operations.length);
});

test('an update names the field that picks its record, and a create has none', () => {
  for (const { id, record, fields, resource } of operations) {
    if (id.endsWith('.create')) expect(record).toBeUndefined();
    else {
      expect(fields[record ?? '']).toMatchObject({
        wire: 'Id',
        required: true,
        control: { kind: 'record', of: resource },
      });
    }
  }
});

test('text after the command goes to fields that there are', () => {
  for (const { fields, text = {} } of operations) {
    for (const name of Object.values(text)) expect(Object.keys(fields)).toContain(name);
  }
});

test('field names can be told from the other blocks of a form', () => {
  for (const { fields } of operations) {
    for (const name of Object.keys(fields)) {
      // `~` separates the name from the count of drawings in a block id.
      expect(name).toMatch(/^[a-z][A-Za-z0-9]*$/);
      expect(['section', 'where', 'cleared']).not.toContain(name);
    }
  }
});

test('labels within one form are different', () => {
  for (const { fields } of operations) {
    const labels = Object.values(fields).map(({ label }) => label);
    expect(new Set(labels).size).toBe(labels.length);
  }
});

test('help never shows the API’s words for things', () => {
  for (const { fields, title, summary, done, submit, allows } of operations) {
    const shown = [title, summary, done, submit, allows];
    for (const { label, hint = '' } of Object.values(fields)) shown.push(label, hint);
    for (const words of shown) {
      expect(words).not.toMatch(/Coworker|Tariff|ExtraService|UserRole|VideoRoom|BusinessId|_/);
    }
  }
});
