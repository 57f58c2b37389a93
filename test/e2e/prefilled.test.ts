import { describe, expect, test } from '@jest/globals';
import type { Modal } from '../../src/sandbox/slack/start-slack.ts';
import { announced, botMessages, expectClosed, linesOf, openForm } from '../support/channel.ts';
import { expectOnlyChanged, found, writes } from '../support/nexudus-calls.ts';
import { resultOf } from '../support/outcomes.ts';
import { say } from '../support/sentences.ts';
import { useSandbox } from '../support/use-sandbox.ts';

const stage = useSandbox();
const ACME = 1_414_300_001;
const BLUE = 1_414_200_001;
const FOCUS = 1_414_200_002;
const EVENTS = 1_413_000_006;

const withLabel = (label: string) =>
  stage.ana.waitForModal((modal) => modal.labels().includes(label), { what: label });

test('a text that is too long for a form is named above it, and its field can be filled in', async () => {
  const long = 'n'.repeat(3001);
  const form = await openForm(stage.ana, `/nexudus video-room create name="${long}" participants=8`, 'Name');
  expect(form.text()).toContain('Name: nnn');
  expect(form.value('Name')).toBe('');
  expect(form.value('Number of participants')).toBe('8');
});

const showsTownHall = (modal: Modal) =>
  modal.labels().includes('Name') && modal.value('Name') === 'Town hall';

describe('the picker of an update', () => {
  test.each([
    ['video-room update', 'Video room', 'Focus room', 'Name'],
    ['workspace update', 'Collaboration workspace', 'Film club', 'Name'],
    ['team rename', 'Team', 'Kestrel Robotics', 'New name'],
    ['team update', 'Team', 'Kestrel Robotics', 'Section'],
    ['role add-users', 'Role', 'Events', 'Users'],
    ['role update', 'Role', 'Events', 'Name'],
  ])('%s: only the picker is there until a record is', async (words, picker, record, label) => {
    const form = await openForm(stage.ana, `/nexudus ${words}`, picker);
    expect(form.labels()).toEqual([picker]);
    await form.pick(picker, record);
    await withLabel(label);
    expect(form.value(picker)).toBe(record);
  });

  test('accepts an id that is typed', async () => {
    const form = await openForm(stage.ana, '/nexudus team rename', 'Team');
    const offered = await form.search('Team', '1414300009');
    expect(offered).toEqual([{ text: 'Kestrel Robotics', value: '1414300009' }]);
    await form.pick('Team', '1414300009');
    await withLabel('New name');
    expect(form.value('New name')).toBe('Kestrel Robotics');
  });

  test('finds by any word, whatever the case and the accents', async () => {
    const form = await openForm(stage.ana, '/nexudus team rename', 'Team');
    const names = async (query: string) => (await form.search('Team', query)).map(({ text }) => text);
    expect(await names('ROBOTICS')).toEqual(['Kestrel Robotics']);
    expect(await names('works łodz')).toEqual(['Łódź Film Works']);
    expect(await names('acme')).toEqual(['Acme', 'Acme Studios']);
    expect(await names("o'brien")).toEqual(["O'Brien Legal"]);
    expect(await names('no such team')).toEqual([]);
  });

  test('tells customers of one name apart by their e-mail', async () => {
    const form = await openForm(stage.ana, '/nexudus workspace update Newsletter', 'Add members');
    expect((await form.search('Add members', 'chris taylor')).map(({ value }) => value)).toEqual([
      '1415000007',
      '1415000008',
    ]);
    expect(await form.search('Add members', 'chris.taylor2@example.com')).toHaveLength(1);
  });

  test('shows the permissions that a role lacks by record type, and says in the heading that there are more than Slack takes', async () => {
    const form = await openForm(stage.ana, '/nexudus role update Events', 'Add permissions');
    const offered = await form.search('Add permissions', '');
    // 208 record types have 5 each. Slack takes 100 groups, and of these the role has 4 permissions already.
    expect(offered).toHaveLength(496);
    const groups = new Set(offered.map(({ group }) => group));
    expect(groups.size).toBe(100);
    expect([...groups][0]).toBe(say.typeMore(496, 1007));
    const has = found(stage, 'userroles', EVENTS).Roles as number[];
    expect(offered.filter(({ value }) => has.includes(Number(value)))).toEqual([]);
    const narrowed = await form.search('Add permissions', 'team-');
    expect(narrowed.map(({ text }) => text)).toContain('Team-Edit');
    expect(narrowed.filter(({ group }) => group === 'Team').map(({ text }) => text)).toEqual([
      'Team-Create',
      'Team-Delete',
      'Team-Edit',
      'Team-List',
      'Team-Read',
    ]);
  });

  test('another record discards what was typed, and says so', async () => {
    const { ana } = stage;
    const form = await openForm(ana, '/nexudus video-room update "Focus room"', 'Name');
    await form.type('Description', 'For Focus');
    await form.pick('Video room', 'Town hall');
    await ana.waitForModal(showsTownHall);
    expect(form.value('Description')).toBe('');
    expect(form.value('Number of participants')).toBe('250');
    expect(form.text()).toContain(say.discarded('Focus room'));
    await form.type('Number of participants', '251');
    const before = found(stage, 'videorooms', FOCUS);
    expectClosed(ana, await form.submit());
    expectOnlyChanged(before, stage.nexudus.record('videorooms', FOCUS), {});
    expect(resultOf(await announced(stage)).changes).toEqual(['Number of participants: 250 → 251']);
  });

  test('another record says nothing when nothing was typed', async () => {
    const form = await openForm(stage.ana, '/nexudus video-room update "Focus room"', 'Name');
    await form.pick('Video room', 'Town hall');
    await stage.ana.waitForModal(showsTownHall);
    expect(form.text()).not.toContain('discarded');
  });
});

