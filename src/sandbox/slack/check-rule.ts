// A small language for saying what Slack accepts, so that the limits can be written as tables.
// The sentences are Slack's own, as its Web API answers them in response_metadata.messages.

export interface Report {
  surface: Surface;
  say(sentence: string, pointer: string): void;
}

export type Surface = 'modal' | 'home' | 'message';
export type Rule = (value: unknown, pointer: string, report: Report) => void;

export interface StringLimits {
  min?: number;
  max?: number;
  pattern?: RegExp;
  what?: string;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function string({ min = 0, max, pattern, what }: StringLimits = {}): Rule {
  return (value, pointer, report) => {
    if (typeof value !== 'string') return report.say('must provide a string', pointer);
    if (value.length < min) report.say(`must be more than ${min - 1} characters`, pointer);
    if (max !== undefined && value.length > max)
      report.say(`must be less than ${max + 1} characters`, pointer);
    if (pattern && value.length >= min && !pattern.test(value))
      report.say(`must be ${what ?? pattern}`, pointer);
  };
}

export const boolean: Rule = (value, pointer, report) => {
  if (typeof value !== 'boolean') report.say('must provide a boolean', pointer);
};

export const anything: Rule = () => {};

export function integer(min: number, max = Number.MAX_SAFE_INTEGER): Rule {
  return (value, pointer, report) => {
    if (typeof value !== 'number' || !Number.isInteger(value))
      return report.say('must provide a number', pointer);
    if (value < min) report.say(`must be greater than or equal to ${min}`, pointer);
    if (value > max) report.say(`must be less than or equal to ${max}`, pointer);
  };
}

export function oneOf(...words: unknown[]): Rule {
  return (value, pointer, report) => {
    if (!words.includes(value)) report.say(`must be a valid enum value: ${words.join(', ')}`, pointer);
  };
}

export function array(item: Rule, { min = 0, max }: { min?: number; max?: number } = {}): Rule {
  return (value, pointer, report) => {
    if (!Array.isArray(value)) return report.say('must provide an array', pointer);
    if (value.length < min) report.say(`no fewer than ${min} items allowed`, pointer);
    if (max !== undefined && value.length > max) report.say(`no more than ${max} items allowed`, pointer);
    for (const [index, each] of value.entries()) item(each, `${pointer}/${index}`, report);
  };
}

/** Property names that end in `!` are required; properties that are not listed are refused. */
export function object(properties: Record<string, Rule>): Rule {
  const rules = new Map(Object.entries(properties).map(([name, rule]) => [name.replace('!', ''), rule]));
  const required = Object.keys(properties).filter((name) => name.endsWith('!'));
  return (value, pointer, report) => {
    if (!isObject(value)) return report.say('must provide an object', pointer);
    for (const name of required) {
      const bare = name.slice(0, -1);
      if (value[bare] === undefined || value[bare] === null)
        report.say(`missing required field: ${bare}`, pointer);
    }
    for (const [name, each] of Object.entries(value)) {
      const rule = rules.get(name);
      // JSON.stringify leaves undefined out, so a bot that sets a property to undefined sends nothing.
      if (each === undefined) continue;
      if (!rule) report.say(`invalid additional property: ${name}`, pointer);
      else if (each !== null) rule(each, `${pointer}/${name}`, report);
      else if (!required.includes(`${name}!`)) report.say(`must not be null: ${name}`, pointer);
    }
  };
}

/** Chooses the rule by the value's `type`. */
export function byType(rules: () => Record<string, Rule>, allowed?: string[]): Rule {
  return (value, pointer, report) => {
    if (!isObject(value)) return report.say('must provide an object', pointer);
    const type = value.type;
    if (typeof type !== 'string') return report.say('missing required field: type', pointer);
    const rule =
      Object.hasOwn(rules(), type) && (!allowed || allowed.includes(type)) ? rules()[type] : undefined;
    if (!rule) return report.say(`unsupported type: ${type}`, `${pointer}/type`);
    rule(value, pointer, report);
  };
}

/** All rules, one after the other. */
export function all(...rules: Rule[]): Rule {
  return (value, pointer, report) => {
    for (const rule of rules) rule(value, pointer, report);
  };
}

/** A rule between properties of one object. */
export function where(
  check: (value: Record<string, unknown>) => [property: string, sentence: string] | undefined,
): Rule {
  return (value, pointer, report) => {
    const found = isObject(value) ? check(value) : undefined;
    if (found) report.say(found[1], found[0] ? `${pointer}/${found[0]}` : pointer);
  };
}

/** Runs a rule and gives its sentences as Slack's messages, without the `[ERROR]` mark. */
export function sentences(rule: Rule, value: unknown, pointer: string, surface: Surface): string[] {
  const found: string[] = [];
  rule(value, pointer, {
    surface,
    say: (sentence, at) => found.push(`${sentence} [json-pointer:${at || '/'}]`),
  });
  return found;
}
