import { sql } from 'kysely';
import type { Clock } from '../clock.ts';
import type { FormStore } from '../forms/form-sessions.ts';
import { asKey, patiently, UNFLUSHED } from './database.ts';
import type { Database } from './schema.ts';

/** Both databases limit the parameters of a statement. */
const MOST_AT_ONCE = 1000;

/** @param owner names this process */
export function createFormTable(db: Database, owner: string, clock: Pick<Clock, 'now'>): FormStore {
  return {
    async save(forms) {
      const updated_at = clock.now();
      const versions = new Map<string, number>();
      for (let first = 0; first < forms.length; first += MOST_AT_ONCE) {
        const rows = forms
          .slice(first, first + MOST_AT_ONCE)
          .map(({ version = 0, ...form }) => ({ ...form, updated_at, version, kept_by: owner }));
        const kept = await patiently(() =>
          db
            .insertInto('forms')
            .values(rows)
            .onConflict((conflict) =>
              conflict
                .column('id')
                .doUpdateSet(({ ref }) => ({
                  owner: ref('excluded.owner'),
                  content: ref('excluded.content'),
                  updated_at,
                  version: sql<number>`forms.version + 1`,
                  kept_by: owner,
                }))
                // What another process kept since this one read it stays.
                .where((where) =>
                  where.or([
                    where('forms.kept_by', '=', owner),
                    where('forms.version', '=', where.ref('excluded.version')),
                  ]),
                ),
            )
            .returning(['id', 'version'])
            .modifyEnd(UNFLUSHED)
            .execute(),
        );
        for (const { id, version } of kept) versions.set(id, version);
      }
      return versions;
    },
    async load(id, person, known) {
      // Its content need not be read where this process kept it last, or knows this version.
      const isKnown = sql<boolean>`${known ? 1 : 0} = 1 and (kept_by = ${owner} or version = ${known?.version ?? -1})`;
      const row = await patiently(() =>
        db
          .selectFrom('forms')
          .select([
            'version',
            sql<string | null>`case when ${isKnown} then null else content end`.as('content'),
          ])
          .where('id', '=', asKey(id))
          .where('owner', '=', person)
          .executeTakeFirst(),
      );
      return row && { version: row.version, content: row.content ?? undefined };
    },
    async versionOf(id) {
      const row = await patiently(() =>
        db.selectFrom('forms').select('version').where('id', '=', asKey(id)).executeTakeFirst(),
      );
      return row?.version;
    },
    async lastLocation(channel) {
      const row = await patiently(() =>
        db
          .selectFrom('channel_locations')
          .select('location')
          .where('channel', '=', channel)
          .executeTakeFirst(),
      );
      return row?.location;
    },
    async rememberLocation(channel, location) {
      await patiently(() =>
        db
          .insertInto('channel_locations')
          .values({ channel, location })
          .onConflict((conflict) => conflict.column('channel').doUpdateSet({ location }))
          .modifyEnd(UNFLUSHED)
          .execute(),
      );
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
