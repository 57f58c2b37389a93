import { expect, test } from '@jest/globals';
import { operations } from '../../../src/operations/index.ts';
import { ALL } from '../../support/all-operations.ts';

test('the operations come in the order of help, as the tests know them', () => {
  expect(
    operations.map(({ id, title, summary, example, permission }) => ({
      id,
      title,
      summary,
      example,
      permission,
    })),
  ).toEqual(ALL.map(({ shows, ...met }) => met));
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
