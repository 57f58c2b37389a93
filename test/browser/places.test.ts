import { expect, test } from '@jest/globals';
import { describePage } from './use-page.ts';

describePage('the places of Slack', (stage) => {
  test('the page greets, and says whose it is not', async () => {
    const { page } = stage;
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(
      'You are Ana, network admin. Type /nexudus',
    );
    expect(await page.locator('body').textContent()).toContain('Not affiliated with Slack or Nexudus');
    expect(await page.getByRole('complementary').count()).toBe(0);
  });

  test('commands are completed, with their usage hint', async () => {
    const { screen, page } = stage;
    await screen.composer().focus();
    await page.keyboard.type('/ne');
    const option = page.getByRole('option', { name: /^\/nexudus/ });
    expect(await option.getAttribute('aria-selected')).toBe('true');
    expect(await option.textContent()).toContain('Do Nexudus admin work');
    await page.keyboard.press('Tab');
    expect(await screen.composer().inputValue()).toBe('/nexudus ');
    expect(await page.locator('.usage-hint').textContent()).toContain('video-room create | team rename');
    await page.keyboard.type('vid');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    expect(await screen.composer().inputValue()).toBe('/nexudus video-room create');
    await page.keyboard.press('Enter');
    await screen.form('Create video room', 'Name');
  });

  test('what is no command is not sent', async () => {
    const { screen, page, sandbox } = stage;
    await screen.say('/nexus help');
    await page.getByRole('alert').filter({ hasText: '/nexus is not a valid command' }).waitFor();
    expect(await screen.composer().inputValue()).toBe('/nexus help');
    expect(sandbox.slack.interactions).toEqual([]);
  });

  test('messages come with marks for what is unread, to each who is in the channel', async () => {
    const { screen, page } = stage;
    await screen.goTo('general');
    await screen.say('The *lift* is `out of order` <https://harbour.example|news>');
    const message = await screen.message('out of order');
    expect(await message.locator('strong').allTextContents()).toEqual(['Ana Ruiz', 'lift']);
    // Who looks at a channel has read it: Priya begins in another one.
    await screen.goTo('ops');
    await screen.be('Priya Nair – second admin, who approves');
    await page.getByRole('button', { name: 'general 1 unread' }).click();
    await page.getByRole('button', { name: 'general', exact: true }).waitFor();
    await screen.goTo('Nexudus');
  });

  test('threads: answers, and commands that Slack does not take there', async () => {
    const { screen, page, sandbox } = stage;
    await screen.say('Who has the key?');
    await (await screen.message('Who has the key?')).hover();
    await page.getByRole('button', { name: 'Reply in thread to Ana Ruiz' }).click();
    const thread = page.getByRole('complementary', { name: 'Thread' });
    const reply = thread.getByRole('textbox', { name: 'Reply…' });
    await reply.fill('/nexudus help');
    await reply.press('Enter');
    await thread.getByRole('alert').filter({ hasText: '/nexudus is not supported in threads' }).waitFor();
    await reply.fill('I do');
    await reply.press('Enter');
    await page.getByRole('button', { name: '1 reply' }).waitFor();
    const [root, answer] = sandbox.slack.messages('#ops');
    expect(answer).toMatchObject({ text: 'I do', thread_ts: root?.ts });
    await page.keyboard.press('Escape');
    await thread.waitFor({ state: 'hidden' });
  });

  test('a message shortcut opens the form with what the message says', async () => {
    const { screen, page } = stage;
    await screen.say('A room for the book club, please');
    await (await screen.message('book club')).hover();
    await page.getByRole('button', { name: 'More message actions' }).click();
    await page.getByRole('menuitem', { name: /^Video room from message/ }).click();
    await screen.form('Create video room', 'Description');
    expect(await screen.field('Description').inputValue()).toContain('A room for the book club, please');
  });

  test('a global shortcut asks where to post, and posts there', async () => {
    const { screen, page, sandbox } = stage;
    await page.getByRole('button', { name: 'Shortcuts' }).click();
    await page.getByRole('menuitem', { name: /^Rename team/ }).click();
    await screen.form('Rename team', 'Team');
    await screen.pick('Team', 'acme st', 'Acme Studios');
    await screen.field('New name').waitFor();
    await screen.type('New name', 'Acme Rooms');
    await screen.pick('Post the result in', 'soho', '#soho-desk');
    await screen.press('Rename');
    await screen.closed();
    await page.getByRole('button', { name: 'soho-desk 1 unread' }).click();
    await screen.message('✅ Renamed ');
    expect(sandbox.slack.messages('#ops')).toEqual([]);
  });

  test('the chooser turns into the form that was chosen', async () => {
    const { screen, page } = stage;
    await page.getByRole('button', { name: 'Shortcuts' }).click();
    await page.getByRole('menuitem', { name: /^All Nexudus actions/ }).click();
    await screen.form('All Nexudus actions');
    await screen
      .modal()
      .getByRole('button', { name: /Rename team/ })
      .click();
    await screen.form('Rename team', 'Team');
  });

  test('the bot can be invited to a private channel', async () => {
    const { screen, page, sandbox } = stage;
    await screen.goTo('management');
    await page.getByText('Nexudus is not a member').waitFor();
    await screen.say('/invite @nexudus');
    await screen.message('invited Nexudus to this channel');
    expect(sandbox.slack.channel('management').members).toContain(sandbox.slack.bot.userId);
    await page.getByText('Nexudus is not a member').waitFor({ state: 'hidden' });
  });
});
