import { describe, expect, test } from '@jest/globals';
import type { Modal } from '../../src/sandbox/slack/start-slack.ts';
import { announced, expectClosed, openForm } from '../support/channel.ts';
import { expectOnlyChanged, found, writes } from '../support/nexudus-calls.ts';
import { useSandbox } from '../support/use-sandbox.ts';

// Slack may return prefilled inputs that no one touched as blank once a view was redrawn (slackapi/bolt-js#1073).
const stage = useSandbox();
const ACME = 1_414_300_001;

const FIRST_LABEL = {
  Basics: 'Description',
  Billing: 'Share passes',
  Images: 'Remove logo',
  Social: 'Twitter',
};

async function show(form: Modal, section: keyof typeof FIRST_LABEL): Promise<void> {
  await form.pick('Section', section);
  await stage.ana.waitForModal((modal) => modal.labels().includes(FIRST_LABEL[section]), { what: section });
}

/** The question on top of the form; fails when the form was taken without one. */
const question = (): Modal => {
  expect(stage.ana.modals().map(({ submitText }) => submitText)).toEqual(['Save', 'Continue']);
  return stage.ana.modal() as Modal;
};

const answer = async (value: 'keep' | 'cleared'): Promise<void> => {
  const asked = question();
  const choice = asked.fields().find(({ element }) => element.type === 'radio_buttons');
  await asked.pick({ blockId: choice?.blockId ?? '', actionId: choice?.actionId ?? '' }, { value });
  await asked.submit();
};

const BASICS = ['Description', 'Tunnel private group ID', 'Maximum members', 'Disable attendance dashboard'];
const BILLING = [
  'One invoice for the team',
  'Paying customer',
  'Default plan',
  'Combine credits with the paying customer',
  'Share passes',
  'Share extra services',
  'Share booking credit',
];

describe.each([
  ['Basics', 'update', BASICS],
  ['Billing', 'billing', BILLING],
] as const)('%s, another section, and back, with nothing touched', (section, word, labels) => {
  test.each(['typed after the command', 'picked by hand'])(
    'all blanks are asked about (team %s)',
    async (how) => {
      const { ana, slack, nexudus } = stage;
      const before = found(stage, 'teams', ACME);
      slack.faults.blankPrefilled = true;
      const typed = how === 'typed after the command';
      const form = await openForm(
        ana,
        `/nexudus team ${word}${typed ? ' Acme' : ''}`,
        typed ? 'Section' : 'Team',
      );
      if (!typed) {
        await form.pick('Team', 'Acme');
        await ana.waitForModal((modal) => modal.labels().includes('Section'));
        if (section !== 'Basics') await show(form, section);
      }
      await show(form, 'Social');
      await show(form, section);
      await show(form, 'Social');
      await form.type('Skype', 'acme.works');
      await form.submit();
      for (const label of labels) expect(question().text()).toContain(label);
      expect(writes(stage)).toEqual([]);
      await answer('keep');
      expectOnlyChanged(before, nexudus.record('teams', ACME), { Skype: 'acme.works' });
      await announced(stage);
    },
  );

  test('and sent from there: all blanks are asked about', async () => {
    const { ana, slack, nexudus } = stage;
    const before = found(stage, 'teams', ACME);
    slack.faults.blankPrefilled = true;
    const form = await openForm(ana, `/nexudus team ${word} Acme`, 'Section');
    await show(form, 'Social');
    await form.type('Skype', 'acme.works');
    await show(form, section);
    await form.submit();
    for (const label of labels) expect(question().text()).toContain(label);
    expect(writes(stage)).toEqual([]);
    // Whoever presses Continue without a look clears nothing.
    await question().submit();
    expectOnlyChanged(before, nexudus.record('teams', ACME), { Skype: 'acme.works' });
    await announced(stage);
  });
});

test('what no one can have left blank is still there when its section is shown again', async () => {
  stage.slack.faults.blankPrefilled = true;
  const form = await openForm(stage.ana, '/nexudus team update Acme', 'Section');
  await show(form, 'Social');
  await show(form, 'Basics');
  expect(form.value('Name')).toBe('Acme');
  expect(form.value('Location')).toBe('Soho');
  expect(form.value('Description')).toBe('Makes everything.\nThird floor, keys 31 to 36.');
  expect(form.value('Disable attendance dashboard')).toBe(true);
});

