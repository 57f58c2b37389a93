import type { Endpoint, Property } from './properties.ts';
import { idsOf, type Records } from './records.ts';
import { RESOURCES } from './resources.ts';

export interface FieldError {
  AttemptedValue: unknown;
  Message: string;
  PropertyName: string;
}

export type Body = Readonly<Record<string, unknown>>;

const REQUIRED = 'is a required field'; // documented: every seed page
const NOT_VALID = 'is not valid'; // assumed

export const isMissing = (value: unknown): boolean => value === undefined || value === null;

/** Everything wrong with the body of a POST or PUT, as Nexudus names it. Empty: nothing. */
export function checkBody(endpoint: Endpoint, body: Body, records: Records): FieldError[] {
  const errors = Object.entries(endpoint.properties).flatMap(([name, property]) => {
    const wrong = whatIsWrong(property, body[name], records);
    return wrong ? [{ ...wrong, PropertyName: reportedName(name, property) }] : [];
  });
  return [...errors, ...imageErrors(endpoint, body)];
}

/** seen (nexudus-api.md §6): foreign keys are named without "Id". */
const reportedName = (name: string, { type, refersTo }: Property): string =>
  refersTo && type === 'integer' ? name.slice(0, -'Id'.length) : name;

function whatIsWrong(
  property: Property,
  value: unknown,
  records: Records,
): Omit<FieldError, 'PropertyName'> | undefined {
  const error = (Message: string, AttemptedValue = value) => ({
    AttemptedValue: AttemptedValue ?? null,
    Message,
  });
  if (isMissing(value)) return property.required ? error(REQUIRED) : undefined;
  if (!isOfType(property, value)) return error(NOT_VALID);
  if (typeof value === 'string') {
    if (property.required && !value.trim()) return error(REQUIRED);
    // assumed wording; documented limit.
    const { maxLength } = property;
    if (maxLength && value.length > maxLength) return error(`must be ${maxLength} characters or fewer`);
  }
  if (typeof value === 'number' && property.minimum !== undefined && value < property.minimum) {
    return error(`must be greater than or equal to ${property.minimum}`); // assumed
  }
  if (property.refersTo) {
    const { refersTo, type, required } = property;
    if (type === 'integer[]') {
      const unknown = idsOf(value).filter((id) => !records.get(refersTo, id));
      if (unknown.length) return error(NOT_VALID, unknown); // assumed
    } else if (!records.get(refersTo, value)) {
      // seen (nexudus-api.md §4): an unknown foreign key is called "a required field". assumed: only where required.
      return error(required ? REQUIRED : NOT_VALID);
    }
  }
  return undefined;
}

// assumed: JSON types are taken strictly, "4" is no integer.
function isOfType({ type }: Property, value: unknown): boolean {
  switch (type) {
    case 'integer':
      return Number.isSafeInteger(value);
    case 'number':
      return typeof value === 'number';
    case 'integer[]':
      return Array.isArray(value) && value.every((id) => Number.isSafeInteger(id));
    default:
      return typeof value === type;
  }
}

// assumed: a New…Url must be a web address, and does not go together with its Clear…File (nexudus-api.md §13).
function imageErrors({ resource, properties }: Endpoint, body: Body): FieldError[] {
  return RESOURCES[resource].images.flatMap(({ url, clear }) => {
    const value = body[url];
    if (!(url in properties) || typeof value !== 'string' || !value) return [];
    const error = (Message: string) => [{ AttemptedValue: value, Message, PropertyName: url }];
    if (!/^https?:\/\/\S+$/i.test(value)) return error(NOT_VALID);
    return body[clear] === true ? error(`cannot be used together with ${clear}`) : [];
  });
}
