import { describe, expect, test } from '@jest/globals';
import type { Modal } from '../../src/sandbox/slack/start-slack.ts';
import { announced, expectClosed, linesOf, openForm } from '../support/channel.ts';
import { expectOnlyChanged, found, onlyBody } from '../support/nexudus-calls.ts';
import { done, resultOf } from '../support/outcomes.ts';
import { type SectionCase, sectionCases } from '../support/team-sections.ts';
import { useSandbox } from '../support/use-sandbox.ts';

const stage = useSandbox();
const ACME = 1_414_300_001;
const NORTHWIND_IN_CAMDEN = 1_414_300_004;

async function fillIn(form: Modal, fill: SectionCase['fill']): Promise<void> {
  for (const [label, value] of Object.entries(fill)) {
    if (typeof value === 'boolean') await form.tick(label, value);
    else if (typeof value === 'string') await form.type(label, value);
    else await form.pick(label, ...value);
  }
}

/** Of more than five changes a message shows four, and says how many more there are. */
const inShort = (changes: readonly string[]): string[] =>
  changes.length > 5 ? [...changes.slice(0, 4), `… and ${changes.length - 4} more`] : [...changes];

const sectionOptions = async (form: Modal) => (await form.search('Section', '')).map(({ text }) => text);

async function openSection(form: Modal, section: string, label: string): Promise<void> {
  await form.pick('Section', section);
  await stage.ana.waitForModal((modal) => modal.labels().includes(label), { what: label });
}

