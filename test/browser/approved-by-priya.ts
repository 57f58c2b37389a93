import type { BrowserStage } from './use-page.ts';

/** What gives a person rights needs the second admin. */
export async function approvedByPriya({ screen, page }: BrowserStage): Promise<void> {
  await screen.modal().getByText('Sent for approval').waitFor();
  await screen.modal().locator('footer').getByRole('button', { name: 'Close' }).click();
  await screen.closed();
  await screen.be('Priya Nair – second admin, who approves');
  await screen.goTo('approvals 1 unread');
  await page.getByRole('button', { name: 'Approve' }).click();
  await screen.message('Approved and done');
  await screen.be('Ana Ruiz – network admin');
  await screen.goTo('ops');
}
