import { setImmediate as endOfTurn } from 'node:timers/promises';
import type { FormStore, KeptForm } from './form-sessions.ts';

/**
 * Writes forms behind what people do: all that changed in one turn of the event loop, or while the store was busy, in one
 * statement.
 * @returns resolves when the form is in the store as it was given, or newer
 */
export function createKeeper(store: Pick<FormStore, 'save'>): (form: KeptForm) => Promise<void> {
  const waiting = new Map<string, KeptForm>();
  let going: Promise<unknown> = Promise.resolve();
  let next: Promise<void> | undefined;

  const write = async (): Promise<void> => {
    const forms = [...waiting.values()];
    waiting.clear();
    next = undefined;
    const saving = store.save(forms);
    going = saving.catch(() => {});
    await saving;
  };
  return (form) => {
    waiting.set(form.id, form);
    // One at a time, or an older state could be the one that stays; all who wait share the next.
    next ??= Promise.all([going, endOfTurn()]).then(write);
    return next;
  };
}
