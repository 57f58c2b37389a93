import { readFileSync } from 'node:fs';
import { beforeEach, expect, test } from '@jest/globals';
import { renameTeam } from '../../../src/operations/team.ts';
import { ERASED, erasePerson, PERSONAL } from '../../../src/store/erase-person.ts';
import type { Tables } from '../../../src/store/schema.ts';
import type { AttemptResult, SubmissionStore } from '../../../src/submissions/submission-store.ts';
import { undoOf } from '../../../src/submissions/undo.ts';
import { describeOnEach, press, type StoreOn, storeOn, succeeded } from './store-on.ts';

/** The columns that hold no person: keys, times, states, and words of the bot's own. */
const IMPERSONAL: Readonly<Record<keyof Tables, readonly string[]>> = {
  submissions: [
    ...['id', 'form_id', 'press', 'receipt', 'operation', 'record_key', 'created_key', 'locations', 'status'],
    ...['attempts', 'submitted_at', 'updated_at', 'next_at', 'give_up_at', 'response_url_until', 'not_ours'],
    ...['unknown_outcome_since', 'unknown_outcome_until', 'lease_owner', 'lease_until', 'cause', 'cause_of'],
    'delivery',
    // Erased by other rules: a response URL goes, and so does a direct message's channel.
    ...['response_url', 'channel', 'thread'],
  ],
  approvals: ['submission_id', 'until', 'digest', 'reminded_at'],
  outbox: [
    ...[
      'id',
      'submission_id',
      'kind',
      'state',
      'revision',
      'deliveries',
      'due_at',
      'lease_owner',
      'lease_until',
    ],
    ...['channel', 'ts'],
  ],
  // A form is deleted with its owner.
  forms: ['id', 'owner', 'content', 'updated_at', 'version', 'kept_by'],
  channel_locations: ['channel', 'location'],
  replicas: ['id', 'seen_at', 'break_until'],
  // Users by Nexudus's own ids.
  temporary_access: [
    ...[
      'submission_id',
      'role',
      'users',
      'added',
      'position',
      'until',
      'given_at',
      'status',
      'next_at',
      'ended_by',
    ],
  ],
  // A hash.
  wishes: ['id', 'at', 'posted'],
};

