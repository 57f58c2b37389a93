import type { Decision } from '../../access/access.ts';
import type { Operation } from '../../operations/operation.ts';
import { denialSentence } from './denial-sentence.ts';
import { permissionTo } from './failure-sentence.ts';

/** Where a person may act; undefined where their user group decides, and Nexudus is not asked. */
export function locationsLine(decision: Decision, names: readonly string[]): string | undefined {
  if (!decision.allowed || !decision.user) return undefined;
  return `Locations: ${decision.user.locations === undefined ? 'all' : names.join(', ')}`;
}

/** Whether a person may do an operation, or what they lack. */
export function operationLine(operation: Operation, decision: Decision): string {
  const { summary } = operation;
  if (decision.allowed) return `✅ ${summary}`;
  const lacks =
    decision.reason === 'no-permission'
      ? `needs ${permissionTo(operation)}`
      : denialSentence(decision, operation);
  return `➖ ${summary}: ${lacks}`;
}
