import { LRUCache } from 'lru-cache';
import type { OpenForm } from './form-sessions.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const MOST = 5000;
/** More forms than a person has on the screen at once; without it, one person could push out everybody else's. */
const MOST_OF_ONE = 100;

/** The forms in memory: of each person, and of all, those that were used last. The others are in the store alone. */
export interface FormsInMemory {
  get(id: string): OpenForm | undefined;
  set(id: string, form: OpenForm): void;
  delete(id: string): void;
}

export function createFormsInMemory(): FormsInMemory {
  /** The ids of each owner's forms, the one used last at the end. */
  const byOwner = new Map<string, Set<string>>();
  const forms = new LRUCache<string, OpenForm>({
    max: MOST,
    ttl: DAY_MS,
    dispose({ owner }, id) {
      const theirs = byOwner.get(owner);
      theirs?.delete(id);
      if (theirs?.size === 0) byOwner.delete(owner);
    },
  });
  const used = (id: string, owner: string): Set<string> => {
    const theirs = byOwner.get(owner) ?? new Set();
    byOwner.set(owner, theirs);
    theirs.delete(id);
    return theirs.add(id);
  };
  return {
    get(id) {
      const form = forms.get(id);
      if (form) used(id, form.owner);
      return form;
    },
    set(id, form) {
      forms.set(id, form);
      const theirs = used(id, form.owner);
      const [oldest] = theirs;
      if (theirs.size > MOST_OF_ONE && oldest !== undefined) forms.delete(oldest);
    },
    delete: (id) => void forms.delete(id),
  };
}
