import { describeOthers } from '../operations/describe-changes.ts';
import type { ChatPerson } from '../operations/field.ts';
import { InputRefused, type Operation, type Values } from '../operations/operation.ts';
import { rightsInWords, touchesAnybody } from '../operations/rights.ts';
import { checkIds, mayPick } from '../requests/check-ids.ts';
import { ApprovalChannelUnusable } from './approval-channel.ts';
import type { Parts } from './context.ts';
import type { OpenForm } from './open-forms.ts';
import { rightsParagraphs } from './rights-text.ts';
import { say } from './say.ts';
import { refusedForGood } from './slack-trouble.ts';
import { approvalUntil, locationsOf } from './submit.ts';

/** Slack's people have ids; what is asked of Nexudus are e-mail addresses. */
async function withEmails(parts: Parts, operation: Operation, input: Values): Promise<Values> {
  const known: Record<string, unknown> = { ...input };
  for (const [name, { control }] of Object.entries(operation.fields)) {
    if (control.kind !== 'people' || !Array.isArray(input[name])) continue;
    known[name] = await Promise.all(
      (input[name] as ChatPerson[]).map(async ({ id }) => {
        const person = await parts.people.person(id).catch(() => undefined);
        if (person?.kind !== 'member') return { id, email: undefined };
        // Whoever uses the bot as another user of Nexudus is that one here too.
        return { id, email: parts.logins.get(id) ?? (person.emailConfirmed ? person.email : undefined) };
      }),
    );
  }
  return known;
}

/**
 * Looks up who was meant and what they get. Throws InputRefused, and what the nexudus room throws.
 * @returns what is run, and what is to be reviewed
 */
export async function prepareInput(
  parts: Parts,
  { operation, form, owner }: OpenForm,
  input: Values,
): Promise<{ input: Values; review: string[] }> {
  if (!operation.rights && !operation.prepare) return { input, review: [] };
  const person = await parts.people.person(owner);
  const asking = { ...parts, person };
  const checked = async (values: Values) => {
    const problems = await checkIds(operation, values, asking);
    if (Object.keys(problems).length > 0) throw new InputRefused(problems);
  };
  // Whether an address belongs to an admin user is told only to who may list them.
  await checked(input);
  const known = await withEmails(parts, operation, input);
  const ready = (await operation.prepare?.(known, parts.directory)) ?? known;
  // Before the review: it would name people to somebody who may not see them.
  await checked(ready);
  const rights = form.before ? operation.rights?.(ready, form.before) : undefined;
  if (!operation.rights || !rights || !form.before || !touchesAnybody(rights))
    return { input: ready, review: [] };
  const others = await describeOthers(operation, ready, form.before, parts.directory);
  const words = await rightsInWords(rights, others, form.before, parts.directory);
  const review = rightsParagraphs(words, await mayPick('users', [], asking));
  if (!parts.approvals || approvalUntil(parts, operation, ready) === undefined)
    return { input: ready, review };
  const asked = {
    requester: owner,
    permission: operation.permission,
    // Before and after, as on the card.
    locations: locationsOf({ operation, form }, ready),
    // Against an empty role, as when they press Approve.
    usersAdded: operation.rights(ready, { Id: 0 }).usersAdded,
  };
  const { found, doubt } = await parts.approvals.policy.eligible(asked, 1).catch((error: unknown) => {
    const unusable = error instanceof ApprovalChannelUnusable || refusedForGood(error);
    const sentence = unusable ? say.unapprovable : say.noApprover.unknown;
    throw new InputRefused({ [operation.record ?? '']: sentence });
  });
  if (found.length === 0)
    throw new InputRefused({ [operation.record ?? '']: say.noApprover[doubt ?? 'none'] });
  return { input: ready, review: [...review, say.needsYes] };
}
