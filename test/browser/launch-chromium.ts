import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sparticuz from '@sparticuz/chromium';
import { type Browser, chromium } from 'playwright-core';

const onMachine = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The package brings fonts along, for machines that have few. */
async function fontsOfBoth(): Promise<string> {
  const file = join(tmpdir(), 'sandbox-fonts.conf');
  const folders = ['/usr/share/fonts', join(tmpdir(), 'fonts')].map((path) => `<dir>${path}</dir>`);
  const cache = `<cachedir>${join(tmpdir(), 'sandbox-fonts-cache')}</cachedir>`;
  await writeFile(file, `<?xml version="1.0"?><fontconfig>${folders.join('')}${cache}</fontconfig>`);
  return file;
}

/** The Chromium that was named, the machine's own, or the one inside the npm package (Linux). */
export async function launchChromium(): Promise<Browser> {
  const known = process.env.CHROMIUM_PATH ?? onMachine.find((path) => existsSync(path));
  const executablePath = known ?? (await sparticuz.executablePath());
  const ownFonts: Record<string, string> = known ? {} : { FONTCONFIG_FILE: await fontsOfBoth() };
  return chromium.launch({
    executablePath,
    headless: true,
    env: { ...(process.env as Record<string, string>), ...ownFonts },
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