describe('team update', () => {
  test('opens at Basics and offers the seven sections', async () => {
    const form = await openForm(stage.ana, '/nexudus team update Acme', 'Section');
    expect(form.title).toBe('Update team');
    expect(form.value('Section')).toBe('Basics');
    expect(form.labels().slice(0, 2)).toEqual(['Team', 'Section']);
    expect(await sectionOptions(form)).toEqual([
      'Basics',
      'People',
      'Billing',
      'Prices',
      'Profile',
      'Images',
      'Social',
    ]);
  });

  test.each(sectionCases)('every field of $section ($word) is written as it was filled in', async (each) => {
    const { ana, nexudus } = stage;
    const before = found(stage, 'teams', ACME);
    const form = await openForm(ana, `/nexudus team ${each.word} Acme`, 'Section');
    expect(form.value('Section')).toBe(each.section);
    const labels = ['Team', 'Section', ...Object.keys(each.fill), ...(each.groups ?? [])];
    expect(form.labels().sort()).toEqual(labels.sort());
    await fillIn(form, each.fill);
    expectClosed(ana, await form.submit());

    expectOnlyChanged(before, nexudus.record('teams', ACME), each.changes);
    const body = onlyBody(stage);
    expect(body).toMatchObject(each.sent ?? {});
    for (const list of ['TeamMembers', 'TeamAdministrators', 'ExtraServices'])
      expect(body[list]).toEqual(nexudus.record('teams', ACME)?.[list]);
    const message = await announced(stage);
    expect(resultOf(message)).toEqual({
      head: done(String(each.changes.Name ?? 'Acme'), '@Ana Ruiz'),
      changes: inShort(each.bullets.map((bullet) => bullet.slice(2))),
      buttons: [
        ...(each.secret ? ['Show changes'] : each.bullets.length > 5 ? ['Show all'] : []),
        // Of pictures nothing can be put back.
        ...(each.section === 'Images' ? [] : ['Undo']),
      ],
    });
    expect(message.plain).not.toContain('Nexudus: ');
    if (each.secret) expect(`${message.plain} ${message.text}`).not.toMatch(each.secret);
  });

  test('what is filled in stays while sections are switched, is counted, and is sent together', async () => {
    const { ana, nexudus } = stage;
    const before = found(stage, 'teams', ACME);
    const form = await openForm(ana, '/nexudus team update Acme', 'Section');
    await form.type('Name', 'Acme Works');
    await openSection(form, 'Billing', 'Share passes');
    await form.tick('Share passes', false);
    await form.pick('Default plan', 'Dedicated desk');
    await openSection(form, 'People', 'Add members');
    await form.pick('Add members', 'Nia Roberts');
    await openSection(form, 'Social', 'Twitter');
    expect(await sectionOptions(form)).toEqual([
      'Basics (1 changed)',
      'People (1 changed)',
      'Billing (2 changed)',
      'Prices',
      'Profile',
      'Images',
      'Social',
    ]);
    await form.type('Skype', 'acme.works');
    await openSection(form, 'Billing', 'Share passes');
    expect(form.value('Section')).toBe('Billing (2 changed)');
    expect(form.value('Share passes')).toBe(false);
    expect(form.value('Default plan')).toBe('Dedicated desk');
    expect(form.value('Share booking credit')).toBe(true);
    await openSection(form, 'People', 'Add members');
    expect(form.value('Add members')).toEqual(['Nia Roberts']);
    await openSection(form, 'Basics', 'Name');
    expect(form.value('Name')).toBe('Acme Works');
    expectClosed(ana, await form.submit());
    expectOnlyChanged(before, nexudus.record('teams', ACME), {
      Name: 'Acme Works',
      ShareTimePasses: false,
      DefaultMemberTariffId: 1_414_500_002,
      DefaultMemberTariffName: 'Dedicated desk',
      Skype: 'acme.works',
      TeamMembers: [
        1_415_000_001, 1_415_000_004, 1_415_000_007, 1_415_000_010, 1_415_000_013, 1_415_000_016,
        1_415_000_014,
      ],
      CoworkerIds: `${before.CoworkerIds},1415000014`,
      CoworkerFullNames: `${before.CoworkerFullNames},Nia Roberts`,
      CoworkerBillingNames: `${before.CoworkerBillingNames},Nia Roberts`,
      ActiveContracts: 6,
    });
    expect(linesOf(await announced(stage)).slice(1)).toEqual([
      '• Name: Acme → Acme Works',
      '• 1 member added',
      '• Default plan: changed',
      '• Share passes: changed',
      '• Skype: acme.calls → acme.works',
      '[Show changes] [Undo]',
      'NX-…',
    ]);
  });

  test('“Show changes” tells the private values to who may change teams, and to no one else', async () => {
    const { ana, slack } = stage;
    const form = await openForm(ana, '/nexudus team billing Acme', 'Section');
    await form.pick('Paying customer', 'Amara Okafor');
    await form.pick('Default plan', 'Dedicated desk');
    expectClosed(ana, await form.submit());
    const message = await announced(stage);
    await slack.as('Leo').click(message, 'Show changes');
    await stage.until(() => slack.ephemerals('Leo').length > 0, 'an answer to Leo');
    expect(slack.ephemerals('Leo')[0]?.plain).toContain("Paying customer: Siobhán O'Brien → Amara Okafor");
    expect(slack.ephemerals('Leo')[0]?.plain).toContain('Default plan: Team member → Dedicated desk');
    for (const name of ['Sam', 'Gus']) {
      await slack.as(name).click(message, 'Show changes');
      await stage.until(() => slack.ephemerals(name).length > 0, `an answer to ${name}`);
      expect(slack.ephemerals(name)[0]?.plain).not.toMatch(/Okafor|Dedicated|O'Brien/);
    }
    expect(slack.messages('#ops')[0]?.plain).not.toMatch(/Okafor|Dedicated/);
  });

  test('a field put back to what it was no longer counts', async () => {
    const form = await openForm(stage.ana, '/nexudus team billing Acme', 'Section');
    await form.tick('Share passes', false);
    await openSection(form, 'Social', 'Twitter');
    await openSection(form, 'Billing', 'Share passes');
    await form.tick('Share passes', true);
    await openSection(form, 'Social', 'Twitter');
    expect(await sectionOptions(form)).toContain('Billing');
  });

  test('fields of a team that has none yet are filled', async () => {
    const { ana, nexudus } = stage;
    const before = found(stage, 'teams', NORTHWIND_IN_CAMDEN);
    const form = await openForm(ana, `/nexudus team prices ${NORTHWIND_IN_CAMDEN}`, 'Section');
    await form.type('Discount on passes', '2.5');
    await form.pick('Add rates', 'Parking space');
    await openSection(form, 'Basics', 'Description');
    await form.type('Description', 'New');
    expectClosed(ana, await form.submit());
    expectOnlyChanged(before, nexudus.record('teams', NORTHWIND_IN_CAMDEN), {
      DiscountTimePasses: 2.5,
      ExtraServices: [1_414_600_012],
      Description: 'New',
    });
    expect(resultOf(await announced(stage))).toEqual({
      head: done('Northwind', '@Ana Ruiz'),
      changes: ['Description: changed', 'Discount on passes: changed', '1 rate added'],
      buttons: ['Show changes', 'Undo'],
    });
  });

  test('one invoice without anybody who pays it is explained and not sent', async () => {
    const { ana, nexudus } = stage;
    const form = await openForm(ana, `/nexudus team billing ${NORTHWIND_IN_CAMDEN}`, 'Section');
    await form.tick('One invoice for the team');
    await form.submit();
    expect(form.errors()).toEqual({
      Invoices: expect.stringContaining('paying customer'),
    });
    await form.pick('Paying customer', 'Zoë Łukasiewicz');
    expectClosed(ana, await form.submit());
    expect(nexudus.record('teams', NORTHWIND_IN_CAMDEN)).toMatchObject({
      CreateSingleInvoiceForTeam: true,
      PayingMemberId: 1_415_000_003,
    });
    await announced(stage);
  });

  test.each([
    ['team members Acme', 'People'],
    ['team people Acme', 'People'],
    ['team administrators Acme', 'People'],
    ['team billing Acme', 'Billing'],
    ['team discounts Acme', 'Prices'],
    ['team profile Acme', 'Profile'],
    ['billing team Acme', 'Billing'],
  ])('/nexudus %s opens at %s', async (words, section) => {
    const form = await openForm(stage.ana, `/nexudus ${words}`, 'Section');
    expect(form.value('Team')).toBe('Acme');
    expect(form.value('Section')).toBe(section);
  });
});
