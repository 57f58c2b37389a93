import { describe, expect, test } from '@jest/globals';
import type { Modal } from '../../src/sandbox/slack/start-slack.ts';
import { announced, expectClosed, openForm, submitAndContinue } from '../support/channel.ts';
import { theySet, untilClash } from '../support/clash.ts';
import { expectOnlyChanged, found, writes } from '../support/nexudus-calls.ts';
import { useSandbox } from '../support/use-sandbox.ts';

// Ana has a form open while Priya changes the same record in the dashboard; its single fields: clash-fields.test.ts.

const stage = useSandbox();
const ACME = 1_414_300_001;
const team = () => stage.nexudus.record('teams', ACME);
const section = (name: string, label: string) => openForm(stage.ana, `/nexudus team ${name} Acme`, label);

test('a third change in between is another clash, and it is not written over either', async () => {
  const form = await section('basics', 'Maximum members');
  await form.type('Maximum members', '30');
  theySet(stage, { MaxTeamMemberCount: 20 });
  await form.submit();
  const again = await untilClash(stage.ana);
  theySet(stage, { MaxTeamMemberCount: 21 });
  await again.submit();
  const third = await stage.ana.waitForModal((modal) => modal.text().includes('“21”'));
  expect(third.value('Maximum members')).toBe('30');
  expect(writes(stage)).toEqual([]);
  expect(team()?.MaxTeamMemberCount).toBe(21);
});

test('settled, it is one line in the history and on Home', async () => {
  const { ana, slack } = stage;
  const form = await section('basics', 'Maximum members');
  await form.type('Maximum members', '30');
  theySet(stage, { MaxTeamMemberCount: 20 });
  await form.submit();
  expectClosed(ana, await (await untilClash(ana)).submit());
  const receipt = /NX-\w+/.exec((await announced(stage)).plain)?.[0] ?? 'none';
  await ana.command('/nexudus history');
  const lines = () => (slack.ephemerals('Ana').at(-1)?.plain ?? '').split('\n');
  const about = (text: readonly string[]) => text.filter((line) => line.includes(receipt));
  await stage.until(() => about(lines()).length > 0, 'the history', 15_000);
  expect(about(lines())).toEqual([expect.stringMatching(/^Done · Update team: Acme · /)]);
  await ana.openHome();
  const home = await ana.waitForHome((shown) => shown.text().includes(receipt), { timeoutMs: 20_000 });
  expect(about(home.text().split('\n'))).toEqual([expect.stringMatching(/^Done · Update team: Acme · /)]);
});

test('the same value entered by both is no clash', async () => {
  const form = await section('basics', 'Maximum members');
  await form.type('Maximum members', '20');
  await form.tick('Disable attendance dashboard', false);
  const before = found(stage, 'teams', ACME);
  theySet(stage, { MaxTeamMemberCount: 20, DisableAttendanceDashboard: false });
  expectClosed(stage.ana, await form.submit());
  expectOnlyChanged(before, team(), { MaxTeamMemberCount: 20, DisableAttendanceDashboard: false });
  await announced(stage);
});

test('cleared by Ana, changed by Priya: nothing is cleared unseen', async () => {
  const { ana } = stage;
  const form = await section('basics', 'Maximum members');
  await form.clear('Maximum members');
  theySet(stage, { MaxTeamMemberCount: 20 });
  await form.submit();
  await ana.modal()?.submit();
  const again = await untilClash(ana);
  expect(again.text()).toContain('“20”');
  expect(team()?.MaxTeamMemberCount).toBe(20);
  expect(again.value('Maximum members')).toBe('');
  await submitAndContinue(ana, again);
  expect(team()?.MaxTeamMemberCount).toBeNull();
  await announced(stage);
});

test('list entries of both survive: what both added or removed is there or gone once', async () => {
  const form = await section('people', 'Add members');
  const customers = stage.nexudus.records('coworkers').slice(20, 23);
  const [both, mine, theirs] = customers.map(({ Id }) => Id) as [number, number, number];
  const names = customers.map(({ FullName }) => String(FullName));
  await form.pick('Add members', names[0] ?? '', names[1] ?? '');
  const before = found(stage, 'teams', ACME);
  const members = before.TeamMembers as number[];
  theySet(stage, { TeamMembers: [...members.slice(1), both, theirs] });
  expectClosed(stage.ana, await form.submit());
  expectOnlyChanged(before, team(), {
    TeamMembers: [...members.slice(1), both, theirs, mine],
    // What Nexudus tells of its members.
    ActiveContracts: expect.any(Number),
    CoworkerIds: expect.any(String),
    CoworkerFullNames: expect.any(String),
    CoworkerBillingNames: expect.any(String),
  });
  await announced(stage);
});

describe('a picture', () => {
  test.each([
    ['Remove logo', (form: Modal) => form.tick('Remove logo'), 'new.png', '“new.png”', null],
    [
      'Logo URL',
      (form: Modal) => form.type('Logo URL', 'https://a.example/b.png'),
      'new.png',
      '“new.png”',
      'b.png',
    ],
    ['Logo URL', (form: Modal) => form.type('Logo URL', 'https://a.example/b.png'), null, 'removed', 'b.png'],
  ])('%s, and Priya made it another one: asked first (%#)', async (label, enter, theirs, said, after) => {
    const form = await section('images', label);
    await enter(form);
    const before = found(stage, 'teams', ACME);
    theySet(stage, { TeamLogoFileName: theirs });
    await form.submit();
    const again = await untilClash(stage.ana);
    expect(again.text()).toContain(said);
    expect(writes(stage)).toEqual([]);
    expectClosed(stage.ana, await again.submit());
    expectOnlyChanged(before, team(), { TeamLogoFileName: after });
    await announced(stage);
  });

  test('that both removed is just gone', async () => {
    const form = await section('images', 'Remove logo');
    await form.tick('Remove logo');
    theySet(stage, { TeamLogoFileName: null });
    expectClosed(stage.ana, await form.submit());
    expect(team()?.TeamLogoFileName).toBeNull();
    await announced(stage);
  });
});

test('fields of two sections: each is shown before it can be written over', async () => {
  const { ana } = stage;
  const form = await section('basics', 'Maximum members');
  await form.type('Maximum members', '30');
  await form.pick('Section', 'Profile');
  await ana.waitForModal((modal) => modal.labels().includes('Profile tags'));
  await form.type('Profile tags', 'mine');
  await form.pick('Section', 'Social');
  await ana.waitForModal((modal) => modal.labels().includes('Skype'));
  theySet(stage, { MaxTeamMemberCount: 20, ProfileTags: 'theirs' });
  await form.submit();
  const first = await untilClash(ana);
  expect(first.text()).toContain('“20”');
  expect(first.labels()).not.toContain('Profile tags');
  await first.submit();
  const second = await ana.waitForModal((modal) => modal.text().includes('“theirs”'));
  expect(second.value('Profile tags')).toBe('mine');
  expect(writes(stage)).toEqual([]);
  expectClosed(ana, await second.submit());
  expect(team()).toMatchObject({ MaxTeamMemberCount: 30, ProfileTags: 'mine' });
  await announced(stage);
});
