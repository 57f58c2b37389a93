import { existsSync } from 'node:fs';
import sparticuz from '@sparticuz/chromium';
import { type Browser, chromium } from 'playwright-core';

const onMachine = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The Chromium to use: the one named, the machine's own, or the one inside the npm package (Linux). */
async function chromiumPath(): Promise<string> {
  return (
    process.env.CHROMIUM_PATH ?? onMachine.find((path) => existsSync(path)) ?? sparticuz.executablePath()
  );
}

export async function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: await chromiumPath(),
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-extensions',
    ],
  });
}
