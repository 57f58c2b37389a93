import { beforeEach, describe, expect, test } from '@jest/globals';
import { NexudusDenied, NexudusThrottled } from '../../../src/nexudus/errors.ts';
import { createReadTogether, type ReadTogether } from '../../../src/nexudus/read-together.ts';

const TEAMS = 'api/spaces/teams';
/** Answers of the server by path; those of batches are arrays. */
let answers: Record<string, unknown>;
let asked: string[];
let turns: (() => void)[];
let readTogether: ReadTogether;

const answer = async (path: string) => {
  asked.push(path);
  const found = answers[path];
  if (found instanceof Error) throw found;
  return found;
};
const team = (Id: number, more: object = {}) => ({ Id, Name: `Team ${Id}`, Description: null, ...more });
const batch = (...ids: number[]) => `${TEAMS}?id=${encodeURIComponent(JSON.stringify(ids))}`;
const turnComes = () => turns.shift()?.();

beforeEach(() => {
  answers = {};
  asked = [];
  turns = [];
  readTogether = createReadTogether(
    async (path) => {
      await new Promise<void>((resolve) => turns.push(resolve));
      return answer(path());
    },
    async (_resource, id) => (await answer(`${TEAMS}/${id}`)) as { Id: number },
  );
});

describe('records that are read together', () => {
  test('one alone is asked for by its id', async () => {
    answers[`${TEAMS}/1`] = team(1);
    const one = readTogether('teams', 1, ['Name']);
    turnComes();
    expect(await one).toEqual(team(1));
    expect(asked).toEqual([`${TEAMS}/1`]);
  });

  test('those that wait together are one call', async () => {
    answers[batch(1, 2, 3)] = [team(3), team(1), team(2)];
    const all = [1, 2, 3].map((id) => readTogether('teams', id, ['Name', 'Description']));
    expect(turns).toHaveLength(1);
    turnComes();
    expect(await Promise.all(all)).toEqual([team(1), team(2), team(3)]);
    expect(asked).toEqual([batch(1, 2, 3)]);
  });

  test('what comes later waits for the next call', async () => {
    answers[batch(1, 2)] = [team(1), team(2)];
    answers[`${TEAMS}/3`] = team(3);
    const first = [1, 2].map((id) => readTogether('teams', id, []));
    turnComes();
    await Promise.all(first);
    const third = readTogether('teams', 3, []);
    turnComes();
    expect(await third).toEqual(team(3));
    expect(asked).toEqual([batch(1, 2), `${TEAMS}/3`]);
  });

  test('one that the batch leaves out, or answers without a property that is compared, is asked for by itself', async () => {
    answers[batch(1, 2, 3)] = [team(1), { Id: 2, Name: 'Team 2' }];
    answers[`${TEAMS}/2`] = team(2);
    answers[`${TEAMS}/3`] = team(3);
    const all = [1, 2, 3].map((id) => readTogether('teams', id, ['Name', 'Description']));
    turnComes();
    expect(await Promise.all(all)).toEqual([team(1), team(2), team(3)]);
    expect(asked).toEqual([batch(1, 2, 3), `${TEAMS}/2`, `${TEAMS}/3`]);
  });

  test('a batch that is refused is asked for one by one; a throttled one is not', async () => {
    answers[batch(1, 2)] = new NexudusDenied('HTTP 403');
    answers[`${TEAMS}/1`] = team(1);
    answers[`${TEAMS}/2`] = team(2);
    const all = [1, 2].map((id) => readTogether('teams', id, []));
    turnComes();
    expect(await Promise.all(all)).toEqual([team(1), team(2)]);
    answers[batch(1, 2)] = new NexudusThrottled(1000);
    const throttled = [1, 2].map((id) => readTogether('teams', id, []));
    turnComes();
    const ends = await Promise.allSettled(throttled);
    expect(ends.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(asked.slice(3)).toEqual([batch(1, 2)]);
  });

  test('60 at once are two calls of at most 50', async () => {
    const ids = Array.from({ length: 60 }, (_, n) => n + 1);
    answers[batch(...ids.slice(0, 50))] = ids.slice(0, 50).map((id) => team(id));
    answers[batch(...ids.slice(50))] = ids.slice(50).map((id) => team(id));
    const all = ids.map((id) => readTogether('teams', id, ['Name']));
    expect(turns).toHaveLength(2);
    turnComes();
    turnComes();
    expect((await Promise.all(all)).map(({ Id }) => Id)).toEqual(ids);
  });
});
