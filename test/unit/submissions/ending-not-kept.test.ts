import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { addUsersToRole } from '../../../src/operations/role.ts';
import { type NexudusStandIn, startNexudus } from '../../../src/sandbox/nexudus/start-nexudus.ts';
import { pressOf, startSubmissions } from './in-memory.ts';

const [RECEPTION, UMA] = [1_413_000_002, 1_412_000_008];
let standIn: NexudusStandIn;
let life: Awaited<ReturnType<typeof startSubmissions>>;
beforeAll(async () => {
  standIn = await startNexudus();
});
beforeEach(async () => {
  standIn.reset();
  life = await startSubmissions(standIn);
});
afterEach(() => life.close());
afterAll(() => standIn.close());

const writes = () => standIn.calls.filter(({ method }) => method === 'PUT');

test('what was done is not done again while the store has no room for its ending', async () => {
  const { db, submissions, problems } = life;
  // As on a disk that is nearly full: small changes succeed, such as taking a submission on, and large ones don't.
  await sql`create trigger no_room before update of standing on submissions
    begin select raise(abort, 'database or disk is full'); end`.execute(db);
  const press = pressOf('form-1', addUsersToRole, { role: RECEPTION, users: [UMA] });
  expect(await submissions.submit(press)).toMatchObject({ status: 'succeeded' });
  // As if the twenty seconds of its lease were over.
  await sql`update submissions set lease_until = 1`.execute(db);
  // Another person takes the role away again meanwhile.
  standIn.put('userroles', { Id: RECEPTION, Users: [1_412_000_003] });
  await new Promise((resolve) => setTimeout(resolve, 3000));
  expect(writes()).toHaveLength(1);
  expect(standIn.record('userroles', RECEPTION)?.Users).not.toContain(UMA);
  expect(problems.map(String).filter((each) => each.includes('disk is full')).length).toBeGreaterThan(0);

  await sql`drop trigger no_room`.execute(db);
  const [announced] = await life.until(1);
  expect(announced?.submission).toMatchObject({
    status: 'succeeded',
    attempts: 1,
    outcome: { rehearsed: false },
  });
  expect(writes()).toHaveLength(1);
  expect(life.announced).toHaveLength(1);
  expect(life.ended).toEqual([['role.add-users', 'succeeded']]);
}, 30_000);
