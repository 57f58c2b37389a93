import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
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
