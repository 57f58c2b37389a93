import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { announced, expectClosed, linesOf, openForm } from '../support/channel.ts';
import { expectOnlyChanged, found } from '../support/nexudus-calls.ts';
import { done, resultOf } from '../support/outcomes.ts';
import { useSandbox } from '../support/use-sandbox.ts';

const stage = useSandbox({ transport: 'socket' });
const ACME = 1_414_300_001;

test('one whole operation goes through Socket Mode', async () => {
  const { ana, slack, nexudus } = stage;
  expect(slack.connections()).toBeGreaterThan(0);
  const before = found(stage, 'teams', ACME);
  const form = await openForm(ana, '/nexudus team rename', 'Team');
  await form.pick('Team', 'Acme');
  await ana.waitForModal((modal) => modal.labels().includes('New name'));
  await form.type('New name', 'Acme Ltd');
  expectClosed(ana, await form.submit());
  expectOnlyChanged(before, nexudus.record('teams', ACME), { Name: 'Acme Ltd' });
  expect(resultOf(await announced(stage))).toEqual({
    head: done('Acme Ltd', '@Ana Ruiz'),
    changes: [],
    buttons: ['Undo'],
  });
  expect(new Set(slack.interactions.map(({ via }) => via))).toEqual(new Set(['socket']));
});

test('errors come under their fields there too', async () => {
  const form = await openForm(
    stage.ana,
    '/nexudus video-room create name=Den participants=0 location=Soho',
    'Name',
  );
  await form.submit();
  expect(form.errors()).toEqual({ 'Number of participants': expect.stringContaining('1 or more') });
});

test.each(['/healthz', '/readyz'])('%s answers on the port', async (path) => {
  const answer = await fetch(`${stage.bot.url}${path}`);
  expect([answer.status, await answer.text()]).toEqual([200, 'ok']);
});

test('nothing of Slack is served over HTTP', async () => {
  const answer = await fetch(`${stage.bot.url}/slack/events`, { method: 'POST', body: '{}' });
  expect(answer.status).toBe(404);
});

// The last one: its bot is gone afterwards.
test('a stop answers what Slack still waits for, and then lets go of the socket', async () => {
  const { ana, slack, nexudus, bot } = stage;
  const form = await openForm(ana, '/nexudus team rename Acme to "Acme Ltd"', 'New name');
  Object.assign(nexudus.switches, { slowMs: 1200, only: 'writes', times: 1 });
  const sent = form.submit();
  await stage.until(() => slack.interactions.some(({ kind }) => kind === 'view_submission'), 'the form');
  await sleep(300);
  process.kill(bot.pid, 'SIGTERM');
  expectClosed(ana, await sent);
  expect(await bot.exited).toEqual({ code: 0, signal: null });
  expect(slack.connections()).toBe(0);
  expect(linesOf(await announced(stage))[0]).toEqual(done('Acme Ltd', '@Ana Ruiz'));
});
