import type { Person } from '../../access/person.ts';
import { checkIds, mayPick } from '../../access/pickable.ts';
import { grantOf, grantOver, needsApproval } from '../../approvals/grant.ts';
import type { ApprovalPolicy, GrantAsked } from '../../approvals/policy.ts';
import type { OpenForm, Prepared } from '../../forms/form-sessions.ts';
import { words } from '../../forms/rich-text.ts';
import type { Nexudus } from '../../nexudus/client.ts';
import { CHAT_SILENT, CouldNotAsk } from '../../nexudus/failure.ts';
import { idList } from '../../nexudus/ids.ts';
import { locationOf, type NexudusRecord } from '../../nexudus/resources.ts';
import { onlyNew } from '../../operations/change-record.ts';
import { describeOthers } from '../../operations/describe-changes.ts';
import { editorsLost } from '../../operations/editors-lost.ts';
import type { ChatPerson } from '../../operations/field.ts';
import { locationsOf } from '../../operations/location-field.ts';
import { type Operation, ValidationError, type Values } from '../../operations/operation.ts';
import { changesAccess, endOfAll, type Rights, rightsInWords } from '../../operations/rights.ts';
import { fieldSentences } from '../../operations/sentences.ts';
import { withoutLent } from '../../operations/temporary.ts';
import type { Cause } from '../../submissions/cause.ts';
import type { TemporaryStore } from '../../submissions/temporary-access.ts';
import { ApprovalChannelUnusable } from '../approval/approval-channel.ts';
import type { Lookups } from '../lookup/lookups.ts';
import { refusedForGood } from '../lookup/slack-trouble.ts';
import { denialSentence } from '../text/denial-sentence.ts';
import { rightsSummary } from '../text/rights-summary.ts';
import { LONGEST_ROLE, onOneLine, rightsParagraphs } from '../text/rights-text.ts';
import { say } from '../text/say.ts';

export interface PrepareParts extends Lookups {
  nexudus: Nexudus;
  /** E-mail addresses given for people by their Slack id (`NEXUDUS_LOGINS`). */
  logins: ReadonlyMap<string, string>;
  /** Set when changes that grant access have to be approved. */
  policy?: ApprovalPolicy;
  /** Who has a role only until a moment, through this bot. */
  lent(role: number): Promise<number[]>;
  temporary: Pick<TemporaryStore, 'endOfPutBack' | 'endsOf'>;
}

/** Slack's people have ids; what is asked of Nexudus are e-mail addresses. */
async function withEmails(
  { personOf, logins }: PrepareParts,
  operation: Operation,
  input: Values,
): Promise<Values> {
  const known: Record<string, unknown> = { ...input };
  for (const [name, { control }] of Object.entries(operation.fields)) {
    if (control.kind !== 'people' || !Array.isArray(input[name])) continue;
    known[name] = await Promise.all(
      (input[name] as ChatPerson[]).map(async ({ id }) => {
        const person = await personOf(id).catch(() => undefined);
        const name = person?.name && onOneLine(person.name, LONGEST_ROLE);
        if (person?.kind !== 'member') return { id, name, email: undefined };
        // A person who uses the bot as another user of Nexudus is that user here too.
        return {
          id,
          name,
          email: logins.get(id) ?? (person.emailConfirmed ? person.email : undefined),
        };
      }),
    );
  }
  return known;
}

/** What the change takes away that could not be given back. */
async function warnings(
  parts: PrepareParts,
  person: Person,
  rights: Rights,
  before: NexudusRecord,
): Promise<string[]> {
  const lost = await editorsLost(rights, before, parts);
  if (lost.ids.length === 0) return [];
  const email = parts.logins.get(person.id) ?? (person.emailConfirmed ? person.email : undefined);
  const mine = email ? await parts.directory.withEmail('users', email) : [];
  const oneself = mine.some(({ id }) => lost.ids.includes(id));
  const said = [...(lost.all ? [say.noEditorLeft] : []), ...(oneself ? [say.notYouAnyMore] : [])];
  return said.map((sentence) => `⚠️ ${sentence}`);
}

/** Who was chosen and has the role already. */
async function heldAlready(
  { directory }: PrepareParts,
  chosen: Rights,
  { usersAdded }: Rights,
): Promise<string[]> {
  const ids = chosen.usersAdded.filter((id) => !usersAdded.includes(id));
  const names = (await directory.entries('users', ids)).map(({ name }) => name);
  return names.length > 0 ? [say.heldAlready(names.map((name) => onOneLine(name, LONGEST_ROLE)))] : [];
}

