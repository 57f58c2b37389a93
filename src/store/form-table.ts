import type { Clock } from '../clock.ts';
import type { FormStore } from '../forms/form-sessions.ts';
import { patiently } from './database.ts';
import type { Database } from './schema.ts';

export function createFormTable(db: Database, clock: Pick<Clock, 'now'>): FormStore {
  return {
    async save(id, owner, content) {
      const updated_at = clock.now();
      await patiently(() =>
        db
          .insertInto('forms')
          .values({ id, owner, content, updated_at })
          .onConflict((conflict) => conflict.column('id').doUpdateSet({ owner, content, updated_at }))
          .execute(),
      );
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
