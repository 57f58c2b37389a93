import { describe, expect, test } from '@jest/globals';
import {
  announced,
  botMessages,
  expectClosed,
  linesOf,
  openForm,
  submitAndContinue,
} from '../support/channel.ts';
import { expectOnlyChanged, found, onlyBody, writes } from '../support/nexudus-calls.ts';
import { done, UNCHANGED } from '../support/outcomes.ts';
import { press } from '../support/undo.ts';
import { useSandbox } from '../support/use-sandbox.ts';

const stage = useSandbox();
const ACME = 1_414_300_001;
const RENAME = '/nexudus team rename Acme to "Acme Ltd"';

/** The team reads otherwise than it is; undefined: without the property. */
const reads = (property: string, value?: unknown) =>
  stage.nexudus.switches.readAs.push({ resource: 'teams', id: ACME, property, value });

/** What the channel says once nothing was written; the form says the same. */
async function saidInstead(): Promise<string> {
  const { plain } = await announced(stage);
  expect(plain).toContain(UNCHANGED);
  expect(stage.ana.modal()?.text()).toContain(UNCHANGED);
  return plain;
}

describe('a team that is read without one of its lists', () => {
  test.each([
    ['TeamMembers', 'Team members'],
    ['TeamAdministrators', 'Team administrators'],
    ['ExtraServices', 'Extra services'],
  ])('%s: nothing is written, and the list is named', async (property, name) => {
    const before = found(stage, 'teams', ACME);
    const form = await openForm(stage.ana, RENAME, 'New name');
    reads(property);
    await form.submit();
    expect(await saidInstead()).toContain(name);
    expect(writes(stage)).toEqual([]);
    expectOnlyChanged(before, stage.nexudus.record('teams', ACME), {});
  });
});

describe('a team that is read without another property', () => {
  test('is asked about, and written only after a yes', async () => {
    const { ana } = stage;
    reads('Twitter');
    reads('PayingMemberId');
    const form = await openForm(ana, RENAME, 'New name');
    const asked = await submitAndContinue(ana, form);
    expect(asked).toContain('Twitter');
    expect(asked).toContain('Paying customer');
    expect(linesOf(await announced(stage))[0]).toEqual(done('Acme Ltd', '@Ana Ruiz'));
    const body = onlyBody(stage);
    expect(body).not.toHaveProperty('Twitter');
    expect(body).not.toHaveProperty('PayingMemberId');
    expect(body).toMatchObject({ Name: 'Acme Ltd', Facebook: 'https://facebook.example/acme' });
  });

  test('is not written without the yes', async () => {
    const { ana } = stage;
    reads('Twitter');
    const form = await openForm(ana, RENAME, 'New name');
    expect((await form.submit()).body).toMatchObject({ response_action: 'push' });
    expect(writes(stage)).toEqual([]);
  });

  test('is not asked about where the form sets it', async () => {
    const { ana } = stage;
    reads('Name');
    const form = await openForm(ana, RENAME, 'New name');
    expectClosed(ana, await form.submit());
    expect(stage.nexudus.record('teams', ACME)?.Name).toBe('Acme Ltd');
    await announced(stage);
  });

  test('is asked about by Undo too', async () => {
    const { ana, nexudus } = stage;
    reads('Twitter');
    await submitAndContinue(ana, await openForm(ana, RENAME, 'New name'));
    await announced(stage);
    nexudus.put('teams', { Id: ACME, Twitter: 'theirs' });
    const question = await press(stage, ana);
    expect(question.text()).toContain('Nexudus didn’t return Twitter.');
    expect(nexudus.record('teams', ACME)).toMatchObject({ Name: 'Acme Ltd', Twitter: 'theirs' });
    expect(writes(stage)).toHaveLength(1);
  });

  test('which turns out only at the write, is not written', async () => {
    const form = await openForm(stage.ana, RENAME, 'New name');
    reads('Twitter');
    await form.submit();
    expect(await saidInstead()).toContain('Twitter');
    expect(writes(stage)).toEqual([]);
  });
});

