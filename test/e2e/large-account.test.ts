import { describe, expect, test } from '@jest/globals';
import type { Modal } from '../../src/sandbox/slack/start-slack.ts';
import { announced, openForm } from '../support/channel.ts';
import { found } from '../support/nexudus-calls.ts';
import { say } from '../support/sentences.ts';
import { useSandbox } from '../support/use-sandbox.ts';

// 100,000 customers and 10,000 teams.
const stage = useSandbox({ large: true });
const ALBA = 1_415_000_061;
const OTTOLINE = 1_415_000_057;
const ACME = 1_414_300_001;

/** How often Nexudus was asked since the last time, by what. */
function asked(): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { path } of stage.nexudus.calls.splice(0)) {
    const what = path.replace('/api/', '').replace(/\/\d+$/, '/one');
    counts[what] = (counts[what] ?? 0) + 1;
  }
  return counts;
}
const sum = (counts: Record<string, number>) => Object.values(counts).reduce((all, one) => all + one, 0);
/** What a picker offers, each time before Slack stops waiting; typed again where a busy machine took too long. */
async function typed(form: Modal, label: string, text: string) {
  for (let tries = 1; ; tries++) {
    const offered = await form.search(label, text);
    expect(stage.slack.interactions.at(-1)?.ackMs ?? Number.POSITIVE_INFINITY).toBeLessThan(3000);
    const isLate = offered.some(({ text, group }) => text === say.pickerSlow || group === say.pickerLate);
    if (!isLate || tries === 10) return offered;
  }
}

describe('a bot that has just started', () => {
  test('opens a form and answers its pickers from the first letter, without reading what is long', async () => {
    await stage.withBot({}, async () => {
      asked();
      const form = await openForm(stage.ana, '/nexudus workspace update Newsletter', 'Administrator');
      const many = await typed(form, 'Administrator', 'q');
      expect(many).toHaveLength(100);
      expect(many[0]?.group).toBe(say.typeMore(100, 9227));
      const few = await typed(form, 'Administrator', 'quinn');
      expect(few.map(({ text, group }) => [text, group])).toEqual([['Martha Quinn', say.pickerByName]]);
      expect(await typed(form, 'Administrator', 'Zzyzx')).toMatchObject([
        { text: say.pickerNothing(true), value: 'unavailable' },
      ]);
      const calls = asked();
      // How many there are, q, quinn, and Zzyzx by name and by address; who is named in the record is one batch.
      expect(calls['spaces/coworkers']).toBe(5);
      expect(calls['spaces/coworkers/one']).toBeUndefined();
      expect(calls['spaces/coworkers/']).toBe(1);
      expect(sum(calls)).toBeLessThan(40);
      await form.search('Administrator', 'Ottoline');
      await form.pick('Administrator', 'Ottoline Grey');
      await form.submit();
      await announced(stage);
      expect(stage.nexudus.named('workspaces', 'Newsletter').AdministratorId).toBe(OTTOLINE);
    });
  }, 120_000);

  test('shows who looks after one location its customers alone, from the first letter on', async () => {
    await stage.withBot({}, async () => {
      const leo = stage.slack.as('Leo');
      const form = await openForm(leo, `/nexudus team billing ${ACME}`, 'Paying customer');
      asked();
      const many = await typed(form, 'Paying customer', 'q');
      expect(many).toHaveLength(100);
      expect(many[0]?.group).toBe(say.typeMore(100, 1296));
      // Ottoline belongs to Camden, Siobhán to Soho.
      expect(await typed(form, 'Paying customer', 'ottoline')).toMatchObject([
        { text: say.pickerNothing(true), value: 'unavailable' },
      ]);
      expect((await typed(form, 'Paying customer', 'Siobhán')).map(({ text }) => text)).toEqual([
        "Siobhán O'Brien",
      ]);
      // How many there are, q, Siobhán, and Ottoline by name and by address.
      expect(asked()['spaces/coworkers']).toBeLessThanOrEqual(5);
    });
  }, 120_000);

  test('finds teams by the name of their location', async () => {
    await stage.withBot({}, async () => {
      const form = await openForm(stage.ana, '/nexudus team rename', 'Team');
      asked();
      const offered = await typed(form, 'Team', 'camden');
      expect(offered[0]?.group).toBe(say.typeMore(100, 3333));
      const one = await typed(form, 'Team', 'northwind camden');
      expect(one.map(({ value }) => value)).toEqual(['1414300004']);
      // How many there are, Camden as a name and as a location, and Northwind there.
      expect(asked()['spaces/teams']).toBeLessThanOrEqual(4);
    });
  }, 120_000);

  test('finds a team by a word of its name, or its whole name after the command', async () => {
    await stage.withBot({}, async () => {
      const form = await openForm(stage.ana, '/nexudus team rename', 'Team');
      asked();
      const byWord = await typed(form, 'Team', 'analytics 9987');
      expect(byWord.map(({ text }) => text)).toEqual(['Elm Analytics 9987']);
      expect((await typed(form, 'Team', 'kestrel')).map(({ text }) => text)).toEqual(['Kestrel Robotics']);
      expect(asked()['spaces/teams']).toBeLessThan(6);
      await form.close();
      const named = await openForm(stage.ana, '/nexudus team rename "Kestrel Robotics"', 'New name');
      expect(named.value('Team')).toBe('Kestrel Robotics (Shoreditch)');
      // It is among what was read for its first word.
      expect(asked()['spaces/teams'] ?? 0).toBeLessThan(3);
    });
  }, 120_000);
});

test('a team of 900 opens at once, and takes out and takes in customers by name', async () => {
  const members = Array.from({ length: 900 }, (_, n) => ALBA + n);
  stage.nexudus.put('teams', { Id: ACME, TeamMembers: members });
  await stage.withBot({}, async () => {
    asked();
    const form = await openForm(stage.ana, `/nexudus team members ${ACME}`, 'Remove members');
    // The few who are named above the pickers.
    expect(asked()['spaces/coworkers/'] ?? 0).toBe(1);
    const offered = await typed(form, 'Remove members', '');
    expect(offered).toHaveLength(100);
    expect(offered[0]?.group).toBe(say.typeMore(100, 900));
    expect((await typed(form, 'Remove members', 'alba a. kaplan')).length).toBeGreaterThan(0);
    // A hundred names in a call.
    expect(asked()['spaces/coworkers/']).toBe(9);
    const [gone] = await form.search('Remove members', 'alba a. kaplan');
    await form.pick('Remove members', { value: String(gone?.value) });
    await form.search('Add members', 'ottoline');
    await form.pick('Add members', 'Ottoline Grey');
    await form.submit();
    await announced(stage);
    const now = found(stage, 'teams', ACME).TeamMembers as number[];
    expect(now).toHaveLength(900);
    expect(now).toContain(OTTOLINE);
    expect(now).not.toContain(Number(gone?.value));
    expect(asked()['spaces/coworkers/'] ?? 0).toBeLessThan(2);
  });
}, 120_000);
