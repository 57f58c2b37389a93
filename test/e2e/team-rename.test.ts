import { describe, expect, test } from '@jest/globals';
import { announced, expectClosed, openForm } from '../support/channel.ts';
import { expectOnlyChanged, found, onlyBody } from '../support/nexudus-calls.ts';
import { done, resultOf } from '../support/outcomes.ts';
import { useSandbox } from '../support/use-sandbox.ts';

const stage = useSandbox();
const ACME = 1_414_300_001;

describe('team rename', () => {
  test('the text after the command fills the whole form', async () => {
    const form = await openForm(stage.ana, '/nexudus team rename Acme to "Acme Ltd"', 'New name');
    expect(form.title).toBe('Rename team');
    expect(form.submitText).toBe('Rename');
    expect(form.labels()).toEqual(['Team', 'New name']);
    expect(form.value('Team')).toBe('Acme');
    expect(form.value('New name')).toBe('Acme Ltd');
  });

  test('leaves the other 60 and more properties exactly as they were', async () => {
    const { ana, nexudus } = stage;
    const before = found(stage, 'teams', ACME);
    expect(Object.keys(before).length).toBeGreaterThan(60);
    const form = await openForm(ana, '/nexudus team rename Acme to "Acme Ltd"', 'New name');
    const callsBefore = nexudus.calls.length;
    expectClosed(ana, await form.submit());

    expectOnlyChanged(before, nexudus.record('teams', ACME), { Name: 'Acme Ltd' });
    // The same said in literals, for what people would miss most.
    expect(nexudus.record('teams', ACME)).toMatchObject({
      Id: ACME,
      BusinessId: 1_414_940_210,
      Description: 'Makes everything.\nThird floor, keys 31 to 36.',
      TunnelPrivateGroupId: 'vlan-120',
      TeamMembers: [1_415_000_001, 1_415_000_004, 1_415_000_007, 1_415_000_010, 1_415_000_013, 1_415_000_016],
      TeamAdministrators: [1_415_000_001, 1_415_000_007],
      CreateSingleInvoiceForTeam: true,
      UseSpecialPrices: true,
      PayingMemberId: 1_415_000_001,
      DefaultMemberTariffId: 1_414_500_003,
      MaxTeamMemberCount: 12,
      TransferCreditsToPayingMember: true,
      ShareTimePasses: true,
      ShareExtraServices: true,
      ShareBookingCredit: true,
      DiscountExtraServices: 10,
      DiscountTimePasses: 12.5,
      DiscountCharges: 5,
      DiscountTariffs: 20,
      ProfileIsPublic: true,
      HasCommunityGroup: true,
      TeamLogoFileName: 'acme-logo.png',
      TeamImage1FileName: 'acme-anvil.jpg',
      Twitter: '@acme',
      DisableAttendanceDashboard: true,
      ExtraServices: [1_414_600_001, 1_414_600_003],
      SystemId: 'crm-acme-77',
    });
    // Nothing that Nexudus may clear was left out of the body, read-only properties included.
    expect(onlyBody(stage)).toEqual({ ...before, Name: 'Acme Ltd' });

    const message = await announced(stage);
    expect(resultOf(message)).toEqual({
      head: done('Acme to Acme Ltd', '@Ana Ruiz'),
      // Its title says all of it.
      changes: [],
      buttons: ['Undo'],
    });
    const ofTheTeam = nexudus.calls
      .slice(callsBefore)
      .filter(({ method, path }) => method === 'PUT' || path.startsWith('/api/spaces/teams/'));
    expect(ofTheTeam.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /api/spaces/teams/1414300001',
      'PUT /api/spaces/teams',
      'GET /api/spaces/teams/1414300001',
    ]);
  });

  test('a team that is picked shows its name, to be written over', async () => {
    const { ana, nexudus } = stage;
    const form = await openForm(ana, '/nexudus team rename', 'Team');
    expect(form.labels()).toEqual(['Team']);
    await form.pick('Team', 'Kestrel Robotics');
    await ana.waitForModal((modal) => modal.labels().includes('New name'));
    expect(form.value('New name')).toBe('Kestrel Robotics');
    const before = found(stage, 'teams', 1_414_300_009);
    await form.type('New name', 'Kestrel & Sons');
    expectClosed(ana, await form.submit());
    expectOnlyChanged(before, nexudus.record('teams', 1_414_300_009), { Name: 'Kestrel & Sons' });
    expect(resultOf(await announced(stage)).head).toEqual(done('Kestrel Robotics to Kestrel & Sons'));
  });

  test('names that look like markup or mentions are stored and shown as they are', async () => {
    const { ana, nexudus } = stage;
    const form = await openForm(ana, '/nexudus team rename', 'Team');
    await form.pick('Team', '*bold* @here <!channel> & _more_');
    await ana.waitForModal((modal) => modal.labels().includes('New name'));
    expect(form.value('New name')).toBe('*bold* @here <!channel> & _more_');
    await form.type('New name', '<@U0SAM0000> *all* <!here> `x` &amp; ~y~ :tada:');
    expectClosed(ana, await form.submit());
    expect(nexudus.record('teams', 1_414_300_006)?.Name).toBe(
      '<@U0SAM0000> *all* <!here> `x` &amp; ~y~ :tada:',
    );
    const message = await announced(stage);
    expect(resultOf(message)).toEqual({
      head: done(
        '*bold* @here <!channel> & _more_ to <@U0SAM0000> *all* <!here> `x` &amp; ~y~ :tada:',
        '@Ana Ruiz',
      ),
      changes: [],
      buttons: ['Undo'],
    });
    expect(message.mentions).toEqual(['U0ANA0000']);
  });

  test('a name of 254 characters is stored whole', async () => {
    const { ana, nexudus } = stage;
    const form = await openForm(ana, '/nexudus team rename Acme', 'New name');
    await form.type('New name', 'x'.repeat(254));
    expectClosed(ana, await form.submit());
    expect(nexudus.record('teams', ACME)?.Name).toBe('x'.repeat(254));
    // The title holds the beginning of it, so the change is listed.
    expect(resultOf(await announced(stage)).buttons).toEqual(['Show all', 'Undo']);
  });

  test('a second rename right after shows the name that the first one gave', async () => {
    const { ana, nexudus } = stage;
    const first = await openForm(ana, '/nexudus team rename Acme to "Acme One"', 'New name');
    expectClosed(ana, await first.submit());
    await announced(stage);
    const second = await openForm(ana, '/nexudus team rename "Acme One" to "Acme Two"', 'New name');
    expect(second.value('Team')).toBe('Acme One');
    expectClosed(ana, await second.submit());
    expect(nexudus.record('teams', ACME)?.Name).toBe('Acme Two');
    const message = await announced(stage, '#ops', 2);
    expect(resultOf(message).head).toEqual(done('Acme One to Acme Two'));
  });
});
