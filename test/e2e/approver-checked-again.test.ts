import { beforeEach, describe, expect, test } from '@jest/globals';
import { ask, cardSaying, cards, holders, RECEPTION } from '../support/approvals.ts';
import { openForm } from '../support/channel.ts';
import { writes } from '../support/nexudus-calls.ts';
import { approvedBy, SIGN } from '../support/outcomes.ts';
import { useSandbox } from '../support/use-sandbox.ts';

// Between Approve and the write something else happens: an earlier change of the same role is still being written.
const stage = useSandbox({ settings: { APPROVAL_CHANNEL: 'C0APPROVE' } });
const NETWORK_ADMIN = 1_413_000_001;
const [ANA, SAM, PRIYA, LEO] = [1_412_000_002, 1_412_000_003, 1_412_000_004, 1_412_000_005];

const resultSaying = (text: string) =>
  stage.until(
    () => stage.slack.messages('#ops').some(({ plain }) => plain.includes(text)),
    `“${text}” in #ops`,
    20_000,
  );

let start: unknown;
beforeEach(async () => {
  const { ana, nexudus, slack } = stage;
  // What the bot remembers of Priya from the test before is forgotten when a role is changed.
  const form = await openForm(ana, '/nexudus role update Events', 'Name');
  await form.type('Name', 'Events team');
  await form.submit();
  await resultSaying(SIGN.done);
  slack.reset();
  nexudus.reset();
  start = holders(stage);
});

/** Approved by Priya, and waiting behind a change that Nexudus takes its time for. */
async function approvedAndWaiting(): Promise<void> {
  const { nexudus, slack, ana } = stage;
  const card = await ask(stage, ana);
  Object.assign(nexudus.switches, { only: 'writes', slowMs: 4000, times: 1 });
  const rename = await openForm(ana, '/nexudus role update Reception', 'Name');
  await rename.type('Name', 'Front desk');
  await rename.submit();
  await stage.until(() => nexudus.switches.times === undefined, 'the slow write', 10_000);
  await slack.as('Priya').click(card, 'Approve');
  await cardSaying(stage, approvedBy('Priya Nair'));
  expect(writes(stage)).toEqual([]);
}

describe('whoever said yes is checked again when the change runs', () => {
  test('who lost the role meanwhile no longer counts: nothing is given', async () => {
    await approvedAndWaiting();
    stage.nexudus.put('userroles', { Id: NETWORK_ADMIN, Users: [ANA] });
    await resultSaying(SIGN.notDone);
    expect(holders(stage)).toEqual(start);
    expect(writes(stage)).toHaveLength(1);
  });

  test('nor who is limited to another place than where the role is', async () => {
    await approvedAndWaiting();
    stage.nexudus.put('users', { Id: PRIYA, Businesses: [1_414_940_212] });
    await resultSaying(SIGN.notDone);
    expect(holders(stage)).toEqual(start);
  });

  test('who still could counts', async () => {
    await approvedAndWaiting();
    await resultSaying(approvedBy('Priya Nair'));
    expect(holders(stage)).toEqual([SAM, LEO]);
    expect(stage.nexudus.record('userroles', RECEPTION)?.Name).toBe('Front desk');
    expect(cards(stage)).toHaveLength(1);
  });
});
