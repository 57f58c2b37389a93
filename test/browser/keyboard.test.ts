import { expect, test } from '@jest/globals';
import { describePage } from './use-page.ts';

describePage('by keyboard alone', (stage) => {
  const focused = () => stage.page.locator(':focus');
  const label = async (): Promise<string> => {
    const by = await focused().getAttribute('aria-labelledby');
    const id = by?.split(' ')[0];
    return id ? ((await stage.page.locator(`[id="${id}"]`).textContent()) ?? '') : '';
  };

  test('a form is filled in, sent and left; the focus is kept inside and given back', async () => {
    const { screen, page, sandbox } = stage;
    const { keyboard } = page;
    await screen.composer().focus();
    await keyboard.type('/nexudus video-room create');
    await keyboard.press('Enter');
    await screen.form('Create video room', 'Name');
    await page.locator('input[role=combobox]:focus').waitFor();
    expect(await label()).toBe('Location');

    await keyboard.type('s');
    await screen.options('Soho').waitFor();
    await screen.options('Camden').waitFor({ state: 'hidden' });
    const first = await focused().getAttribute('aria-activedescendant');
    await keyboard.press('ArrowDown');
    expect(await focused().getAttribute('aria-activedescendant')).not.toBe(first);
    while ((await page.locator('[data-active=true]').textContent()) !== 'Soho')
      await keyboard.press('ArrowDown');
    await keyboard.press('Enter');
    await page.getByRole('button', { name: 'Clear Location' }).waitFor({ state: 'detached' });
    await screen.options().first().waitFor({ state: 'detached' });
    const location = await screen.field('Location').elementHandle();
    await page.waitForFunction((input) => (input as unknown as { value: string }).value === 'Soho', location);

    await keyboard.press('Tab');
    expect(await label()).toBe('Name');
    await keyboard.type('Den');
    await keyboard.press('Tab');
    await keyboard.type('8');
    // Around once: the focus never leaves the dialog.
    for (let n = 0; n < 14; n += 1) {
      await keyboard.press('Tab');
      expect(await page.locator('dialog[open] :focus').count()).toBe(1);
    }
    await screen.field('Number of participants').focus();
    await keyboard.press('Enter');
    await screen.closed();
    expect(await focused().getAttribute('aria-label')).toBe('Message #ops');
    await screen.message('✅ Created ');
    expect(sandbox.nexudus.named('videorooms', 'Den').NumberOfParticipants).toBe(8);
  });

  test('Escape closes the list first, then the view on top, then the form', async () => {
    const { screen, page } = stage;
    await screen.say('/nexudus role add-users Reception @priya');
    await screen.form('Add users to role', 'Users');
    await screen.field('Users').click();
    await screen.options().first().waitFor();
    await page.keyboard.press('Escape');
    expect(await screen.options().count()).toBe(0);
    await screen.press('Add');
    await screen
      .modal()
      .getByRole('button', { name: /^(Continue|Request approval)$/ })
      .waitFor();
    await page.keyboard.press('Escape');
    await screen.field('Users').waitFor();
    await page.keyboard.press('Escape');
    await screen.closed();
  });

  test('chosen entries are taken out with Backspace, menus are walked with arrows', async () => {
    const { screen, page } = stage;
    await screen.say('/nexudus role add-users Reception');
    await screen.form('Add users to role', 'Users');
    await screen.pick('Users', 'tess', 'Tess Oduya');
    await screen.modal().getByRole('button', { name: 'Remove Tess Oduya' }).waitFor();
    await screen.field('Users').press('Backspace');
    await screen.modal().getByRole('button', { name: 'Remove Tess Oduya' }).waitFor({ state: 'hidden' });
    await page.keyboard.press('Escape');
    await screen.closed();
    await page.getByRole('button', { name: 'Shortcuts' }).press('Enter');
    await page.locator('[role=menuitem]:focus', { hasText: 'Create video room' }).waitFor();
    await page.keyboard.press('ArrowUp');
    expect(await focused().textContent()).toContain('All Nexudus actions');
    await page.keyboard.press('Escape');
    expect(await focused().getAttribute('aria-label')).toBe('Shortcuts');
  });
});
