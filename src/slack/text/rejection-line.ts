import type { Operation, Problems } from '../../operations/operation.ts';
import { say } from './say.ts';

/** Where Nexudus’s words may be private. */
export const notAccepted = (label = 'Something'): string => `${label} was not accepted.`;

/** What Nexudus refused, in one line. Where Nexudus's words may be private, a channel reads only which fields it is about. */
export function rejectionLine(
  { problems, others, forAll = false }: { problems: Problems; others: readonly string[]; forAll?: boolean },
  operation: Operation,
  reader: 'channel' | 'requester' = 'channel',
): string {
  const inWords = forAll || reader === 'requester';
  const parts = Object.entries(problems).map(([name, said]) => {
    const label = operation.fields[name]?.label;
    if (!inWords) return notAccepted(label);
    // Under its field a sentence may do without the name; here it may not.
    return !label || said.startsWith(label) ? said : `${label}: ${said}`;
  });
  // Nothing of it is for this reader.
  if (!inWords && parts.length === 0) return `Nexudus refused this. ${say.reasonsInPrivate}`;
  const rest = inWords ? others : [say.reasonsInPrivate];
  return `Nexudus refused: ${[...parts, ...rest].join(' ')}`;
}
