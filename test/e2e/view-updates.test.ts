import { expect, test } from '@jest/globals';
import { openForm } from '../support/channel.ts';
import { useSandbox } from '../support/use-sandbox.ts';

// Slack may refuse an update of a view for a while, or for good.

const stage = useSandbox();
const withLabel = (label: string) =>
  stage.ana.waitForModal((modal) => modal.labels().includes(label), { what: label, timeoutMs: 10_000 });

test.each([
  ['asks to slow down', { rateLimit: { method: 'views.update', times: 1, retryAfterSec: 1 } }],
  ['has trouble of its own', { fail: { method: 'views.update', error: 'internal_error', times: 2 } }],
  ['answers 503', { fail: { method: 'views.update', error: 'down', times: 2, status: 503 } }],
])('a form is filled all the same when Slack %s', async (_what, fault) => {
  Object.assign(stage.slack.faults, structuredClone(fault));
  await openForm(stage.ana, '/nexudus team rename Acme', 'New name');
});

test('of two views the newer one stays, although Slack put the first off', async () => {
  const { ana, slack } = stage;
  const form = await openForm(ana, '/nexudus team update Acme', 'Description');
  slack.faults.rateLimit = { method: 'views.update', times: 1, retryAfterSec: 1 };
  await form.pick('Section', 'Social');
  await stage.until(() => slack.faults.rateLimit?.times === 0, 'the refusal');
  await form.pick('Section', 'Profile');
  await withLabel('Profile tags');
  await new Promise((resolve) => setTimeout(resolve, 2500));
  expect(form.labels()).toContain('Profile tags');
  expect(form.labels()).not.toContain('Twitter');
});

test('what Slack doesn’t take for what is in it: said in its place, with a reference that the log has', async () => {
  const { ana, slack, bot } = stage;
  slack.faults.fail = { method: 'views.update', error: 'invalid_arguments', times: 1 };
  await ana.command('/nexudus team rename Acme');
  const modal = await ana.waitForModal((each) => each.text().includes('NX-'));
  expect(modal.labels()).toEqual([]);
  const [reference = 'none'] = /NX-\w{7}/.exec(modal.text()) ?? [];
  await stage.until(() => bot.output().includes(reference), 'the reference in the log');
});

test('the chooser turns into the form, although Slack asks to slow down', async () => {
  const { ana, slack } = stage;
  await ana.shortcut('more-actions');
  const chooser = await ana.waitForModal((modal) => modal.text().includes('[Rename team]'));
  slack.faults.rateLimit = { method: 'views.update', times: 1, retryAfterSec: 1 };
  await chooser.press({ actionId: 'open:team.rename' });
  await withLabel('Team');
});
