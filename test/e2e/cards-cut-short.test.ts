import { expect, test } from '@jest/globals';
import type { SlackMessage } from '../../src/sandbox/slack/start-slack.ts';
import { cards, holders, resultSaying, review } from '../support/approvals.ts';
import { approvedBy } from '../support/outcomes.ts';
import { useStore } from '../support/use-store.ts';

// The bot dies just when a card is there: it never learns where that card stands.
const stage = useStore({ settings: { APPROVAL_CHANNEL: 'C0APPROVE' } });
const SAM = 1_412_000_003;
const LEO = 1_412_000_005;

const asking = () => cards(stage).filter(({ buttons }) => buttons.includes('Approve'));

async function approveWhatAsks(): Promise<void> {
  await stage.until(() => asking().length > 0, 'a card that asks', 40_000);
  expect(asking()).toHaveLength(1);
  await stage.slack.as('Priya').click(structuredClone(asking()[0] as SlackMessage), 'Approve');
  await resultSaying(stage, approvedBy('Priya Nair'));
  expect(holders(stage)).toEqual([SAM, LEO]);
  await stage.until(() => asking().length === 0, 'no card that asks', 10_000);
}

test('killed as the card appears: one card asks, and none once it is done', async () => {
  const question = await review(stage.ana);
  const stop = stage.slack.onChange(() => {
    if (cards(stage).length === 0) return;
    stop();
    void stage.bot.kill();
  });
  await question.submit();
  await stage.bot.exited;
  await stage.startAgain();
  // The wait for whoever was about to show it is over.
  stage.sql("update outbox set lease_until = 0, due_at = 0 where kind = 'card'");
  await approveWhatAsks();
}, 90_000);
