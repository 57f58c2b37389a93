import fc from 'fast-check';

/** A place in a payload: keys from the outside in. */
type Path = readonly (string | number)[];

/** Every place in a value, its own root left out. */
export function pathsIn(value: unknown, before: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const path = [...before, key];
    return [path, ...pathsIn(inner, path)];
  });
}

function holderOf(root: object, path: Path): Record<string | number, unknown> | undefined {
  let holder: unknown = root;
  for (const key of path.slice(0, -1)) holder = (holder as Record<string | number, unknown> | null)?.[key];
  return typeof holder === 'object' && holder !== null
    ? (holder as Record<string | number, unknown>)
    : undefined;
}

const KEYS = [
  '__proto__',
  'constructor',
  'toString',
  'value',
  'team~1',
  'newName~1',
  'id',
  '',
  'type',
  'name',
];

/** What stands in the place of something good. */
const bad: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(
    null,
    true,
    false,
    0,
    -1,
    1.5,
    1e21,
    '',
    ' ',
    '\u0000',
    '\uD800',
    '💥',
    '%',
    '<!channel>',
    [],
    {},
    [[]],
    [null],
  ),
  fc.string({ maxLength: 40 }),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.integer(),
  fc.constantFrom(...KEYS),
  fc.dictionary(fc.constantFrom(...KEYS), fc.oneof(fc.string(), fc.constant(null), fc.integer()), {
    maxKeys: 4,
  }),
  fc.array(fc.oneof(fc.string(), fc.constant(null), fc.constant({})), { maxLength: 5 }),
  fc.constant('x'.repeat(4000)),
  fc.constantFrom(
    'view_submission',
    'block_actions',
    'view_closed',
    'shortcut',
    'interactive_message',
    'dialog_submission',
  ),
);

const change = fc.record({
  how: fc.constantFrom('replace', 'replace', 'replace', 'remove', 'add', 'rename', 'wrap'),
  at: fc.nat(),
  key: fc.constantFrom(...KEYS),
  value: bad,
});

/** A good payload with one to five things wrong in it. */
export const malformed = (good: object): fc.Arbitrary<object> =>
  fc.array(change, { minLength: 1, maxLength: 5 }).map((changes) => {
    const payload = structuredClone(good) as Record<string, unknown>;
    for (const { how, at, key, value } of changes) {
      const paths = pathsIn(payload);
      const path = paths[at % Math.max(1, paths.length)];
      const holder = path && holderOf(payload, path);
      const last = path?.at(-1);
      if (!holder || last === undefined) continue;
      const was = holder[last];
      if (how === 'replace') holder[last] = value;
      else if (how === 'wrap') holder[last] = [was];
      else if (how !== 'add') delete holder[last];
      // As JSON.parse would: `__proto__` is a key like any other.
      if (how === 'add' || how === 'rename') {
        const held = how === 'add' ? value : was;
        Object.defineProperty(holder, key, {
          value: held,
          enumerable: true,
          configurable: true,
          writable: true,
        });
      }
    }
    return payload;
  });

/** No payload at all, but a body that could be one. */
export const anyBody: fc.Arbitrary<string> = fc.oneof(
  fc.json().map((text) => `payload=${encodeURIComponent(text)}`),
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.webQueryParameters(),
  fc
    .record({ command: fc.constantFrom('/nexudus', '/other', ''), text: fc.string(), user_id: fc.string() })
    .map((fields) => new URLSearchParams(fields).toString()),
);
