import { z } from 'zod';

// What the sandbox knows of Slack's payloads is written as zod schemas; what zod finds is said in Slack's own sentences,
// as its Web API answers them in response_metadata.messages.

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A string of so many characters. */
export const text = (min: number, max: number) => z.string().min(min).max(max);

/** The schemas of all kinds of block or element by their type; a kind that is not among them is refused. */
export const kinds = <Kinds extends [z.core.$ZodTypeDiscriminable, ...z.core.$ZodTypeDiscriminable[]]>(
  ...schemas: Kinds
) => z.discriminatedUnion('type', schemas);

function sentenceOf(issue: z.core.$ZodIssue, value: unknown): string {
  const last = String(issue.path.at(-1));
  const isType = last === 'type' && (issue.code === 'invalid_union' || issue.code === 'invalid_value');
  if (isType) return `unsupported type: ${value} is not known here (docs/sandbox.md)`;
  switch (issue.code) {
    case 'invalid_type': {
      const wanted = issue.expected === 'int' ? 'number' : issue.expected;
      return `must provide ${/^[aeiou]/.test(wanted) ? 'an' : 'a'} ${wanted}`;
    }
    case 'too_small':
      if (issue.origin === 'array') return `no fewer than ${issue.minimum} items allowed`;
      if (issue.origin === 'string') return `must be more than ${Number(issue.minimum) - 1} characters`;
      return `must be greater than or equal to ${issue.minimum}`;
    case 'too_big':
      if (issue.origin === 'array') return `no more than ${issue.maximum} items allowed`;
      if (issue.origin === 'string') return `must be less than ${Number(issue.maximum) + 1} characters`;
      return `must be less than or equal to ${issue.maximum}`;
    case 'invalid_value':
      return `must be a valid enum value: ${issue.values.join(', ')}`;
    default:
      return issue.message;
  }
}

/** What Slack would refuse in a value, in its words with its pointers, without the `[ERROR]` mark. */
export function complaints(schema: z.ZodType, value: unknown, pointer: string): string[] {
  const at = (path: PropertyKey[]) => `[json-pointer:${[pointer, ...path].join('/') || '/'}]`;
  return (schema.safeParse(value).error?.issues ?? []).flatMap((issue) => {
    const { path } = issue;
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => `invalid additional property: ${key} ${at(path)}`);
    const found = path.reduce<unknown>((held, key) => (held as Record<PropertyKey, unknown>)?.[key], value);
    const name = String(path.at(-1));
    if (found === undefined && path.length > 0 && issue.code !== 'custom')
      return `missing required field: ${name} ${at(path.slice(0, -1))}`;
    if (found === null && path.length > 0) return `must not be null: ${name} ${at(path.slice(0, -1))}`;
    return `${sentenceOf(issue, found)} ${at(path)}`;
  });
}
