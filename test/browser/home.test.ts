import { expect, test } from '@jest/globals';
import { review } from '../support/approvals.ts';
import { openForm } from '../support/channel.ts';
import { describePage } from './use-page.ts';

const RECEPTION = 1_413_000_002;
const SAM = 1_412_000_003;
const LEO = 1_412_000_005;
const PRIYA = 'Priya Nair – second admin, who approves';

describePage('App Home', (stage) => {
  const home = () => stage.page.locator('.app-home');
  const holders = () => stage.sandbox.nexudus.record('userroles', RECEPTION)?.Users;
  /** Home is drawn again within a few seconds. */
  const shown = (text: string) => home().getByText(text).waitFor({ timeout: 20_000 });
  /** For a person to look at; not part of what is tested. */
  const shot = async (name: string): Promise<void> => {
    if (!process.env.SHOTS) return;
    for (const colorScheme of ['light', 'dark'] as const) {
      await stage.page.emulateMedia({ colorScheme });
      await stage.page.screenshot({
        path: `${process.env.SHOTS}/${name}-${colorScheme}.png`,
        fullPage: true,
      });
    }
    await stage.page.emulateMedia({ colorScheme: 'light' });
  };

  /** Ana asks for a role, and Priya looks at her Home. */
  async function asked(): Promise<void> {
    const { screen, sandbox } = stage;
    await (await review(sandbox.slack.as('Ana'))).submit();
    await screen.be(PRIYA);
    await screen.goTo('Nexudus');
    await shown('Leo Brandt (leo@harbour.example)');
  }

  test('each button opens its form', async () => {
    const { screen, page } = stage;
    await screen.goTo('Nexudus');
    await page.getByText('You are Ana Ruiz (ana@harbour.example) in Nexudus').waitFor();
    await shot('home-admin');
    for (const [button, label] of [
      ['Create video room', 'Name'],
      ['Rename team', 'Team'],
      ['Add users to role', 'Role'],
      ['Update video room', 'Video room'],
      ['Update workspace', 'Collaboration workspace'],
      ['Update team', 'Team'],
      ['Update role', 'Role'],
    ] as const) {
      await home().getByRole('button', { name: button, exact: true }).click();
      await screen.form(button, label);
      await page.keyboard.press('Escape');
      await screen.closed();
    }
    await page.getByRole('tab', { name: 'Messages' }).click();
    await page.getByText('Sending messages to this app has been turned off.').waitFor();
  }, 60_000);

  test('an approver finds what waits, approves it there, and sees it go', async () => {
    const { screen } = stage;
    await asked();
    await shot('home-approver');
    await home().getByRole('button', { name: 'Approve' }).click();
    await shown('Nothing waits for your approval.');
    await screen.be('Ana Ruiz – network admin');
    await shown('Done · Add users to role: Reception');
    expect(holders()).toEqual([SAM, LEO]);
  });

  test('Deny asks for the reason there, and the requester reads it in their Home', async () => {
    const { screen } = stage;
    await asked();
    await home().getByRole('button', { name: 'Deny' }).click();
    await screen.modal().getByLabel('Reason').fill('Not Leo');
    await screen.press('Deny');
    await shown('Nothing waits for your approval.');
    expect(holders()).toEqual([SAM]);
    await screen.be('Ana Ruiz – network admin');
    await shown('Denied · Add users to role: Reception');
  });

  test('shows by itself what was submitted and what comes to wait, while one looks at it', async () => {
    const { screen, sandbox } = stage;
    await screen.goTo('Nexudus');
    await shown('Your last submissions');
    const ana = sandbox.slack.as('Ana');
    const form = await openForm(ana, '/nexudus team rename Acme to "Acme Ltd"', 'New name');
    await form.submit();
    await shown('Done · Rename team: Acme Ltd');
    await (await review(ana)).submit();
    // Late, the form says that it was sent for approval, and stays.
    for (const modal of ana.modals().reverse()) await modal.close();
    await shown('Waiting for approval · Add users to role: Reception');
    await home().getByRole('button', { name: 'Remind approvers' }).first().click();
    await shown('The next reminder is possible from');
    await shot('home-requester');
  });
});
