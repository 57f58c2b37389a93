import { expect, test } from '@jest/globals';
import { describePage } from './use-page.ts';

describePage('a form that is open', (stage) => {
  test('keeps the focus on Section when a section was chosen, and shows boxes by their own labels', async () => {
    const { screen, page } = stage;
    await screen.say('/nexudus team update Acme');
    const form = await screen.form('Update team', 'Section');
    const section = screen.field('Section');
    await section.press('ArrowDown');
    await form.getByRole('option', { name: 'Billing' }).waitFor();
    await section.press('ArrowDown');
    await section.press('ArrowDown');
    await section.press('Enter');
    await form.getByRole('group', { name: 'Sharing' }).waitFor();
    expect(await form.getByRole('group', { name: 'Sharing' }).getByRole('checkbox').count()).toBe(4);
    await section.and(page.locator(':focus')).waitFor();
    expect(await section.inputValue()).toBe('Billing');
    expect(await form.getByRole('checkbox', { name: 'Share passes' }).isChecked()).toBe(true);
  });

  test('of an update has no Save before its record is picked', async () => {
    const { screen } = stage;
    await screen.say('/nexudus team rename');
    const form = await screen.form('Rename team');
    await form.getByRole('combobox', { name: 'Team' }).waitFor();
    expect(await form.getByRole('button', { name: 'Rename', exact: true }).count()).toBe(0);
    await screen.pick('Team', 'Acme Studios');
    await form.getByRole('button', { name: 'Rename', exact: true }).waitFor();
  });

  test('leaves what can be made to go wrong in reach, and gets its errors from there', async () => {
    const { screen, sandbox } = stage;
    await screen.say('/nexudus video-room create Den participants=8 location=Soho');
    await screen.form('Create video room', 'Name');
    const panel = await screen.openPanel('Switches');
    await panel.getByRole('switch', { name: /^Refuse a field/ }).check();
    await panel.getByRole('switch', { name: /^Slow/ }).focus();
    expect(sandbox.nexudus.switches.refuse).toHaveLength(1);
    await screen.press('Create');
    await screen.error('Number of participants').getByText('must be 500 or less').waitFor();
  });

  test('has buttons beside it that can be read while the mouse is over them', async () => {
    const { page } = stage;
    const button = page.getByRole('button', { name: 'Behind the scenes' });
    await button.hover();
    const shown = (property: string) =>
      page.evaluate(`getComputedStyle(document.querySelector('.top-bar .button:hover')).${property}`);
    expect(await shown('backgroundColor')).toBe('rgb(44, 76, 98)');
    expect(await shown('color')).toBe('rgb(255, 255, 255)');
  });
});
