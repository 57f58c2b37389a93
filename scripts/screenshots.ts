import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { bundleClient } from '../src/sandbox/page/bundle-client.ts';
import { pageSettings } from '../src/sandbox/page/run-page.ts';
import { startPage, takePort } from '../src/sandbox/page/start-page.ts';
import { startSandbox } from '../src/sandbox/start-sandbox.ts';
import { launchChromium } from '../test/browser/launch-chromium.ts';
import { Screen } from '../test/browser/screen.ts';

// The pictures of the sandbox page that the README shows: npm run screenshots.

const docs = fileURLToPath(new URL('../docs/', import.meta.url));
await mkdir(docs, { recursive: true });
const [server, sandbox, client, browser] = await Promise.all([
  takePort(0),
  startSandbox({ settings: pageSettings, entry: 'bundle' }),
  bundleClient(),
  launchChromium(),
]);
const served = await startPage(server, sandbox, client);
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, locale: 'en-GB' });
  const screen = new Screen(page);
  const shoot = async (name: string): Promise<void> => {
    await page.mouse.move(700, 70);
    await page.waitForTimeout(300);
    await page.screenshot({ path: `${docs}sandbox-${name}.png` });
  };
  await page.goto(served.url);
  await screen.composer().waitFor();

  sandbox.slack.say('Sam', '#ops', 'Morning! The book club asks for a *video room* in Soho, 8 people.');
  sandbox.slack.say('Priya', '#ops', 'And Acme are now called “Acme Ltd”. Could someone rename the team?');
  await screen.say('On it.');
  await screen.composer().fill('/');
  await screen.options('/nexudus').waitFor();
  await shoot('composer');

  await screen.say('/nexudus video-room create "Book club" participants=8 location=Soho');
  await screen.form('Create video room', 'Name');
  await screen.type('Description', 'Every second Tuesday.');
  await screen.field('Location').click();
  await screen.options('Soho').waitFor();
  await shoot('form');
  await page.keyboard.press('Escape');

  await screen.type('Number of participants', '800');
  sandbox.nexudus.switches.refuse = [{ property: 'NumberOfParticipants', message: 'must be 500 or less' }];
  await screen.press('Create');
  await screen.error('Number of participants').waitFor();
  await shoot('errors');

  sandbox.nexudus.switches.refuse = [];
  await screen.type('Number of participants', '8');
  await screen.press('Create');
  await screen.closed();
  await screen.message('✅ Created ');
  await screen.say('/nexudus team rename Acme to "Acme Ltd"');
  await screen.form('Rename team', 'New name');
  await screen.press('Rename');
  await screen.closed();
  await screen.message('✅ Renamed ');
  await shoot('result');
} finally {
  await browser.close();
  await served.close();
  await sandbox.close();
}
