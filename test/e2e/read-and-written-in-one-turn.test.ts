import { describe, expect, test } from '@jest/globals';
import type { NexudusCall } from '../../src/sandbox/nexudus/start-nexudus.ts';
import { botMessages, openForm } from '../support/channel.ts';
import { writes } from '../support/nexudus-calls.ts';
import { ofOneProcess } from '../support/of-one-process.ts';
import { submissionOf } from '../support/submit-raw.ts';
import { useSandbox } from '../support/use-sandbox.ts';

const stage = useSandbox();
const MANY = 40;
const FIRST = 1_414_390_001;

interface Written {
  id: number;
  /** From the answer of the look to the arrival of the write. */
  gapMs: number;
  /** Calls that arrived between the two. */
  between: number;
}

/** Every write of a team with the look before it. */
function written(calls: readonly NexudusCall[]): Written[] {
  const inOrder = [...calls].sort((a, b) => a.at - b.at);
  return inOrder.flatMap(({ method, path, at, requestBody, status }, index) => {
    if (method !== 'PUT' || path !== '/api/spaces/teams' || status !== 200) return [];
    const { Id: id } = requestBody as { Id: number };
    const looked = inOrder.slice(0, index).findLastIndex((call) => call.path === `/api/spaces/teams/${id}`);
    const look = inOrder[looked] as NexudusCall;
    return [{ id, gapMs: at - look.at - look.ms, between: index - looked - 1 }];
  });
}

const median = (numbers: number[]): number => numbers.sort((a, b) => a - b)[numbers.length >> 1] ?? 0;

/** The forms of 40 teams, each with a new name, as they would be sent. */
async function forms(): Promise<object[]> {
  const { ana, nexudus } = stage;
  const payloads: object[] = [];
  for (let id = FIRST; id < FIRST + MANY; id++)
    nexudus.put('teams', { Id: id, Name: `Burst ${id}`, Description: 'as it was' });
  for (let id = FIRST; id < FIRST + MANY; id++) {
    const form = await openForm(ana, `/nexudus team rename ${id} to "Renamed ${id}"`, 'New name');
    payloads.push(submissionOf(stage, form, ana.person));
    await form.close();
  }
  return payloads;
}

/**
 * A person works in the dashboard: whenever a write was answered, they change another team that was not written yet and
 * was not looked at within the last second.
 */
function dashboard(): { edited: Set<number>; stop(): void } {
  const { nexudus } = stage;
  const from = nexudus.calls.length;
  const edited = new Set<number>();
  let seen = 0;
  const stop = nexudus.onChange(() => {
    const calls = nexudus.calls.slice(from);
    const puts = calls.filter(({ method, status }) => method === 'PUT' && status === 200);
    if (puts.length === seen) return;
    seen = puts.length;
    const done = new Set(puts.map(({ requestBody }) => (requestBody as { Id: number }).Id));
    const looked = (id: number) =>
      Math.max(
        0,
        ...calls.filter(({ path }) => path === `/api/spaces/teams/${id}`).map(({ at, ms }) => at + ms),
      );
    for (let id = FIRST; id < FIRST + MANY; id++) {
      if (done.has(id) || edited.has(id) || Date.now() - looked(id) <= 1000) continue;
      edited.add(id);
      nexudus.put('teams', { Id: id, Description: 'edited in the dashboard' });
      return;
    }
  });
  return { edited, stop };
}

const reverted = (ids: Iterable<number>): number[] =>
  [...ids].filter((id) => stage.nexudus.record('teams', id)?.Description !== 'edited in the dashboard');

describe('a burst of 40 renames', () => {
  test.each([
    ['by itself', () => {}],
    [
      'that Nexudus throttles',
      () =>
        Object.assign(stage.nexudus.switches, { throttle: '409', retryAfter: 2, only: 'writes', times: 3 }),
    ],
  ])(
    '%s reverts nothing that is changed in the dashboard meanwhile',
    async (_, disturb) => {
      const { nexudus, slack } = stage;
      const payloads = await forms();
      const from = nexudus.calls.length;
      const { edited, stop } = dashboard();
      disturb();
      await Promise.all(payloads.map((payload) => slack.send('interactive', payload)));
      await stage.until(
        () => botMessages(stage).filter(({ plain }) => plain.startsWith('✅')).length === MANY,
        '40 results',
        120_000,
      );
      stop();
      expect(edited.size).toBeGreaterThan(20);
      expect(reverted(edited)).toEqual([]);
      const all = written(nexudus.calls.slice(from));
      expect(all).toHaveLength(MANY);
      expect(median(all.map(({ gapMs }) => gapMs))).toBeLessThanOrEqual(300);
      expect(Math.max(...all.map(({ gapMs }) => gapMs))).toBeLessThanOrEqual(1500);
      // What other replicas ask Nexudus for comes between.
      if (!process.env.REPLICAS)
        expect(all.filter(({ between }) => between > 0).length).toBeLessThanOrEqual(2);
      for (const { id } of all) expect(nexudus.record('teams', id)?.Name).toBe(`Renamed ${id}`);
    },
    180_000,
  );
});

ofOneProcess('the break is asked of the one that writes')(
  'a break that Nexudus asks for between the look and the write: it is looked at again',
  async () => {
    const { ana, nexudus, slack } = stage;
    nexudus.put('teams', { Id: FIRST, Name: 'Burst', Description: 'as it was' });
    const form = await openForm(ana, `/nexudus team rename ${FIRST} to Renamed`, 'New name');
    const payload = submissionOf(stage, form, ana.person);
    const priya = slack.as('Priya');
    const other = await openForm(priya, '/nexudus team rename', 'Team');
    const from = nexudus.calls.length;
    // What a person picks in another form is told to wait, just after the team was looked at.
    Object.assign(nexudus.switches, { slowMs: 150, throttle: '409', retryAfter: 3, only: 'reads', times: 1 });
    const asked = new Promise<void>((resolve) => {
      nexudus.switches.onArrival = (_method, path) => path.endsWith('/1414300001') && resolve();
    });
    await other.pick('Team', 'Acme');
    await asked;
    await slack.send('interactive', payload);
    await stage.until(() => nexudus.calls.slice(from).some(({ status }) => status === 409), 'the refusal');
    nexudus.put('teams', { Id: FIRST, Description: 'edited in the dashboard' });
    await stage.until(() => writes(stage).length === 1, 'the write', 20_000);
    expect(reverted([FIRST])).toEqual([]);
    const [{ gapMs } = { gapMs: Number.NaN }] = written(nexudus.calls.slice(from));
    expect(gapMs).toBeLessThanOrEqual(1000);
  },
);
