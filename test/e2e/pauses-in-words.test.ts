import { describe, expect, test } from '@jest/globals';
import { ask, cards } from '../support/approvals.ts';
import { announced, botMessages, expectClosed, openForm } from '../support/channel.ts';
import { useSandbox } from '../support/use-sandbox.ts';

const stage = useSandbox({ settings: { APPROVAL_CHANNEL: 'C0APPROVE' } });

describe.each(['ratelimited', 'rate_limited'])('a pause that Slack asks for in words (%s)', (error) => {
  test('is waited for, and the result stands in its channel', async () => {
    const { ana, slack } = stage;
    const form = await openForm(ana, '/nexudus team rename Acme to "Acme Ltd"', 'New name');
    slack.faults.fail = { method: 'chat.postMessage', error, times: 1 };
    expectClosed(ana, await form.submit());
    await announced(stage);
    expect(slack.messages(slack.dm('Ana').id)).toEqual([]);
    expect(botMessages(stage)).toHaveLength(1);
  });

  test('is waited for, and the approval card follows', async () => {
    const { ana, slack } = stage;
    slack.faults.fail = { method: 'chat.postMessage', error, channel: 'C0APPROVE', times: 1 };
    const card = await ask(stage, ana);
    expect(card.buttons).toContain('Approve');
    expect(cards(stage)).toHaveLength(1);
    expect(slack.messages('#ops').some(({ plain }) => plain.includes('reached'))).toBe(false);
  });
});
