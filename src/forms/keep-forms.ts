import { setImmediate as endOfTurn } from 'node:timers/promises';
import type { FormStore } from './form-sessions.ts';

/** A form as it is to be kept; `open` has the version that the store is known to hold. */
export interface Keeping {
  id: string;
  owner: string;
  content: string;
  open: { version?: number };
}

/** Another process kept the form meanwhile: what goes on from an older state of it is not kept, and not shown. */
export class FormSuperseded extends Error {
  override name = 'FormSuperseded';
}

/**
 * Writes forms behind what people do: all that changed in one turn of the event loop, or while the store was busy, in one
 * statement.
 * @returns resolves when the form is in the store as it was given, or newer
 */
export function createKeeper(store: Pick<FormStore, 'save'>): (form: Keeping) => Promise<void> {
  const waiting = new Map<string, Keeping>();
  let going: Promise<unknown> = Promise.resolve();
  let next: Promise<ReadonlyMap<string, number>> | undefined;

  const write = async (): Promise<ReadonlyMap<string, number>> => {
    const forms = [...waiting.values()];
    waiting.clear();
    next = undefined;
    const saving = store.save(forms.map(({ open: { version }, ...form }) => ({ ...form, version })));
    going = saving.catch(() => {});
    const versions = await saving;
    for (const { id, open } of forms) open.version = versions.get(id) ?? open.version;
    return versions;
  };
  return async (form) => {
    waiting.set(form.id, form);
    // One at a time, or an older state could be the one that stays; all who wait share the next.
    next ??= Promise.all([going, endOfTurn()]).then(write);
    if (!(await next).has(form.id)) throw new FormSuperseded();
  };
}
