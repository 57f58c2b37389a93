import { expect, test } from '@jest/globals';
import { changeRaw, picked } from '../support/change-raw.ts';
import { announced, openForm } from '../support/channel.ts';
import { expectOnlyChanged, found, writes } from '../support/nexudus-calls.ts';
import { submitRaw } from '../support/submit-raw.ts';
import { useSandbox } from '../support/use-sandbox.ts';

const stage = useSandbox();
const ACME = 1_414_300_001;
const KESTREL = 1_414_300_009;
const NORTHWIND = 1_414_300_004;

/** A list of teams takes long, and everything else is quick. */
function slowLists(): void {
  const { switches } = stage.nexudus;
  switches.onArrival = (_method, path) => {
    switches.slowMs = path === '/api/spaces/teams' ? 2500 : 0;
  };
  switches.only = 'reads';
}

test('a form that is sent before the team that was just picked is drawn writes nothing of the team before', async () => {
  const { ana, nexudus, slack } = stage;
  const [acme, kestrel] = [found(stage, 'teams', ACME), found(stage, 'teams', KESTREL)];
  const form = await openForm(ana, '/nexudus team update Acme', 'Name');
  // Another person's rename, after which the names of teams are read anew.
  const priya = slack.as('Priya');
  const rename = await openForm(priya, `/nexudus team rename ${NORTHWIND} to Northerly`, 'New name');
  await rename.submit();
  await announced(stage);
  const before = writes(stage).length;
  slowLists();

  const shown = form.json;
  await changeRaw(stage, form, ana.person, 'Team', picked(String(KESTREL)), {
    Team: picked(String(KESTREL)),
  });
  const read = () => nexudus.calls.some(({ path }) => path === `/api/spaces/teams/${KESTREL}`);
  await stage.until(read, 'a look at Kestrel');
  await new Promise((resolve) => setTimeout(resolve, 150));
  // Another replica may have drawn it by then.
  if (!process.env.REPLICAS) expect(form.json).toBe(shown);
  const answer = await submitRaw(stage, form, { Team: picked(String(KESTREL)) });

  expect(answer.action).not.toBe(undefined);
  await ana.waitForModal(
    (modal) => modal.labels().includes('Name') && modal.value('Name') === 'Kestrel Robotics',
    { timeoutMs: 15_000 },
  );
  expect(writes(stage).length).toBe(before);
  expectOnlyChanged(kestrel, nexudus.record('teams', KESTREL), {});
  expectOnlyChanged(acme, nexudus.record('teams', ACME), {});
});
