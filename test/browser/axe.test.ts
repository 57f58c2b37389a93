import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@jest/globals';
import { describePage } from './use-page.ts';

// The default export of a CommonJS package, which its types describe as an ES module.
const Axe = AxeBuilder as unknown as typeof AxeBuilder.default;

describePage('axe finds nothing serious', (stage) => {
  async function check(rules?: string[]): Promise<void> {
    const axe = new Axe({ page: stage.page }).options({ resultTypes: ['violations'] });
    const { violations } = await (rules ? axe.withRules(rules) : axe).analyze();
    const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    expect(
      grave.map(({ id, nodes }) => [
        id,
        ...nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`),
      ]),
    ).toEqual([]);
  }

  const pages: [string, () => Promise<void>][] = [
    [
      'the page, with messages',
      async () => {
        await stage.screen.say('Hello *everybody*');
        await stage.screen.say('/nexudus help');
        await stage.screen.message('Do Nexudus admin work');
      },
    ],
    [
      'commands being completed',
      async () => {
        await stage.screen.composer().fill('/');
        await stage.screen.options().first().waitFor();
      },
    ],
    [
      'an open form with an open list',
      async () => {
        await stage.screen.say('/nexudus team people Acme');
        await stage.screen.form('Update team', 'Add members');
        await stage.screen.pick('Add members', 'hannah', 'Hannah Lindqvist');
        await stage.screen.field('Add members').click();
        await stage.screen.options().first().waitFor();
      },
    ],
    [
      'inline errors',
      async () => {
        await stage.screen.say('/nexudus video-room create');
        await stage.screen.form('Create video room', 'Name');
        await stage.screen.press('Create');
        await stage.screen.error('Name').waitFor();
      },
    ],
    ...['Records', 'Calls', 'Acks', 'Switches'].map((tab): [string, () => Promise<void>] => [
      `the panel unfolded: ${tab}`,
      async () => {
        await stage.screen.say('/nexudus team rename Acme to "Acme Ltd"');
        await stage.screen.form('Rename team', 'New name');
        await stage.screen.press('Rename');
        await stage.screen.closed();
        await stage.screen.openPanel(tab);
        await stage.page
          .locator('.record, .call')
          .first()
          .click({ timeout: 500 })
          .catch(() => {});
      },
    ]),
    [
      'App Home',
      async () => {
        await stage.screen.goTo('Nexudus');
        await stage.page.getByText('Change a collaboration workspace').waitFor();
      },
    ],
    [
      'a thread and a menu',
      async () => {
        await stage.screen.say('Hello');
        await (await stage.screen.message('Hello')).hover();
        await stage.page.getByRole('button', { name: 'Reply in thread to Ana Ruiz' }).click();
        await stage.page.getByRole('button', { name: 'Shortcuts' }).click();
      },
    ],
  ];

  test.each(pages)('%s, light and dark', async (_, open) => {
    await open();
    await check();
    // Only colours differ.
    await stage.page.emulateMedia({ colorScheme: 'dark' });
    await check(['color-contrast']);
  });
});
