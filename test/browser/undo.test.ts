import { expect, test } from '@jest/globals';
import { describePage } from './use-page.ts';

const FOCUS = 1_414_200_002;

describePage('undoing from the message', (stage) => {
  const room = () => stage.sandbox.nexudus.record('videorooms', FOCUS);

  test('asks first, says so on the message, and offers to do it again', async () => {
    const { screen, page } = stage;
    await screen.say('/nexudus video-room update "Focus room"');
    await screen.form('Update video room', 'Number of participants');
    await screen.type('Number of participants', '12');
    await screen.press('Save');
    await screen.closed();
    await screen.message('Number of participants: 4 → 12');
    await page.getByRole('button', { name: 'Undo', exact: true }).click();
    await screen.form('Undo');
    await screen.modal().getByText('Number of participants: 12 → 4').waitFor();
    expect(room()?.NumberOfParticipants).toBe(12);
    await screen.press('Undo');
    await screen.closed();
    await screen.message('↩️ Undone by @Ana Ruiz');
    expect(room()?.NumberOfParticipants).toBe(4);
    await page.getByRole('button', { name: 'Redo', exact: true }).click();
    await screen.form('Redo');
    await screen.modal().getByText('Number of participants: 4 → 12').waitFor();
    await screen.press('Redo');
    await screen.closed();
    await screen.message('↩️ Redone by @Ana Ruiz');
    expect(room()?.NumberOfParticipants).toBe(12);
    await page.getByRole('button', { name: 'Undo', exact: true }).waitFor();
  });

  test('says what stands in the way, and to others only that they may not', async () => {
    const { screen, page, sandbox } = stage;
    await screen.say('/nexudus video-room update "Focus room"');
    await screen.form('Update video room', 'Number of participants');
    await screen.type('Number of participants', '12');
    await screen.press('Save');
    await screen.closed();
    await screen.message('Number of participants: 4 → 12');
    sandbox.nexudus.put('videorooms', { Id: FOCUS, NumberOfParticipants: 20 });
    await page.getByRole('button', { name: 'Undo', exact: true }).click();
    await screen.modal().getByText('was changed in Nexudus to “20” since then').waitFor();
    await screen.modal().locator('footer').getByRole('button', { name: 'Close' }).click();
    await screen.closed();
    expect(room()?.NumberOfParticipants).toBe(20);
  });
});
