import type { KnownBlock } from '@slack/types';
import type { Access } from '../../access/access.ts';
import type { Person } from '../../access/person.ts';
import { aside, plain } from '../../forms/blocks.ts';
import type { Operation } from '../../operations/operation.ts';
import { decisionLine } from '../text/denial-sentence.ts';
import { say } from '../text/say.ts';
import { entries } from './open-buttons.ts';

export interface HelpParts {
  /** Those that are switched on. */
  operations: readonly Operation[];
  access: Access;
}

/** What this person can do here, in the order of the operations, and who they are in Nexudus. */
export async function helpBlocks({ access, operations }: HelpParts, person: Person): Promise<KnownBlock[]> {
  const decision = await access.decide(person, {});
  if (!decision.allowed) return [{ type: 'section', text: plain(decisionLine(decision)) }];
  const decisions = await Promise.all(
    operations.map(async (operation) => ({
      operation,
      allowed: (await access.decide(person, { permission: operation.permission })).allowed,
    })),
  );
  const allowed = decisions.filter((d) => d.allowed).map((d) => d.operation);
  const others = decisions.filter((d) => !d.allowed).map((d) => d.operation.summary);
  return [
    ...entries(allowed),
    ...(others.length > 0 ? [aside(say.notAvailable(others, allowed.length === 0))] : []),
    ...(allowed.length > 0 ? [aside(say.seeHistory)] : []),
    aside(decisionLine(decision)),
  ];
}
