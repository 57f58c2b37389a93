import { type JournalDatabase, patiently } from './database.ts';

/** Forms on people's screens, kept so that a restart doesn't lose what was typed. */
export interface FormStore {
  save(id: string, owner: string, content: string): Promise<void>;
  load(id: string, owner: string): Promise<string | undefined>;
  /** Forgets forms that were not touched for so long. */
  cleanUp(olderThanMs: number): Promise<void>;
}

export function createFormStore(db: JournalDatabase): FormStore {
  return {
    async save(id, owner, content) {
      const updated_at = Date.now();
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
          .where('updated_at', '<', Date.now() - olderThanMs)
          .execute(),
      );
    },
  };
}
