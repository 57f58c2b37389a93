import { expect, test } from '@jest/globals';
import { differing, falseOfUndo, isOfUndo } from '../support/crash-undo.ts';

// The crash runs find nothing false while the bot is right, so what they would find is tried here.

const UNDONE = '✅ Renamed Acme to Acme Ltd\n↩️ Undone by @Ana Ruiz (NX-7F3K2MQ)';

test.each([
  [UNDONE, 0, false, 'says undone, and it is not'],
  [UNDONE, 1, true, undefined],
  [
    '⛔ Couldn’t undo the change of Acme\nNexudus isn’t responding. Nothing was changed.',
    1,
    true,
    'says not undone, and it is',
  ],
  [
    '⛔ Couldn’t undo the change of Acme\nNexudus isn’t responding. Nothing was changed.',
    0,
    false,
    undefined,
  ],
  ['⛔ Undo the change of Acme: outcome unknown', 1, true, undefined],
])('%s, undone %i times', (text, times, isBack, found) => {
  expect(falseOfUndo(text, { times, isBack }, isBack)).toBe(found);
});

test('a message is about an undo by its first line', () => {
  expect(isOfUndo('✅ Undid the change of Acme\nBy @Ana')).toBe(true);
  expect(isOfUndo('✅ Deactivated Den')).toBe(true);
  expect(isOfUndo('✅ Renamed Acme\n↩️ Undone by @Ana')).toBe(false);
});

test('a record is as before but for what Nexudus changes by itself, and lists in any order', () => {
  const before = { Id: 1, Name: 'Acme', Users: [1, 2], UpdatedOn: '2026-11-26T09:30:00Z' };
  const after = { ...before, Users: [2, 1], UpdatedOn: '2026-11-26T09:31:00Z' };
  expect(differing(before, after)).toEqual([]);
  expect(differing(before, { ...after, Name: 'Acme Ltd', Users: [2] })).toEqual(['Name', 'Users']);
  expect(differing(before, undefined)).toEqual(['Id', 'Name', 'Users']);
});
