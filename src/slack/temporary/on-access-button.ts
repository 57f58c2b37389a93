import type { RespondFn } from '@slack/bolt';
import type { Access } from '../../access/access.ts';
import type { Person } from '../../access/person.ts';
import type { Operation } from '../../operations/operation.ts';
import type { Submission } from '../../submissions/submission.ts';
import type { TemporaryStore } from '../../submissions/temporary-access.ts';
import type { Click } from '../http/click.ts';
import { ephemeral } from '../http/ephemeral.ts';
import type { FormOpener } from '../modal/open-form.ts';
import { END_NOW, EXTEND } from '../results/result-buttons.ts';
import { whyNotAllowed } from '../results/why-not-allowed.ts';
import { say } from '../text/say.ts';

export const isAccessButton = (actionId: string): boolean => [EXTEND, END_NOW].includes(actionId);

export interface OnAccessButtonParts {
  operations: readonly Operation[];
  personOf(id: string): Promise<Person>;
  access: Access;
  /** The last submission of a form. */
  latest(formId: string): Promise<Submission | undefined>;
  temporary: Pick<TemporaryStore, 'accessOf' | 'endNow'>;
  submissions: { wake(): void };
  openForm: FormOpener;
}

/** *Extend* or *End now* was pressed, on a message or in a list. */
export async function onAccessButton(
  parts: OnAccessButtonParts,
  { actionId, value, user, trigger, channel }: Click,
  respond: RespondFn,
): Promise<void> {
  const { operations, latest, temporary, submissions, openForm } = parts;
  const only = ephemeral(respond);
  const found = await latest(value)
    .then(async (submission) => ({
      submission,
      access: submission && (await temporary.accessOf(submission.id)),
    }))
    .catch(() => undefined);
  if (!found) return only(say.buttonUnread);
  const { submission, access } = found;
  const operation = operations.find(({ id }) => id === submission?.operation);
  if (!submission || !operation?.record) return only(say.submissionGone);
  if (access?.status !== 'running') return only(say.accessOver);
  if (actionId === EXTEND) {
    // Given again it is reviewed, and approved, as what gives always is. Access decides what the form shows.
    const filled = { [operation.record]: access.role, users: access.users, until: access.until };
    const place = { channel: submission.channel ?? channel, thread: submission.thread };
    const opened = await openForm(operation, { id: trigger, owner: user, place }, { filled });
    return opened ? undefined : only(say.tooSlowAgain);
  }
  const refused = await whyNotAllowed(parts, user, submission, operation);
  if (refused) return only(refused);
  const begun = await temporary.endNow(submission.id, user).catch(() => null);
  if (begun === null) return only(say.accessUnsure);
  submissions.wake();
  await only(begun ? say.endBegun : say.accessOver);
}
