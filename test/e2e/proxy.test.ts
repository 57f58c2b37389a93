import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { expectClosed, openForm } from '../support/channel.ts';
import { startCorporateNetwork } from '../support/corporate-network.ts';
import { doctorSettings, runDoctor } from '../support/run-doctor.ts';
import { useStore } from '../support/use-store.ts';

const stage = useStore();
let network: Awaited<ReturnType<typeof startCorporateNetwork>>;
beforeAll(async () => {
  network = await startCorporateNetwork(stage);
});
afterAll(() => network?.close());

test.each([
  ['HTTP mode', 'http'],
  ['Socket Mode', 'socket'],
])(
  '%s: Slack and Nexudus are reached through the proxy, with a company’s own authority',
  async (_, via) => {
    const { ana, nexudus, slack } = stage;
    network.asked.length = 0;
    const mode = via === 'socket' ? { SLACK_APP_TOKEN: slack.appToken } : undefined;
    await stage.withBot({ ...network.settings, ...mode }, async () => {
      if (mode) slack.eventsUrl = undefined;
      const form = await openForm(ana, '/nexudus team rename Acme to "Acme Ltd"', 'New name');
      expectClosed(ana, await form.submit());
      await stage.untilSettled();
      expect(nexudus.named('teams', 'Acme Ltd').Name).toBe('Acme Ltd');
      expect(new Set(slack.interactions.map((each) => each.via))).toEqual(new Set([via]));
    });
    expect(new Set(network.asked)).toEqual(new Set(['slack.test:443', 'nexudus.test:443']));
  },
  120_000,
);

test('the check-up goes the same way', async () => {
  network.asked.length = 0;
  const run = await runDoctor({ ...doctorSettings(stage), ...network.settings });
  expect(run.lines.filter((line) => !line.startsWith('✓'))).toEqual([]);
  expect(run.code).toBe(0);
  expect(new Set(network.asked)).toEqual(new Set(['slack.test:443', 'nexudus.test:443']));
}, 120_000);

test('what NO_PROXY names is reached directly', async () => {
  network.asked.length = 0;
  const { proxyUrl } = network;
  const proxied = { HTTP_PROXY: proxyUrl, HTTPS_PROXY: proxyUrl };
  await expect(stage.withBot(proxied, async () => {})).rejects.toThrow('could not be reached');
  expect(network.asked.length).toBeGreaterThan(0);
  network.asked.length = 0;
  await stage.withBot({ ...proxied, NO_PROXY: 'localhost,127.0.0.1' }, async () => {
    await openForm(stage.ana, '/nexudus team rename Acme to "Acme Ltd"', 'New name');
  });
  expect(network.asked).toEqual([]);
}, 120_000);

test('a proxy that is no address is said so, without what may be a password', async () => {
  const error = await stage.withBot({ HTTPS_PROXY: 'bot:hush@proxy' }, async () => {}).catch(String);
  expect(error).toContain('HTTPS_PROXY must be a web address');
  expect(error).not.toContain('hush');
}, 120_000);
