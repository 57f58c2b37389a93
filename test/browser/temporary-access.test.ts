import { expect, test } from '@jest/globals';
import { approvedByPriya } from './approved-by-priya.ts';
import { describePage } from './use-page.ts';

const [RECEPTION, LEO] = [1_413_000_002, 1_412_000_005];
const DAY_MS = 86_400_000;

describePage('access until a moment', (stage) => {
  const holders = () => stage.sandbox.nexudus.record('userroles', RECEPTION)?.Users;

  test('is given until a date chosen by hand, is listed, and is ended from the message', async () => {
    const { screen, page } = stage;
    await screen.say('/nexudus role add-users Reception leo@harbour.example');
    await screen.form('Add users to role', 'Users');
    const until = new Date(Date.now() + 3 * DAY_MS).toISOString().slice(0, 16);
    await screen.field('Until').fill(until);
    await screen.press('Add');
    await screen.modal().getByRole('button', { name: 'Request approval' }).waitFor();
    expect(await screen.modal().textContent()).toContain('Temporary: until');
    await screen.press('Request approval');
    await approvedByPriya(stage);
    await screen.message('Temporary: until');
    expect(holders()).toContain(LEO);
    await screen.say('/nexudus access');
    await page.getByText('Temporary access, soonest end first').waitFor();
    await page.getByRole('button', { name: 'End now' }).first().click();
    await screen.modal().getByText('This removes Leo Brandt from the role.').waitFor();
    await screen.press('End now');
    await screen.message('Temporary: has ended');
    expect(holders()).not.toContain(LEO);
  });
});