/** Throws ValidationError where no one could approve it. */
async function checkApprovers(
  policy: ApprovalPolicy,
  asked: GrantAsked,
  { record = '' }: Operation,
): Promise<void> {
  const { found, doubt } = await policy.eligible(asked, 1).catch((error: unknown) => {
    const unusable = error instanceof ApprovalChannelUnusable || refusedForGood(error);
    const sentence = unusable ? say.unapprovable() : say.noApprover.unknown;
    throw new ValidationError({ [record]: sentence });
  });
  if (found.length === 0) throw new ValidationError({ [record]: say.noApprover[doubt ?? 'none'] });
}

/**
 * Looks up who was meant and what they get. Throws ValidationError, and what the nexudus room throws.
 * @returns what is run, and what is to be reviewed
 */
export async function prepareInput(
  parts: PrepareParts,
  {
    operation,
    form,
    owner,
    cause,
  }: Pick<OpenForm, 'operation' | 'owner'> & {
    form: Pick<OpenForm['form'], 'recordId' | 'before'>;
    /** Of what is put back. */
    cause?: Cause;
  },
  input: Values,
): Promise<Prepared> {
  if (!operation.rights) return { input, review: [] };
  const person = await parts.personOf(owner).catch(() => {
    throw new CouldNotAsk(CHAT_SILENT);
  });
  const { nexudus, access, directory, policy } = parts;
  const asking = { access, directory, person };
  const checked = async (values: Values) => {
    const problems = await checkIds(operation, values, asking);
    if (Object.keys(problems).length > 0) throw new ValidationError(problems);
  };
  // Only people who may list admin users learn whether an address belongs to one.
  await checked(input);
  const known = await withEmails(parts, operation, input);
  // As it is now: a form may have been open for hours, and what was given meanwhile needs no approval.
  const { record: now } = await directory.record(operation.resource, Number(form.recordId), 0);
  const lent = await parts.lent(now.Id);
  const before = withoutLent(now, lent);
  const locations = [...locationsOf(operation, form.before, input), locationOf(operation.resource, before)];
  const decision = await access.decide(person, { permission: operation.permission, locations });
  // The form may be older than the location or the permission, and the review shows what the role gives.
  if (!decision.allowed) {
    if (decision.reason === 'could-not-ask') throw new CouldNotAsk(decision.failure);
    throw new ValidationError({ [operation.record ?? '']: denialSentence(decision, operation) });
  }
  const ready = (await operation.prepare?.(known, { nexudus, directory, before, now: Date.now() })) ?? known;
  // Before the review, which would name people to a person who may not see them.
  await checked(ready);
  const run = onlyNew(operation.fields, ready, before);
  const [chosen, rights] = [grantOf(operation, ready), grantOver(operation, run, now, lent)];
  if (!chosen || !rights || !changesAccess(rights)) return { input: run, review: [] };
  const others = await describeOthers(operation, run, before, directory);
  const until = operation.endsAt?.(run);
  const end = cause
    ? await parts.temporary.endOfPutBack(cause, now.Id, rights.usersAdded)
    : endOfAll(until, rights);
  if (!cause && until !== undefined && lent.length > 0) {
    // Who was removed by hand meanwhile is given it anew.
    const have = idList(now.Users) ?? [];
    const extended = rights.usersAdded.filter((id) => have.includes(id));
    const ends = await parts.temporary.endsOf(now.Id, extended);
    if (ends.some((end) => end >= until)) throw new ValidationError({ until: fieldSentences.endNotLater });
  }
  const inWords = await rightsInWords(rights, others, now, directory, end);
  const namesHolders = await mayPick('users', [], asking);
  const review = [
    ...(await warnings(parts, person, rights, now)).map((sentence) => [words(sentence)]),
    ...rightsSummary(inWords, namesHolders).paragraphs,
    ...(await heldAlready(parts, chosen, rights)).map((sentence) => [words(sentence)]),
  ];
  const details = rightsParagraphs(inWords, namesHolders);
  if (!policy || !needsApproval(operation, run)) return { input: run, review, details };
  const asked = {
    requester: owner,
    permission: operation.permission,
    // As the form showed it, as it is to be and as it is now, as on the card.
    locations: [...locationsOf(operation, form.before, run), locationOf(operation.resource, before)],
    usersAdded: rights.usersAdded,
  };
  await checkApprovers(policy, asked, operation);
  return { input: run, review, details, needsApproval: true };
}
