import { describe, expect, test } from '@jest/globals';
import { announced, botMessages, expectClosed, openForm, submitAndContinue } from '../support/channel.ts';
import { expectOnlyChanged, found, onlyBody, writes } from '../support/nexudus-calls.ts';
import { done, resultOf } from '../support/outcomes.ts';
import { SAID } from '../support/sentences.ts';
import { useSandbox } from '../support/use-sandbox.ts';

const stage = useSandbox();
const NETWORK_ADMIN = 1_413_000_001;
const RECEPTION = 1_413_000_002;
const SAM = 1_412_000_003;
const PRIYA = 1_412_000_004;
const LEO = 1_412_000_005;
const TESS = 1_412_000_008;

describe('role add-users', () => {
  test('the form asks for the role first, then for admin users and Slack people', async () => {
    const { ana } = stage;
    const form = await openForm(ana, '/nexudus role add-users', 'Role');
    expect(form.title).toBe('Add users to role');
    expect(form.labels()).toEqual(['Role']);
    await form.pick('Role', 'Reception');
    await ana.waitForModal((modal) => modal.labels().length > 1);
    expect(form.labels()).toEqual(['Role', 'Users', 'Slack people', 'Until']);
    expect(form.submitText).toBe('Add');
  });

  test('says who has the role, and offers those who have it not', async () => {
    const { ana, nexudus } = stage;
    const form = await openForm(ana, '/nexudus role add-users Reception', 'Users');
    expect(form.text()).toContain('Current users (1): Sam Field.');
    const offered = (await form.search('Users', '')).map(({ text }) => text);
    expect(offered).toContain('Tess Oduya');
    expect(offered).not.toContain('Sam Field');
    expect((await form.search('Users', 'Sam')).map(({ text }) => text)).toEqual([
      'Everything that matches is there already.',
    ]);

    await form.close();
    const second = await openForm(ana, '/nexudus role update Reception', 'Add permissions');
    expect(second.text()).toMatch(
      /Current permissions \(\d{3}\): (\w+-(List|Read), ){7}\w+-(List|Read) and \d{3} more\./,
    );

    await second.close();
    nexudus.put('userroles', { Id: RECEPTION, Users: [] });
    const third = await openForm(ana, '/nexudus role add-users Reception', 'Users');
    expect(third.text()).toContain('No users yet.');
  });

  test('admin users picked by name are added, and everything else of the role stays', async () => {
    const { ana, nexudus } = stage;
    const before = found(stage, 'userroles', RECEPTION);
    const form = await openForm(ana, '/nexudus role add-users Reception', 'Users');
    await form.pick('Users', 'Leo Brandt', 'Tess Oduya');
    const asked = await submitAndContinue(ana, form);
    expect(asked).toContain('Leo Brandt (leo@harbour.example) and Tess Oduya (tess@harbour.example)');
    expectOnlyChanged(before, nexudus.record('userroles', RECEPTION), { Users: [SAM, LEO, TESS] });
    expect(onlyBody(stage)).toMatchObject({
      Users: [SAM, LEO, TESS],
      AddedUsers: [LEO, TESS],
      RemovedUsers: [],
      Roles: before.Roles,
    });
    const message = await announced(stage);
    expect(resultOf(message)).toEqual({
      head: done('Leo Brandt and Tess Oduya', 'Reception', '@Ana Ruiz'),
      // Its title says it all.
      changes: [],
      buttons: ['Undo'],
    });
  });

  test('Slack people are matched by e-mail; who is named twice, or has the role already, counts once', async () => {
    const { ana, nexudus } = stage;
    const before = found(stage, 'userroles', RECEPTION);
    const form = await openForm(ana, '/nexudus role add-users Reception', 'Users');
    await form.pick('Users', 'Priya Nair');
    await form.pick('Slack people', 'Priya Nair', 'Leo Brandt', 'Sam Field');
    await submitAndContinue(ana, form);
    expectOnlyChanged(before, nexudus.record('userroles', RECEPTION), { Users: [SAM, PRIYA, LEO] });
    expect(onlyBody(stage)).toMatchObject({ Users: [SAM, PRIYA, LEO], AddedUsers: [PRIYA, LEO] });
    expect((await announced(stage)).plain).toContain('Added Priya Nair and Leo Brandt to Reception');
  });

  test('who uses the bot as another user of Nexudus is that one here too', async () => {
    const { ana, nexudus } = stage;
    // Slack shows no address of Mo, and Nora’s is no one’s in Nexudus.
    const NEXUDUS_LOGINS = 'U0MO00000=priya@harbour.example,U0NORA000=leo@harbour.example';
    await stage.withBot({ NEXUDUS_LOGINS }, async () => {
      const form = await openForm(ana, '/nexudus role add-users Reception', 'Users');
      await form.pick('Slack people', 'Mo Mailless', 'Nora New');
      await submitAndContinue(ana, form);
      expect(nexudus.record('userroles', RECEPTION)?.Users).toEqual([SAM, PRIYA, LEO]);
      await announced(stage);
    });
  });

  test('mentions and e-mail addresses after the command fill both pickers', async () => {
    const { ana, nexudus } = stage;
    const form = await openForm(
      ana,
      '/nexudus role add-users Reception @priya leo@harbour.example',
      'Slack people',
    );
    expect(form.value('Role')).toBe('Reception');
    expect(form.value('Users')).toEqual(['Leo Brandt']);
    expect(form.value('Slack people')).toEqual(['Priya Nair']);
    await submitAndContinue(ana, form);
    expect(nexudus.record('userroles', RECEPTION)?.Users).toEqual([SAM, LEO, PRIYA]);
    await announced(stage);
  });

  test('a role name of several words needs no quotes', async () => {
    const form = await openForm(stage.ana, '/nexudus role add-users Network admin @sam', 'Slack people');
    expect(form.value('Role')).toBe('Network admin');
    expect(form.value('Slack people')).toEqual(['Sam Field']);
  });

  test('a Slack person without an admin user is named under the field, and no one is added', async () => {
    const { ana } = stage;
    const form = await openForm(ana, '/nexudus role add-users Reception', 'Users');
    await form.pick('Users', 'Leo Brandt');
    await form.pick('Slack people', 'Nora New');
    const ack = await form.submit();
    expect(ack.body).toMatchObject({ response_action: 'errors' });
    expect(form.errors()).toEqual({
      'Slack people': expect.stringContaining('nora@harbour.example'),
    });
    expect(form.value('Users')).toEqual(['Leo Brandt']);
    expect(writes(stage)).toEqual([]);
    expect(botMessages(stage)).toEqual([]);
  });

  test('adding only people who have the role already says so and sends nothing', async () => {
    const form = await openForm(stage.ana, '/nexudus role add-users Reception', 'Users');
    await form.pick('Slack people', 'Sam Field');
    await form.submit();
    expect(form.errors()).toEqual({
      'Slack people': expect.stringContaining(`Sam Field ${SAID.heldAlready}`),
    });
    expect(writes(stage)).toEqual([]);
    expect(botMessages(stage)).toEqual([]);
  });

  test('nothing is sent before the review of who gets what is said yes to', async () => {
    const { ana } = stage;
    const form = await openForm(ana, '/nexudus role add-users Reception @leo', 'Users');
    await form.submit();
    expect(ana.modal()?.text()).toContain('Leo Brandt');
    expect(writes(stage)).toEqual([]);
    await ana.modal()?.close();
    expect(ana.modal()?.value('Slack people')).toEqual(['Leo Brandt']);
    expect(writes(stage)).toEqual([]);
    expect(botMessages(stage)).toEqual([]);
  });

  test('the role of the bot’s own account is never changed', async () => {
    const { ana, nexudus } = stage;
    const before = found(stage, 'userroles', 1_413_000_005);
    const form = await openForm(ana, '/nexudus role add-users Bot', 'Users');
    await form.pick('Users', 'Sam Field');
    await form.submit();
    expect(form.errors()).toEqual({
      Role: expect.stringContaining(SAID.ownRole),
    });
    expectOnlyChanged(before, nexudus.record('userroles', 1_413_000_005), {});
    expect(writes(stage)).toEqual([]);
  });

  test('who was given a role may use it at once', async () => {
    const { ana, slack } = stage;
    const tess = slack.as('Tess');
    await tess.command('/nexudus team rename Acme to "Acme Ltd"');
    await tess.waitForModal((modal) => modal.text().includes('Team-Edit'));
    await tess.modal()?.close();

    const form = await openForm(ana, '/nexudus role add-users "Network admin"', 'Users');
    await form.pick('Users', 'Tess Oduya');
    await submitAndContinue(ana, form);
    expect(stage.nexudus.record('userroles', NETWORK_ADMIN)?.Users).toContain(TESS);
    await announced(stage);

    const now = await openForm(tess, '/nexudus team rename Acme to "Acme Ltd"', 'New name');
    expectClosed(tess, await now.submit());
    await announced(stage, '#ops', 2);
  });
});
