import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { describePage } from './use-page.ts';

describePage('what goes wrong is seen where it happened', (stage) => {
  test('a blank required field is marked under it, has the focus and nothing is sent', async () => {
    const { screen, sandbox, page } = stage;
    await screen.say('/nexudus video-room create');
    await screen.form('Create video room', 'Name');
    const sent = sandbox.slack.interactions.length;
    await screen.press('Create');
    await screen.error('Name').waitFor();
    expect(await screen.error('Name').textContent()).toBe('Please complete this required field.');
    expect(await screen.field('Name').getAttribute('aria-invalid')).toBe('true');
    expect(await page.locator(':focus').getAttribute('id')).toBe(
      await screen.field('Location').getAttribute('id'),
    );
    expect(sandbox.slack.interactions.length).toBe(sent);
  });

  test('what Nexudus refuses stands under its field, the rest stays, and the channel has a button to fix it', async () => {
    const { screen, sandbox } = stage;
    const panel = await screen.openPanel('Switches');
    await panel.getByRole('switch', { name: /^Refuse a field/ }).check();
    await screen.say('/nexudus video-room create name=Den participants=900 location=Soho');
    await screen.form('Create video room', 'Name');
    await screen.type('Description', 'As typed');
    await screen.press('Create');
    await screen.error('Number of participants').waitFor();
    expect(await screen.error('Number of participants').textContent()).toBe(
      'Number of participants must be 500 or less.',
    );
    expect(await screen.field('Description').inputValue()).toBe('As typed');
    await screen.press('Close');
    await screen.closed();
    await panel.getByRole('switch', { name: /^Refuse a field/ }).uncheck();
    const message = await screen.message('Couldn’t');
    await message.getByRole('button', { name: 'Fix and resubmit' }).click();
    await screen.form('Create video room', 'Number of participants');
    expect(await screen.field('Description').inputValue()).toBe('As typed');
    await screen.type('Number of participants', '50');
    await screen.press('Create');
    await screen.closed();
    // The same message, edited.
    expect(await (await screen.message('✅ Created ')).textContent()).toContain('(edited)');
    expect(await screen.messages().count()).toBe(1);
    expect(sandbox.nexudus.named('videorooms', 'Den').NumberOfParticipants).toBe(50);
  });

  test('a field that someone else changed: their value stands under it, and one press takes it', async () => {
    const { screen, sandbox } = stage;
    await screen.say('/nexudus video-room update "Focus room"');
    await screen.form('Update video room', 'Number of participants');
    await screen.type('Number of participants', '12');
    await screen.type('Description', 'As typed');
    const { Id } = sandbox.nexudus.named('videorooms', 'Focus room');
    sandbox.nexudus.put('videorooms', { Id, NumberOfParticipants: 20, UpdatedBy: 'priya@harbour.example' });
    await screen.press('Save');
    await screen.modal().getByText('“20”').waitFor();
    expect(await screen.modal().textContent()).toContain('priya@harbour.example');
    expect(await screen.field('Number of participants').inputValue()).toBe('12');
    expect(sandbox.nexudus.record('videorooms', Id)?.NumberOfParticipants).toBe(20);
    await screen.press('Use current value');
    await screen.modal().getByText('“20”').waitFor({ state: 'detached' });
    expect(await screen.field('Number of participants').inputValue()).toBe('20');
    await screen.press('Save');
    await screen.closed();
    expect(sandbox.nexudus.record('videorooms', Id)).toMatchObject({
      NumberOfParticipants: 20,
      Description: 'As typed',
    });
  });

  test('a slow answer: the form says that it works, and the result comes into the channel', async () => {
    const { screen, sandbox } = stage;
    await screen.say('/nexudus video-room create name=Den participants=8 location=Soho');
    await screen.form('Create video room', 'Name');
    const panel = await screen.page.getByRole('button', { name: 'Behind the scenes' });
    expect(await panel.getAttribute('aria-expanded')).toBe('false');
    sandbox.nexudus.switches.slowMs = 3000;
    await screen.press('Create');
    await screen.modal().locator('form[aria-busy=true]').waitFor();
    await screen.modal().getByText('Working…').waitFor();
    expect(sandbox.slack.interactions.at(-1)?.ackMs).toBeLessThan(3000);
    await screen.message('✅ Created ');
    expect(sandbox.nexudus.named('videorooms', 'Den').NumberOfParticipants).toBe(8);
  });

  test('a slow connection: what was put into the form is there before it is sent', async () => {
    const { screen, page, sandbox } = stage;
    await page.route('**/acts', async (route) => {
      if (['type', 'tick'].includes(route.request().postDataJSON().act.do)) await sleep(600);
      await route.continue();
    });
    await screen.say('/nexudus video-room create name=Den participants=8 location=Soho');
    await screen.form('Create video room', 'Name');
    await screen.type('Description', 'Typed, not lost');
    await screen.tick('Only for members');
    // What was typed is on its way.
    await sleep(200);
    await screen.press('Create');
    await screen.closed();
    await screen.message('✅ Created ');
    expect(sandbox.nexudus.named('videorooms', 'Den')).toMatchObject({
      Description: 'Typed, not lost',
      OnlyForMembers: true,
    });
    await page.unroute('**/acts');
  });

  test('Sam lacks the permission: only Sam is told, with its name', async () => {
    const { screen, sandbox } = stage;
    await screen.be('Sam Field – front desk, no permission');
    await screen.say('/nexudus team rename Acme to "Mine"');
    await screen.page.getByText('Team-Edit').first().waitFor();
    const shown = await screen.page.locator('body').textContent();
    expect(shown).toContain('Team-Edit');
    expect(sandbox.slack.messages('#ops').filter(({ bot_id }) => bot_id)).toEqual([]);
    expect(sandbox.nexudus.record('teams', 1_414_300_001)?.Name).toBe('Acme');
  });

  test('Sam asks an admin, who opens the form from what he asked', async () => {
    const { screen, sandbox } = stage;
    await screen.be('Sam Field – front desk, no permission');
    await screen.say('/nexudus team rename Acme to "Acme Ltd"');
    await screen.modal().getByRole('button', { name: 'Ask an admin' }).click();
    await screen.form('Ask an admin', 'Note');
    await screen.type('Note', 'They have a new name');
    await screen.press('Send');
    await screen.modal().getByText('Sent to the admins’ channel.').waitFor();
    const close = () => screen.modal().locator('footer').getByRole('button', { name: 'Close' }).click();
    await close();
    await screen.form('Rename team');
    await close();
    await screen.closed();
    await screen.be('Priya Nair – second admin, who approves');
    await screen.goTo('approvals');
    const wish = await screen.message('They have a new name');
    await wish.getByRole('button', { name: 'Rename team' }).click();
    await screen.form('Rename team', 'New name');
    expect(await screen.field('New name').inputValue()).toBe('Acme Ltd');
    expect(sandbox.nexudus.record('teams', 1_414_300_001)?.Name).toBe('Acme');
  });

  test('Gus, a guest, is refused in a message that only he sees', async () => {
    const { screen } = stage;
    await screen.be('Gus Guest – guest');
    await screen.say('/nexudus help');
    const message = await screen.message('Guests of this Slack can’t use this bot');
    expect(await message.textContent()).toContain('Only visible to you');
    await message.getByRole('button', { name: 'Dismiss' }).click();
    expect(await screen.messages().count()).toBe(0);
    await screen.be('Ana Ruiz – network admin');
    expect(await screen.messages().count()).toBe(0);
  });

  test('a picker says that it loads, and that nothing was found', async () => {
    const { screen, sandbox } = stage;
    await screen.say('/nexudus team rename');
    await screen.form('Rename team', 'Team');
    sandbox.nexudus.switches.slowMs = 300;
    await screen.field('Team').click();
    await screen.modal().getByRole('status').filter({ hasText: 'Loading…' }).waitFor();
    await screen.field('Team').fill('no such team');
    await screen.modal().getByRole('status').filter({ hasText: 'No results' }).waitFor();
    expect(await screen.options().count()).toBe(0);
    await screen.page.keyboard.press('Escape');
    expect(await screen.modal().isVisible()).toBe(true);
    expect(await screen.field('Team').inputValue()).toBe('');
  });

  test('names are text, whatever they look like', async () => {
    const { screen, sandbox } = stage;
    await screen.say('/nexudus team rename');
    await screen.form('Rename team', 'Team');
    await screen.pick('Team', '<script', '<script>alert(1)</script>');
    await screen.type('New name', '<img src=x onerror=alert(1)> *b*');
    await screen.press('Rename');
    await screen.closed();
    const message = await screen.message('✅ Renamed ');
    expect(await message.textContent()).toContain(
      'Renamed <script>alert(1)</script> to <img src=x onerror=alert(1)> *b*',
    );
    expect(await message.locator('img, script').count()).toBe(0);
    expect(sandbox.nexudus.changes('teams').map(({ name }) => name)).toEqual([
      '<img src=x onerror=alert(1)> *b*',
    ]);
  });

  test('when the bot answers nothing, Slack’s own words are shown', async () => {
    const { screen, sandbox } = stage;
    stage.expectProblems(/no ack within|cannot be reached/);
    const { eventsUrl } = sandbox.slack;
    sandbox.slack.eventsUrl = 'http://127.0.0.1:9/slack/events';
    await screen.say('/nexudus help');
    await screen.page
      .getByRole('alert')
      .filter({ hasText: '/nexudus failed with the error "dispatch_failed"' })
      .waitFor();
    sandbox.slack.eventsUrl = eventsUrl;
  });

  test('what was said of one act is gone with the next', async () => {
    const { screen, page } = stage;
    const toast = page.locator('.toast', { hasText: 'That message is gone.' });
    await page.route('**/acts', (route) => route.fulfill({ json: { error: 'That message is gone.' } }));
    await screen.say('/nexudus help');
    await toast.waitFor();
    await page.unroute('**/acts');
    await screen.say('/nexudus help');
    await toast.waitFor({ state: 'hidden', timeout: 4000 });
    await screen.message('Create video room');
  });

  test('in a modal too, and the form stays as it is', async () => {
    const { screen, sandbox } = stage;
    stage.expectProblems(/cannot be reached/);
    await screen.say('/nexudus video-room create name=Den participants=8 location=Soho');
    await screen.form('Create video room', 'Name');
    const { eventsUrl } = sandbox.slack;
    sandbox.slack.eventsUrl = 'http://127.0.0.1:9/slack/events';
    await screen.press('Create');
    await screen
      .modal()
      .getByRole('alert')
      .filter({ hasText: 'We had some trouble connecting. Try again?' })
      .waitFor();
    expect(await screen.field('Name').inputValue()).toBe('Den');
    sandbox.slack.eventsUrl = eventsUrl;
    await screen.press('Create');
    await screen.closed();
    await screen.message('✅ Created ');
  });
});