describe('a field that was filled and comes back empty', () => {
  test('deliberately: it is asked about, and cleared on Continue', async () => {
    const { ana, nexudus } = stage;
    const before = found(stage, 'videorooms', BLUE);
    const form = await openForm(ana, `/nexudus video-room update ${BLUE}`, 'Name');
    await form.clear('Description');
    expect((await form.submit()).body).toMatchObject({ response_action: 'push' });
    expect(ana.modal()?.text()).toContain(say.clears(['Description']));
    expect(writes(stage)).toEqual([]);
    expect((await ana.modal()?.submit())?.body).toEqual({ response_action: 'clear' });
    expectOnlyChanged(before, nexudus.record('videorooms', BLUE), { Description: null });
    expect(linesOf(await announced(stage)).slice(1)).toEqual([
      '• Description: For stand-ups. Camera on, please. → (blank)',
      '[Undo]',
      'NX-…',
    ]);
  });

  test('spaces are empty too', async () => {
    const form = await openForm(stage.ana, `/nexudus video-room update ${BLUE}`, 'Name');
    await form.type('Description', '   ');
    await form.submit();
    expect(stage.ana.modal()?.text()).toContain(say.clears(['Description']));
  });

  test('Back returns to the form as it was', async () => {
    const { ana } = stage;
    const form = await openForm(ana, `/nexudus video-room update ${BLUE}`, 'Name');
    await form.clear('Description');
    await form.type('Number of participants', '9');
    await form.submit();
    await ana.modal()?.close();
    expect(ana.modal()?.value('Number of participants')).toBe('9');
    expect(ana.modal()?.value('Description')).toBe('');
    expect(writes(stage)).toEqual([]);
  });

  test('in two sections: all of them are named, and cleared together', async () => {
    const { ana, nexudus } = stage;
    const before = found(stage, 'teams', ACME);
    const form = await openForm(ana, '/nexudus team update Acme', 'Description');
    await form.clear('Description');
    await form.clear('Maximum members');
    await form.pick('Section', 'Profile');
    await withLabel('Profile tags');
    await form.clear('Profile tags');
    await form.pick('Section', 'Social');
    await withLabel('Twitter');
    await form.submit();
    expect(ana.modal()?.text()).toContain(say.clears(['Description', 'Maximum members', 'Profile tags']));
    await ana.modal()?.submit();
    expectOnlyChanged(before, nexudus.record('teams', ACME), {
      Description: null,
      MaxTeamMemberCount: null,
      ProfileTags: null,
    });
    await announced(stage);
  });

  test('with a box that was unticked: one is cleared, the other turned off', async () => {
    const { ana, nexudus } = stage;
    const before = found(stage, 'teams', ACME);
    const form = await openForm(ana, '/nexudus team update Acme', 'Description');
    await form.clear('Description');
    await form.tick('Disable attendance dashboard', false);
    await form.submit();
    const question = ana.modal() as Modal;
    expect(question.text()).toContain('Clear Description? Turn off “Disable attendance dashboard”?');
    await question.pick(say.blankAndUnticked, say.clearAndTurnOff);
    await question.submit();
    const changed = { Description: null, DisableAttendanceDashboard: false };
    expectOnlyChanged(before, nexudus.record('teams', ACME), changed);
    await announced(stage);
  });

  test('ticks are no such fields: both audiences unticked is simply stored', async () => {
    const { ana, nexudus } = stage;
    const before = found(stage, 'videorooms', 1_414_200_005);
    const form = await openForm(ana, '/nexudus video-room update 1414200005', 'Name');
    await form.tick('Only for contacts', false);
    await form.tick('Only for members', false);
    expectClosed(ana, await form.submit());
    expectOnlyChanged(before, nexudus.record('videorooms', 1_414_200_005), {
      OnlyForContacts: false,
      OnlyForMembers: false,
    });
    await announced(stage);
  });
});

