import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { bundleClient } from '../../src/sandbox/page/bundle-client.ts';
import { pageSettings } from '../../src/sandbox/page/run-page.ts';
import { type Page as ServedPage, startPage, takePort } from '../../src/sandbox/page/start-page.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { launchChromium } from './launch-chromium.ts';
import { Screen } from './screen.ts';

export interface BrowserStage {
  readonly sandbox: Sandbox;
  readonly screen: Screen;
  readonly page: Page;
  readonly url: string;
  /** What Slack is expected to complain of in this test. */
  expectProblems(...problems: (string | RegExp)[]): void;
}

/** One sandbox, its page and one browser for the whole file; without a browser its tests are skipped, and say so. */
export function describePage(name: string, tests: (stage: BrowserStage) => void): void {
  describe(name, () => {
    if (!browser) {
      // A plain skip would pass unseen.
      test.skip(`skipped: no Chromium runs here (${whyNot}). Set CHROMIUM_PATH to one that does`, () => {});
      return;
    }
    tests(useStage(browser));
  });
}

let whyNot = '';
const browser: Browser | undefined = await launchChromium().catch((error: Error) => {
  whyNot = error.message.split('\n')[0] ?? '';
  process.stderr.write(`Browser tests are skipped: no Chromium runs here (${whyNot}).\n`);
  return undefined;
});

export const atDesk: BrowserContextOptions = {
  viewport: { width: 1280, height: 800 },
  locale: 'en-GB',
  timezoneId: 'Europe/London',
};

function useStage(launched: Browser): BrowserStage {
  let sandbox: Sandbox;
  let served: ServedPage;
  let page: Page;
  let screen: Screen;
  let expected: (string | RegExp)[] = [];
  let wrong: string[] = [];
  let lastRoom = 1_414_210_000;

  beforeAll(async () => {
    const [server, started, client] = await Promise.all([
      takePort(0),
      startSandbox({ settings: pageSettings }),
      bundleClient(),
    ]);
    sandbox = started;
    served = await startPage(server, sandbox, client);
    const context = await launched.newContext(atDesk);
    context.setDefaultTimeout(8000);
    // Who a test was is not remembered into the next.
    await context.addInitScript('sessionStorage.clear()');
    page = await context.newPage();
    page.on('pageerror', (error) => wrong.push(`page: ${error.message}`));
    page.on('console', (message) => message.type() === 'error' && wrong.push(`console: ${message.text()}`));
    screen = new Screen(page);
  }, 60_000);
  beforeEach(async () => {
    expected = [];
    sandbox.slack.reset();
    sandbox.nexudus.reset();
    // The bot's journal outlives a reset and knows the rooms it created: in no test does a room get the id of another.
    lastRoom += 100;
    sandbox.nexudus.put('videorooms', { Id: lastRoom, Name: 'Was here' });
    sandbox.nexudus.remove('videorooms', lastRoom);
    await page.emulateMedia({ colorScheme: 'light' });
    await page.goto(served.url);
    await screen.composer().waitFor();
    wrong = [];
  });
  afterEach(() => {
    expect(wrong).toEqual([]);
    expect(sandbox.slack.problems).toEqual(
      expected.map((each) => (typeof each === 'string' ? each : expect.stringMatching(each))),
    );
  });
  afterAll(async () => {
    await launched.close();
    await served?.close();
    await sandbox?.close();
  });
  return {
    get sandbox() {
      return sandbox;
    },
    get screen() {
      return screen;
    },
    get page() {
      return page;
    },
    get url() {
      return served.url;
    },
    expectProblems(...problems) {
      expected = problems;
    },
  };
}
