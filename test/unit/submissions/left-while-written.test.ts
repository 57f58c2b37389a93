import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { addUsersToRole } from '../../../src/operations/role.ts';
import { renameTeam } from '../../../src/operations/team.ts';
import { type NexudusStandIn, startNexudus } from '../../../src/sandbox/nexudus/start-nexudus.ts';
import { pressOf, startSubmissions } from './in-memory.ts';

const ACME = 1_414_300_001;
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

test('a person who may leave the form while its ending is written down reads it in the channel', async () => {
  const { store, submissions } = life;
  const { finish } = store.submissions;
  store.submissions.finish = async (...given) => {
    // The store takes its time, and Slack is answered with “You can close this” meanwhile.
    submissions.unattended('form-1');
    return finish(...given);
  };
  const press = pressOf('form-1', renameTeam, { team: ACME, newName: 'Acme Ltd' }, { requester: 'USAM' });
  expect(await submissions.submit(press)).toMatchObject({ status: 'denied' });
  const [announced] = await life.until(1, 3000);
  expect(announced?.submission).toMatchObject({ status: 'denied' });
  expect(life.announced).toHaveLength(1);
});

test('a person at the form reads how it ended, also where another process ended it after this one stumbled', async () => {
  const { db, store, submissions, problems } = life;
  store.submissions.lent = async () => {
    throw new Error('the store is away');
  };
  const ended = submissions.submit(pressOf('form-1', addUsersToRole, { role: 1_413_000_002, users: [1] }));
  while (!problems.some((problem) => String(problem).includes('the store is away')))
    await new Promise((resolve) => setTimeout(resolve, 20));
  const standing = JSON.stringify({ status: 'cancelled', by: 'UANA' });
  await sql`update submissions set status = 'cancelled', standing = ${standing}, lease_until = 0`.execute(db);
  expect(await ended).toMatchObject({ status: 'cancelled', by: 'UANA' });
});