describe('Slack’s known bug: fields that no one touched arrive blank', () => {
  const keep = async (): Promise<void> => {
    const question = stage.ana.modal() as Modal;
    await question.pick(question.labels()[0] ?? '', { value: 'keep' });
    await question.submit();
  };

  test('they are asked about, and “Keep current value” leaves them alone', async () => {
    const { ana, slack, nexudus } = stage;
    const before = found(stage, 'videorooms', BLUE);
    const form = await openForm(ana, `/nexudus video-room update ${BLUE}`, 'Name');
    await form.type('Number of participants', '9');
    slack.faults.blankPrefilled = true;
    await form.submit();
    const said = ana.modal()?.text() ?? '';
    expect(said).toContain('Description');
    // What can't be blank is not asked about: no one can have meant that.
    expect(said).not.toMatch(/clears:.*(Location|Name)/);
    expect(writes(stage)).toEqual([]);
    await keep();
    expectOnlyChanged(before, nexudus.record('videorooms', BLUE), { NumberOfParticipants: 9 });
    expect(resultOf(await announced(stage)).changes).toEqual(['Number of participants: 8 → 9']);
  });

  test('kept, and nothing else changed: nothing is written, and the form says so', async () => {
    const { ana, slack } = stage;
    await openForm(ana, `/nexudus video-room update ${BLUE}`, 'Name');
    slack.faults.blankPrefilled = true;
    await (ana.modal() as Modal).submit();
    await keep();
    await ana.waitForModal((modal) => modal.text().includes(say.unchanged));
    expect(writes(stage)).toEqual([]);
  });

  test('a rename is not hindered by it', async () => {
    const { ana, slack, nexudus } = stage;
    const before = found(stage, 'teams', ACME);
    const form = await openForm(ana, '/nexudus team rename Acme', 'New name');
    await form.type('New name', 'Acme Ltd');
    slack.faults.blankPrefilled = true;
    await form.submit();
    expectOnlyChanged(before, nexudus.record('teams', ACME), { Name: 'Acme Ltd' });
    await announced(stage);
  });

  test('over all sections of a team only what was typed changes', async () => {
    const { ana, slack, nexudus } = stage;
    const before = found(stage, 'teams', ACME);
    slack.faults.blankPrefilled = true;
    const form = await openForm(ana, '/nexudus team update Acme', 'Name');
    for (const [section, label] of [
      ['Billing', 'Default plan'],
      ['Prices', 'Discount on plans'],
      ['Profile', 'Profile tags'],
      ['Social', 'Twitter'],
    ] as const) {
      await form.pick('Section', section);
      await withLabel(label);
    }
    await form.type('Twitter', '@acme_ltd');
    await form.submit();
    await keep();
    expectOnlyChanged(before, nexudus.record('teams', ACME), { Twitter: '@acme_ltd' });
    await announced(stage);
  });

  test('a new room’s prefilled text is kept, not lost', async () => {
    const { ana, slack, nexudus } = stage;
    const form = await openForm(
      ana,
      '/nexudus video-room create name=Den participants=8 location=Soho description="Quiet please"',
      'Name',
    );
    await form.tick('Only for members');
    slack.faults.blankPrefilled = true;
    await form.submit();
    if (ana.modal()) await keep();
    expect(nexudus.named('videorooms', 'Den')).toMatchObject({
      NumberOfParticipants: 8,
      Description: 'Quiet please',
      OnlyForMembers: true,
      Active: true,
    });
    await announced(stage);
  });
});

test('a description over 3,000 characters can’t be shown, says so, and stays as it is', async () => {
  const { ana, nexudus } = stage;
  const long = 'Long. '.repeat(600);
  nexudus.put('videorooms', { Id: FOCUS, Description: long });
  const before = found(stage, 'videorooms', FOCUS);
  const form = await openForm(ana, '/nexudus video-room update "Focus room"', 'Name');
  expect(form.labels()).not.toContain('Description');
  expect(form.text()).toMatch(/Description.*3600/);
  await form.type('Number of participants', '5');
  expectClosed(ana, await form.submit());
  expectOnlyChanged(before, nexudus.record('videorooms', FOCUS), { NumberOfParticipants: 5 });
  expect(nexudus.record('videorooms', FOCUS)?.Description).toBe(long);
  await announced(stage);
  expect(botMessages(stage)).toHaveLength(1);
});
