import type { ResourceName } from '../nexudus/resources.ts';
import { operations } from './index.ts';

/** What people call a property of a record: the label that some form gives it, or its own words. */
export function nameOf(property: string, resource: ResourceName): string {
  const fields = operations
    .filter((each) => each.resource === resource)
    .flatMap((each) => Object.values(each.fields));
  const label = fields.find(({ wire }) => wire === property)?.label;
  if (label) return label;
  const words = property
    .replace(/Id$/, '')
    .replace(/(?<=[a-z])(?=[A-Z])/g, ' ')
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
