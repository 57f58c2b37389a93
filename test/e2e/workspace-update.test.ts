import { describe, expect, test } from '@jest/globals';
import { announced, expectClosed, linesOf, openForm } from '../support/channel.ts';
import { expectOnlyChanged, found, onlyBody } from '../support/nexudus-calls.ts';
import { done, resultOf } from '../support/outcomes.ts';
import { useSandbox } from '../support/use-sandbox.ts';

const stage = useSandbox();
const NEWSLETTER = 1_414_700_001;
const FILM_CLUB = 1_414_700_004;

describe('workspace update', () => {
  test('shows what the workspace has, and says what kind of workspace is meant', async () => {
    const form = await openForm(stage.ana, '/nexudus workspace update Newsletter', 'Name');
    expect(form.title).toBe('Update workspace');
    expect(form.labels()).toEqual([
      'Collaboration workspace',
      'Location',
      'Administrator',
      'Name',
      'Description',
      'Options',
      'Visible in My Spaces',
      'Visible by everyone',
      'Archived',
      'Add members',
      'Remove members',
    ]);
    expect(form.labels().map((label) => form.value(label))).toEqual([
      'Newsletter',
      'Soho',
      'Marcus Webb',
      'Newsletter',
      'Drafts and pictures for the monthly letter.',
      ['Visible in My Spaces'],
      true,
      false,
      false,
      [],
      [],
    ]);
    expect(form.fields()[0]?.hint).toContain('community space');
  });

  test('every field can be changed; members and the administrator are named without their values', async () => {
    const { ana, nexudus } = stage;
    const before = found(stage, 'workspaces', NEWSLETTER);
    const form = await openForm(ana, '/nexudus workspace update Newsletter', 'Name');
    await form.pick('Location', 'Shoreditch');
    await form.pick('Administrator', 'Hannah Lindqvist');
    await form.type('Name', 'Monthly letter');
    await form.type('Description', 'Drafts only.');
    await form.tick('Visible in My Spaces', false);
    await form.tick('Visible by everyone');
    await form.tick('Archived');
    await form.pick('Add members', 'Hannah Lindqvist', 'Nia Roberts');
    await form.pick('Remove members', "Siobhán O'Brien");
    expectClosed(ana, await form.submit());

    expectOnlyChanged(before, nexudus.record('workspaces', NEWSLETTER), {
      BusinessId: 1_414_940_211,
      AdministratorId: 1_415_000_006,
      Name: 'Monthly letter',
      Description: 'Drafts only.',
      VisibleInMySpaces: false,
      VisibleByEveryone: true,
      Archived: true,
      Members: [1_415_000_002, 1_415_000_004, 1_415_000_010, 1_415_000_013, 1_415_000_006, 1_415_000_014],
    });
    expect(onlyBody(stage)).toMatchObject({
      Members: [1_415_000_002, 1_415_000_004, 1_415_000_010, 1_415_000_013, 1_415_000_006, 1_415_000_014],
      AddedMembers: [1_415_000_006, 1_415_000_014],
      RemovedMembers: [1_415_000_001],
    });
    const message = await announced(stage);
    expect(resultOf(message)).toEqual({
      head: done('Monthly letter', '@Ana Ruiz'),
      changes: [
        'Location: Soho → Shoreditch',
        'Administrator: changed',
        'Name: Newsletter → Monthly letter',
        'Description: Drafts and pictures for the monthly letter. → Drafts only.',
        '… and 5 more',
      ],
      buttons: ['Show changes', 'Undo'],
    });
    expect(JSON.stringify(message)).not.toMatch(/Hannah|Marcus|Nia Roberts|O'Brien|14150000/);
  });

  test('members alone: the list and its difference are sent, everything else stays', async () => {
    const { ana, nexudus } = stage;
    const before = found(stage, 'workspaces', FILM_CLUB);
    const form = await openForm(ana, '/nexudus workspace update "Film club"', 'Name');
    await form.pick('Add members', 'Zoë Łukasiewicz');
    expectClosed(ana, await form.submit());
    expectOnlyChanged(before, nexudus.record('workspaces', FILM_CLUB), { Members: [1_415_000_003] });
    expect(onlyBody(stage)).toMatchObject({
      Members: [1_415_000_003],
      AddedMembers: [1_415_000_003],
      RemovedMembers: [],
    });
    expect(linesOf(await announced(stage)).slice(1)).toEqual([
      '• 1 member added',
      '[Show changes] [Undo]',
      'NX-…',
    ]);
  });

  test('Remove members offers only those who are members now', async () => {
    const form = await openForm(stage.ana, '/nexudus workspace update Newsletter', 'Name');
    const offered = await form.search('Remove members', '');
    expect(offered.map(({ value }) => value).sort()).toEqual([
      '1415000001',
      '1415000002',
      '1415000004',
      '1415000010',
      '1415000013',
    ]);
  });

  test('archiving changes nothing but that', async () => {
    const { ana, nexudus } = stage;
    const before = found(stage, 'workspaces', NEWSLETTER);
    const form = await openForm(ana, '/nexudus workspace archive Newsletter', 'Archived');
    await form.tick('Archived');
    expectClosed(ana, await form.submit());
    expectOnlyChanged(before, nexudus.record('workspaces', NEWSLETTER), { Archived: true });
    expect(linesOf(await announced(stage)).slice(1)).toEqual(['• Archived: no → yes', '[Undo]', 'NX-…']);
  });
});
