import { describe, expect, test } from '@jest/globals';
import { operations } from '../../../src/operations/index.ts';

const fields = operations.flatMap((operation) =>
  Object.entries(operation.fields).map(([name, field]) => ({ id: operation.id, name, field })),
);

/** What a forged or broken submission could hold. */
const NONSENSE: readonly unknown[] = [
  undefined,
  null,
  {},
  [],
  Number.NaN,
  Number.POSITIVE_INFINITY,
  '',
  ' ',
  'x',
  'x'.repeat(5000),
  '-1',
  0,
  -1,
  2.5,
  1e21,
  Number.MAX_SAFE_INTEGER + 1,
  true,
  false,
  'yes',
  new Date(0),
  () => {},
  Symbol('x'),
  10n,
  ['x'],
  [''],
  [null],
  [undefined],
  [{}],
  [0],
  [-1],
  [2.5],
  [1e21],
  [[1]],
  [{ id: 5 }],
  [{ id: 'U1', email: 5 }],
  { id: 'U1' },
  { length: 2 },
  JSON.parse('{"__proto__": {"a": 1}}'),
];

describe('a field', () => {
  test.each(fields)('$id: $name answers any nonsense with a sentence for people', ({ field }) => {
    for (const value of NONSENSE) {
      const result = field.schema.safeParse(value);
      for (const { message } of result.error?.issues ?? []) {
        expect(message).not.toMatch(/^Invalid|^Too |^Unrecognized|expected|received|undefined|NaN/i);
        expect(message).toMatch(/^[A-Z].*\.$/);
      }
    }
  });

  test.each(fields)('$id: $name can be left blank unless it is required', ({ field }) => {
    if (field.control.kind === 'tick') return;
    expect(field.schema.safeParse(undefined).success).toBe(!field.required);
  });

  test.each(fields)('$id: $name keeps what it accepts as it is', ({ field }) => {
    const good: Record<string, unknown> = {
      text: 'Blue *room* <b> 🚀',
      number: 8,
      url: 'https://example.com/a.png',
      tick: true,
      record: 1_414_300_001,
      add: [1, 1_414_300_001],
      remove: [2],
      people: [{ id: 'U012', email: 'sam@example.com' }, { id: 'U034' }],
    };
    expect(field.schema.parse(good[field.control.kind])).toEqual(good[field.control.kind]);
  });
});
