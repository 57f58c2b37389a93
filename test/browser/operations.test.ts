import { expect, test } from '@jest/globals';
import { approvedByPriya } from './approved-by-priya.ts';
import { describePage } from './use-page.ts';

const ACME = 1_414_300_001;
const RECEPTION = 1_413_000_002;
const EVENTS = 1_413_000_006;

describePage('every operation, from the composer to the message and the record', (stage) => {
  const messageText = async (words: string) =>
    (await (await stage.screen.message(words)).textContent()) ?? '';

  test('video-room create', async () => {
    const { screen, sandbox } = stage;
    await screen.say('/nexudus video-room create');
    await screen.form('Create video room', 'Name');
    await screen.pick('Location', 'soho', 'Soho');
    await screen.type('Name', 'Azure den');
    await screen.type('Number of participants', '8');
    await screen.type('Description', 'Two steps down.\nMind your head.');
    await screen.type('Image URL', 'https://pictures.example/azure.jpg');
    await screen.tick('Only for members');
    await screen.press('Create');
    await screen.closed();
    expect(await messageText('✅ Created ')).toMatch(/Azure den.*Number of participants: 8.*By @Ana Ruiz/s);
    expect(sandbox.nexudus.named('videorooms', 'Azure den')).toMatchObject({
      NumberOfParticipants: 8,
      Description: 'Two steps down.\nMind your head.',
      ImageFileName: 'azure.jpg',
      Active: true,
      OnlyForContacts: false,
      OnlyForMembers: true,
    });
  });

  test('video-room update', async () => {
    const { screen, sandbox } = stage;
    await screen.say('/nexudus video-room update "Focus room"');
    await screen.form('Update video room', 'Number of participants');
    expect(await screen.field('Number of participants').inputValue()).toBe('4');
    await screen.type('Number of participants', '12');
    await screen.tick('Active', false);
    await screen.press('Save');
    await screen.closed();
    expect(await messageText('✅ Updated Focus room')).toContain('Number of participants: 4 → 12');
    expect(sandbox.nexudus.named('videorooms', 'Focus room')).toMatchObject({
      NumberOfParticipants: 12,
      Active: false,
    });
  });

  test('workspace update: picked by name, with an administrator and members', async () => {
    const { screen, sandbox } = stage;
    await screen.say('/nexudus workspace update');
    await screen.form('Update workspace', 'Collaboration workspace');
    await screen.pick('Collaboration workspace', 'newsl', 'Newsletter');
    await screen.field('Description').waitFor();
    await screen.pick('Administrator', 'hannah', 'Hannah Lindqvist');
    await screen.pick('Add members', 'hannah', 'Hannah Lindqvist');
    await screen.type('Description', 'Drafts only.');
    await screen.press('Save');
    await screen.closed();
    const announced = await messageText('✅ Updated ');
    expect(announced).toContain('Description: Drafts and pictures for the monthly letter. → Drafts only.');
    expect(announced).not.toContain('Hannah');
    const hannah = sandbox.nexudus.named('coworkers', 'Hannah Lindqvist').Id;
    const newsletter = sandbox.nexudus.named('workspaces', 'Newsletter');
    expect(newsletter).toMatchObject({ Description: 'Drafts only.', AdministratorId: hannah });
    expect(newsletter.Members).toContain(hannah);
  });

  test('team rename, the whole of it in the command', async () => {
    const { screen, sandbox } = stage;
    await screen.say('/nexudus team rename Acme to "Acme Ltd"');
    await screen.form('Rename team', 'New name');
    expect(await screen.field('New name').inputValue()).toBe('Acme Ltd');
    await screen.press('Rename');
    await screen.closed();
    expect(await messageText('✅ Renamed ')).toContain('Renamed Acme to Acme Ltd');
    expect(sandbox.nexudus.record('teams', ACME)).toMatchObject({ Name: 'Acme Ltd', ProfileIsPublic: true });
  });

  test('team update: what is filled in stays while sections are switched, and is sent together', async () => {
    const { screen, sandbox } = stage;
    await screen.say('/nexudus team update Acme');
    await screen.form('Update team', 'Tunnel private group ID');
    await screen.type('Tunnel private group ID', 'vlan-121');
    await screen.pick('Section', 'Social');
    await screen.type('GitHub', 'acme-hub');
    await screen.pick('Section', 'Basics');
    await screen.field('Tunnel private group ID').waitFor();
    expect(await screen.field('Tunnel private group ID').inputValue()).toBe('vlan-121');
    await screen.field('Section').click();
    await screen.options().first().waitFor();
    expect(await screen.options().allTextContents()).toEqual([
      'Basics (1 changed)',
      'People',
      'Billing',
      'Prices',
      'Profile',
      'Images',
      'Social (1 changed)',
    ]);
    await screen.page.keyboard.press('Escape');
    await screen.press('Save');
    await screen.closed();
    expect(await messageText('✅ Updated Acme')).toMatch(
      /Tunnel private group ID: vlan-120 → vlan-121.*GitHub/s,
    );
    expect(sandbox.nexudus.record('teams', ACME)).toMatchObject({
      TunnelPrivateGroupId: 'vlan-121',
      Github: 'acme-hub',
    });
  });

  test('role add-users: admin users and Slack people, asked about first', async () => {
    const { screen, sandbox } = stage;
    await screen.say('/nexudus role add-users');
    await screen.form('Add users to role', 'Role');
    await screen.pick('Role', 'recep', 'Reception');
    await screen.field('Users').waitFor();
    await screen.pick('Users', 'tess', 'Tess Oduya');
    await screen.pick('Slack people', 'leo', 'Leo Brandt');
    await screen.press('Add');
    await screen.modal().getByRole('button', { name: 'Request approval' }).waitFor();
    expect(await screen.modal().textContent()).toContain('Tess Oduya');
    await screen
      .modal()
      .getByRole('button', { name: /^Back to / })
      .click();
    await screen.field('Users').waitFor();
    await screen.press('Add');
    await screen.press('Request approval');
    await approvedByPriya(stage);
    await screen.message('✅ Added ');
    const users = sandbox.nexudus.record('userroles', RECEPTION)?.Users as number[];
    expect(users).toEqual(
      expect.arrayContaining(
        ['Tess Oduya', 'Leo Brandt'].map((name) => sandbox.nexudus.named('users', name).Id),
      ),
    );
  });

  test('role update', async () => {
    const { screen, sandbox } = stage;
    await screen.say('/nexudus role update Events');
    await screen.form('Update role', 'Name');
    await screen.type('Name', 'Events team');
    await screen.pick('Add permissions', 'Team-R', 'Team-Read');
    await screen.pick('Remove users', 'tess', 'Tess Oduya');
    await screen.press('Save');
    await screen.press('Request approval');
    await approvedByPriya(stage);
    expect(await messageText('✅ Updated Events team')).toContain('Name: Events → Events team');
    const role = sandbox.nexudus.record('userroles', EVENTS);
    expect(role).toMatchObject({ Name: 'Events team', Users: [] });
    expect(role?.Roles).toContain(sandbox.nexudus.named('roles', 'Team-Read').Id);
  });
});
