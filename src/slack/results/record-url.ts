import type { Operation } from '../../operations/operation.ts';
import type { Submission } from '../../submissions/submission.ts';

/** Where records are found in Nexudus's dashboard (NEXUDUS_RECORD_URL). */
export type RecordUrls = ReadonlyMap<string, string>;

const idOf = (submission: Submission): number => {
  const { recordKey, createdKey } = submission;
  const made = submission.status === 'succeeded' ? submission.outcome.id : undefined;
  return Number((recordKey ?? createdKey)?.split(':')[1] ?? made);
};

/** The address of a submission's record in Nexudus's dashboard, where it has one. */
export function recordUrl(
  urls: RecordUrls | undefined,
  submission: Submission,
  { resource }: Operation,
): string | undefined {
  const id = idOf(submission);
  const template = urls?.get(resource) ?? urls?.get('');
  if (!template || !Number.isSafeInteger(id) || id < 1) return undefined;
  return template.replaceAll('{resource}', encodeURIComponent(resource)).replaceAll('{id}', String(id));
}
