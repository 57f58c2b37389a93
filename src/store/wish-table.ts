import type { Clock } from '../clock.ts';
import { WISH_ONCE_MS, WISH_POSTING_MS, type WishStore } from '../submissions/wishes.ts';
import { patiently } from './database.ts';
import type { Database } from './schema.ts';

export function createWishTable(db: Database, clock: Pick<Clock, 'now'>): WishStore {
  const forget = async (): Promise<void> => {
    const at = clock.now();
    await patiently(() =>
      db
        .deleteFrom('wishes')
        .where((where) =>
          where.or([
            where('at', '<=', at - WISH_ONCE_MS),
            where.and([where('posted', '=', 0), where('at', '<=', at - WISH_POSTING_MS)]),
          ]),
        )
        .execute(),
    );
  };
  return {
    async begin(id) {
      await forget();
      const { numInsertedOrUpdatedRows } = await patiently(() =>
        db
          .insertInto('wishes')
          .values({ id, at: clock.now(), posted: 0 })
          .onConflict((conflict) => conflict.column('id').doNothing())
          .executeTakeFirst(),
      );
      return Number(numInsertedOrUpdatedRows) > 0;
    },
    async posted(id) {
      await patiently(() => db.updateTable('wishes').set({ posted: 1 }).where('id', '=', id).execute());
    },
    async notPosted(id) {
      await patiently(() => db.deleteFrom('wishes').where('id', '=', id).where('posted', '=', 0).execute());
    },
    cleanUp: forget,
  };
}