describeOnEach('erasing a person', (kind) => {
  let on: StoreOn;
  let store: SubmissionStore;
  beforeEach(async () => {
    on = await storeOn(kind);
    store = on.store('here/1/a').submissions;
  });

  /** A submission that ended, was approved by someone, and was announced. */
  const ended = async (more: Parameters<typeof press>[0], decidedBy?: string) => {
    const { submission } = await store.accept(press(more));
    await store.finish(submission, succeeded);
    await on.db
      .updateTable('submissions')
      .set({
        decided_by: decidedBy ?? null,
        standing: JSON.stringify({
          ...succeeded.standing,
          words: 'Leo "the Lion" Brandt was added by ULEO0001',
        }),
      })
      .where('id', '=', submission.id)
      .execute();
    await on.db
      .updateTable('outbox')
      .set({ state: 'delivered', channel: more?.channel ?? 'C0OPS' })
      .execute();
    return submission.id;
  };
  const row = async (id: string) =>
    on.db.selectFrom('submissions').selectAll().where('id', '=', id).executeTakeFirstOrThrow();

  test('takes the person out of what is over; that it happened stays', async () => {
    const own = await ended({
      requester: 'ULEO0001',
      channel: 'D0LEO0001',
      recordKey: 'teams:8',
      input: { people: [{ id: 'ULEO0001', email: 'Leo@harbour.example' }] },
    });
    const approved = await ended({ requester: 'UANA0001', recordKey: 'teams:9' }, 'ULEO0001');
    const done = await erasePerson(on.db, 'ULEO0001', ['leo@harbour.example', 'Leo "the Lion" Brandt']);
    expect(done).toEqual({ submissions: 2, underWay: 0, forms: 0 });
    expect(await row(own)).toMatchObject({
      requester: ERASED,
      channel: null,
      input: '{"people":[{"id":"erased","email":"erased"}]}',
      record_key: 'teams:8',
      status: 'succeeded',
      receipt: expect.stringMatching(/^NX-/),
    });
    expect(await row(approved)).toMatchObject({
      requester: 'UANA0001',
      channel: 'C0OPS',
      decided_by: ERASED,
    });
    for (const table of ['submissions', 'outbox', 'approvals', 'forms'] as const)
      expect(JSON.stringify(await on.db.selectFrom(table).selectAll().execute())).not.toMatch(/leo|lion/i);
    // And it can still be read.
    expect(await store.history({ most: 10 })).toHaveLength(2);
  });

  test('leaves others alone, and whose id or name only begins like it', async () => {
    const other = await ended({ requester: 'ULEO00019', recordKey: 'teams:8', input: { name: 'Leonard' } });
    const before = await row(other);
    await erasePerson(on.db, 'ULEO0001', ['Leon']);
    const { standing, ...after } = await row(other);
    expect(after).toEqual({ ...before, standing: undefined });
    const named = before.standing?.replace('ULEO0001', ERASED) ?? '';
    expect(JSON.parse(standing ?? '')).toEqual({ ...JSON.parse(named), erased: true });
  });

  test('what it set or what was there before is not put back once it is no longer known', async () => {
    const outcome = {
      id: 8,
      message: '',
      before: { Id: 8, Name: 'Leo Brandt Ltd' },
      sent: { Id: 8, Name: 'Acme' },
      rehearsed: false,
    };
    const verification = { changes: [], differing: [], unverified: false, held: { Name: 'Acme' } };
    const renamed: AttemptResult = {
      announce: false,
      standing: { status: 'succeeded', outcome, verification },
    };
    const { submission } = await store.accept(press({ recordKey: 'teams:8', input: { team: 8 } }));
    await store.finish(submission, renamed);
    const undo = async () => {
      const known = await store.byId(submission.id);
      return known && undoOf(known, [renameTeam])?.input;
    };
    await erasePerson(on.db, 'ULEO0001', ['Somebody Else']);
    expect(await undo()).toEqual({ team: 8, newName: 'Leo Brandt Ltd' });
    await erasePerson(on.db, 'ULEO0001', ['Leo Brandt']);
    expect((await store.byId(submission.id))?.erased).toBe(true);
    expect(await undo()).toBeUndefined();
  });

  test('of whom nothing is known but that they requested it, it can still be put back', async () => {
    const { submission } = await store.accept(press({ requester: 'ULEO0001' }));
    await store.finish(submission, { ...succeeded, announce: false });
    await erasePerson(on.db, 'ULEO0001', []);
    const known = await store.byId(submission.id);
    expect([known?.requester, known?.erased]).toEqual([ERASED, undefined]);
  });

  test('leaves what gave access that still runs, as its end is to be announced', async () => {
    const given = await ended({ requester: 'ULEO0001' });
    const access = {
      submission_id: given,
      role: 5,
      users: '[3]',
      added: '[3]',
      until: 9,
      given_at: 1,
      next_at: 9,
    };
    await on.db
      .insertInto('temporary_access')
      .values({ ...access, status: 'running', ended_by: null })
      .execute();
    expect(await erasePerson(on.db, 'ULEO0001', [])).toMatchObject({ submissions: 0, underWay: 1 });
    expect((await row(given)).requester).toBe('ULEO0001');
    await on.db.updateTable('temporary_access').set({ status: 'ended' }).execute();
    expect(await erasePerson(on.db, 'ULEO0001', [])).toMatchObject({ submissions: 1, underWay: 0 });
    expect((await row(given)).requester).toBe(ERASED);
  });

  test('leaves what is under way, or not announced yet, and says so', async () => {
    const { submission } = await store.accept(press({ requester: 'ULEO0001' }));
    expect(await erasePerson(on.db, 'ULEO0001', [])).toEqual({ submissions: 0, underWay: 1, forms: 0 });
    await store.finish(submission, succeeded);
    expect(await erasePerson(on.db, 'ULEO0001', [])).toMatchObject({ submissions: 0, underWay: 1 });
    expect(await row(submission.id)).toMatchObject({ requester: 'ULEO0001' });
  });

  test('of what would break the record nothing is erased', async () => {
    const own = await ended({ requester: 'ULEO0001', input: { active: true } });
    await expect(erasePerson(on.db, 'ULEO0001', ['true'])).rejects.toThrow('stands for more than a person');
    expect((await row(own)).requester).toBe('ULEO0001');
  });

  test('deletes the person’s open forms', async () => {
    await on.db
      .insertInto('forms')
      .values(
        ['ULEO0001', 'UANA0001'].map((owner) => ({
          ...{ id: owner, owner, content: '{}', updated_at: 1, version: 1, kept_by: 'here' },
        })),
      )
      .execute();
    expect(await erasePerson(on.db, 'ULEO0001', [])).toMatchObject({ forms: 1 });
    expect(await on.db.selectFrom('forms').select('owner').execute()).toEqual([{ owner: 'UANA0001' }]);
  });

  test('every column was decided on, and docs/privacy.md says what each table holds', async () => {
    const tables = (await on.db.introspection.getTables()).filter(({ name }) => !name.startsWith('kysely_'));
    const decided = Object.entries(IMPERSONAL).map(([table, columns]) => {
      const personal: readonly string[] = table in PERSONAL ? PERSONAL[table as keyof typeof PERSONAL] : [];
      return [table, [...personal, ...columns].sort()];
    });
    const there = tables.map(({ name, columns }) => [
      name,
      [...new Set(columns.map((column) => column.name))].sort(),
    ]);
    expect(Object.fromEntries(there)).toEqual(Object.fromEntries(decided));
    const page = readFileSync(new URL('../../../docs/privacy.md', import.meta.url), 'utf8');
    const listed = [...page.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name);
    expect(listed.sort()).toEqual(Object.keys(IMPERSONAL).sort());
  });
});