test('a record that answers to another id is not written', async () => {
  const { ana, nexudus } = stage;
  const [acme, other] = [found(stage, 'teams', ACME), found(stage, 'teams', ACME + 1)];
  const form = await openForm(ana, RENAME, 'New name');
  reads('Id', ACME + 1);
  await form.submit();
  expect(writes(stage)).toEqual([]);
  expectOnlyChanged(acme, nexudus.record('teams', ACME), {});
  expectOnlyChanged(other, nexudus.record('teams', ACME + 1), {});
  nexudus.switches.readAs = [];
  await stage.until(
    () => botMessages(stage).some(({ plain }) => plain.startsWith('✅')),
    'the write once it reads right',
    10_000,
  );
  expect(nexudus.record('teams', ACME)?.Name).toBe('Acme Ltd');
});

test('instructions that a record still shows are not given again', async () => {
  const { ana } = stage;
  const before = found(stage, 'teams', ACME);
  reads('AddedTeamMembers', [1_415_000_002]);
  reads('RemovedTeamMembers', [1_415_000_001]);
  reads('NewTeamImage1Url', 'https://pictures.example/old.png');
  reads('ClearTeamLogoFile', true);
  const form = await openForm(ana, RENAME, 'New name');
  expectClosed(ana, await form.submit());
  expect(onlyBody(stage)).toMatchObject({
    AddedTeamMembers: null,
    RemovedTeamMembers: null,
    NewTeamImage1Url: null,
    ClearTeamLogoFile: null,
    TeamLogoFileName: 'acme-logo.png',
  });
  expectOnlyChanged(before, stage.nexudus.record('teams', ACME), { Name: 'Acme Ltd' });
  await announced(stage);
});

describe('values that no one touched', () => {
  test.each([
    ['DiscountTimePasses', '12.5', '12.500000000000000001', 'Discount on passes'],
    ['EngagementLevel', '3', '9007199254740993', 'Engagement level'],
  ])(
    '%s as %s: a number that can’t be held exactly is noticed, and nothing is written',
    async (property, is, shown, name) => {
      const { ana, nexudus } = stage;
      nexudus.switches.bodyAs = (path, json) =>
        path.endsWith(`/${ACME}`) ? json.replace(`"${property}":${is}`, `"${property}":${shown}`) : json;
      const form = await openForm(ana, RENAME, 'New name');
      await form.submit();
      expect(await saidInstead()).toContain(name);
      expect(writes(stage)).toEqual([]);
    },
  );

  test('may read back as texts after the write: nothing is said to differ', async () => {
    const { ana, nexudus } = stage;
    const before = found(stage, 'teams', ACME);
    const form = await openForm(ana, RENAME, 'New name');
    nexudus.switches.onArrival = (method) => {
      if (method !== 'PUT') return;
      reads('PayingMemberId', String(before.PayingMemberId));
      reads('TeamMembers', (before.TeamMembers as number[]).map(String));
      reads('MaxTeamMemberCount', '12');
    };
    expectClosed(ana, await form.submit());
    const lines = linesOf(await announced(stage));
    expect(lines[0]).toEqual(done('Acme Ltd', '@Ana Ruiz'));
    expect(lines.join('\n')).not.toContain('something else');
  });
});

test('a number that was cleared may read back as 0: nothing is said to differ', async () => {
  const { ana } = stage;
  const form = await openForm(ana, '/nexudus team update Acme', 'Maximum members');
  await form.type('Maximum members', '');
  await form.submit();
  reads('MaxTeamMemberCount', 0);
  await ana.modal()?.submit();
  const lines = linesOf(await announced(stage));
  expect(lines[0]).toEqual(done('Acme', '@Ana Ruiz'));
  expect(lines.join('\n')).not.toContain('something else');
});