test('what was typed or ticked in a section stays, though the section comes back blank', async () => {
  const { ana, slack, nexudus } = stage;
  const before = found(stage, 'teams', ACME);
  const form = await openForm(ana, '/nexudus team logo Acme', 'Section');
  await form.tick('Remove logo');
  await show(form, 'Social');
  await show(form, 'Images');
  expect(form.value('Remove logo')).toBe(true);
  slack.faults.blankPrefilled = true;
  await form.submit();
  expect(question().text()).toContain('Remove logo');
  await answer('keep');
  expectOnlyChanged(before, nexudus.record('teams', ACME), { TeamLogoFileName: null });
  await announced(stage);
});

test('a box that is ticked proves nothing of what stands beside its group', async () => {
  const { ana, slack, nexudus } = stage;
  nexudus.put('teams', { Id: ACME, ShareBookingCredit: false });
  const before = found(stage, 'teams', ACME);
  slack.faults.blankPrefilled = true;
  const form = await openForm(ana, '/nexudus team billing Acme', 'Section');
  await form.tick('Share booking credit');
  await form.submit();
  for (const label of ['One invoice for the team', 'Paying customer', 'Default plan'])
    expect(question().text()).toContain(label);
  expect(question().text()).not.toContain('Share');
  await answer('keep');
  expectOnlyChanged(before, nexudus.record('teams', ACME), { ShareBookingCredit: true });
  await announced(stage);
});

describe('what a person blanks on purpose', () => {
  test('a text stays blank from section to section, is asked about, and is cleared', async () => {
    const { ana, nexudus } = stage;
    const before = found(stage, 'teams', ACME);
    const form = await openForm(ana, '/nexudus team update Acme', 'Section');
    await form.clear('Description');
    await show(form, 'Social');
    await show(form, 'Basics');
    expect(form.value('Description')).toBe('');
    await form.submit();
    expect(question().text()).toContain('Description');
    await answer('cleared');
    expectOnlyChanged(before, nexudus.record('teams', ACME), { Description: null });
    await announced(stage);
  });

  test('a tick in a section that came back whole is simply taken out', async () => {
    const { ana, nexudus } = stage;
    const before = found(stage, 'teams', ACME);
    const form = await openForm(ana, '/nexudus team billing Acme', 'Section');
    await form.tick('Share passes', false);
    await show(form, 'Social');
    await show(form, 'Billing');
    expect(form.value('Share passes')).toBe(false);
    expectClosed(ana, await form.submit());
    expectOnlyChanged(before, nexudus.record('teams', ACME), { ShareTimePasses: false });
    await announced(stage);
  });

  test('is asked about once, and cleared, where Slack blanks the rest', async () => {
    const { ana, slack, nexudus } = stage;
    slack.faults.blankPrefilled = true;
    nexudus.put('teams', { Id: ACME, TunnelPrivateGroupId: null, MaxTeamMemberCount: null });
    const before = found(stage, 'teams', ACME);
    const update = await openForm(ana, '/nexudus team update Acme', 'Section');
    await update.clear('Description');
    await update.tick('Disable attendance dashboard', false);
    await show(update, 'Images');
    await show(update, 'Basics');
    await update.submit();
    await answer('cleared');
    expectOnlyChanged(before, nexudus.record('teams', ACME), {
      Description: null,
      DisableAttendanceDashboard: false,
    });
    await announced(stage);
  });
});

test('a value that came back blank and is kept is looked at like any other', async () => {
  const { ana, slack } = stage;
  slack.faults.blankPrefilled = true;
  const form = await openForm(ana, '/nexudus team prices Acme discountPlans=500', 'Discount on plans');
  await form.submit();
  await answer('keep');
  await ana.waitForModal((modal) => modal.text().includes('Enter a number from 0 to 100.'));
  expect(writes(stage)).toEqual([]);
});
