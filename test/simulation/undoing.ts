import { operations } from '../../src/operations/index.ts';
import { locationsOf } from '../../src/operations/location-field.ts';
import { undoneOf, undoOf } from '../../src/submissions/undo.ts';
import { CAST } from './cast.ts';
import type { PeopleParts } from './people.ts';

/** Someone presses Undo on what a form did, and perhaps Redo on that. */
export function createUndoing({ timeline, random, words, someProcess, log }: PeopleParts) {
  const undo = async (formId: string): Promise<void> => {
    const process = someProcess();
    if (!process || process.machine.stalledUntil > timeline.now) return;
    const submission = await process.store.latest(formId);
    const plan = submission && undoOf(submission, operations);
    if (!plan) return;
    const { cause, operation, input, base } = plan;
    const undone = await undoneOf(process.store, cause);
    if (undone.done || undone.underWay || process.machine.dead) return;
    const requester = random.pick(CAST).id;
    log(`${requester} presses ${cause.kind} of ${cause.of}: ${operation.id} ${JSON.stringify(input)}`);
    if (random.happens(0.4))
      timeline.after(random.between(5_000, 600_000), undefined, () => press(undone.formId));
    const answer = await process.submissions.submit({
      formId: undone.formId,
      receipt: undone.formId,
      operation,
      input,
      base,
      requester,
      channel: 'general',
      responseUrlUntil: 0,
      locations: [...new Set([...submission.locations, ...locationsOf(operation, base, input)])],
      cause,
    });
    words.answered(undone.formId, answer);
  };
  const press = (formId: string): void => void undo(formId).catch(() => {});
  return press;
}
