import type { Clock } from '../clock.ts';
import type { FormStore } from '../forms/form-sessions.ts';
import { patiently, UNFLUSHED } from './database.ts';
import type { Database } from './schema.ts';

/** Both databases limit the parameters of a statement. */
const MOST_AT_ONCE = 1000;

export function createFormTable(db: Database, clock: Pick<Clock, 'now'>): FormStore {
  return {
    async save(forms) {
      const updated_at = clock.now();
      for (let first = 0; first < forms.length; first += MOST_AT_ONCE) {
        const rows = forms.slice(first, first + MOST_AT_ONCE).map((form) => ({ ...form, updated_at }));
        await patiently(() =>
          db
            .insertInto('forms')
            .values(rows)
            .onConflict((conflict) =>
              conflict.column('id').doUpdateSet(({ ref }) => ({
                owner: ref('excluded.owner'),
                content: ref('excluded.content'),
                updated_at,
              })),
            )
            .modifyEnd(UNFLUSHED)
            .execute(),
        );
      }
    },
    async load(id, owner) {
      const row = await patiently(() =>
        db
          .selectFrom('forms')
          .select('content')
          .where('id', '=', id)
          .where('owner', '=', owner)
          .executeTakeFirst(),
      );
      return row?.content;
    },
    async cleanUp(olderThanMs) {
      await patiently(() =>
        db
          .deleteFrom('forms')
          .where('updated_at', '<', clock.now() - olderThanMs)
          .execute(),
      );
    },
  };
}
