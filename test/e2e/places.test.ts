import { describe, expect, test } from '@jest/globals';
import type { SlackMessage } from '../../src/sandbox/slack/start-slack.ts';
import { afterAWord, announced, botMessages, expectClosed, linesOf, receiptOf } from '../support/channel.ts';
import { expectOnlyChanged, found, writes } from '../support/nexudus-calls.ts';
import { done, notDone, resultOf } from '../support/outcomes.ts';
import { say } from '../support/sentences.ts';
import { useSandbox } from '../support/use-sandbox.ts';

const stage = useSandbox();
const ACME = 1_414_300_001;
const RENAME = '/nexudus team rename Acme to "Acme Ltd"';

/** Ana renames Acme from a channel. */
async function renameFrom(channel: string): Promise<void> {
  const { ana, nexudus } = stage;
  const before = found(stage, 'teams', ACME);
  await ana.command(RENAME, { channel });
  const form = await ana.waitForModal((modal) => modal.labels().includes('New name'));
  expectClosed(ana, await form.submit());
  expectOnlyChanged(before, nexudus.record('teams', ACME), { Name: 'Acme Ltd' });
}

const OUTCOME_ONLY = [done('@Ana Ruiz'), say.outcomeOnly, '[Undo]', 'NX-…'];
const SUCCESS = {
  head: done('Acme to Acme Ltd', '@Ana Ruiz'),
  changes: [],
  buttons: ['Undo'],
};

/** What the form says of where its result goes. */
const saysOfPlace = async (channel: string): Promise<string[]> => {
  const { ana } = stage;
  await ana.command(RENAME, { channel });
  const form = await ana.waitForModal((modal) => modal.labels().includes('New name'));
  const text = form.text();
  await form.close();
  return Object.values(say.botNotThere).filter((sentence) => text.includes(sentence));
};

describe('where the bot is not', () => {
  test('the form says in one sentence where the outcome and its details go, and elsewhere nothing', async () => {
    expect(await saysOfPlace('#management')).toEqual([say.botNotThere.channel]);
    expect(await saysOfPlace('Ana & Sam')).toEqual([say.botNotThere.conversation]);
    for (const channel of ['#ops', '#general', stage.slack.dm('Ana').id])
      expect(await saysOfPlace(channel)).toEqual([]);
  });

  test('a public channel is posted to all the same', async () => {
    await renameFrom('#general');
    const message = await announced(stage, '#general');
    expect(message.via).toBe('chat.postMessage');
    expect(resultOf(message)).toEqual(SUCCESS);
  });

  test.each([
    ['a private channel', '#management'],
    ['the direct messages of two people', 'Ana & Sam'],
  ])('%s is reached through response_url, for all to see', async (_, channel) => {
    await renameFrom(channel);
    const message = await announced(stage, channel);
    expect(message.via).toBe('response_url');
    expect(message.ephemeralTo).toBeUndefined();
    // Whether strangers read along there can't be told, so nothing of the record is shown.
    expect(linesOf(message)).toEqual(OUTCOME_ONLY);
    expect(JSON.stringify(message)).not.toContain('Acme');
    expect(botMessages(stage, '#ops')).toEqual([]);
    await announced(stage, stage.slack.dm('Ana').id);
  });

  test('a refusal there and the success after it are both told', async () => {
    const { ana, nexudus } = stage;
    await ana.command(RENAME, { channel: '#management' });
    const form = await ana.waitForModal((modal) => modal.labels().includes('New name'));
    nexudus.switches.refuse = [{ property: 'Name', message: 'is already in use' }];
    await form.submit();
    const refused = await announced(stage, '#management');
    expect(linesOf(refused)[0]).toEqual(notDone('@Ana Ruiz'));
    nexudus.switches.refuse = [];
    expectClosed(ana, await form.submit());
    const done = await announced(stage, '#management', 2);
    expect(receiptOf(done)).toBe(receiptOf(refused));
    expect(linesOf(done)).toEqual(OUTCOME_ONLY);
    await announced(stage, stage.slack.dm('Ana').id, 2);
  });

  test('once the response_url has expired, the result comes as a direct message', async () => {
    const { ana, slack } = stage;
    await ana.command(RENAME, { channel: '#management' });
    const form = await ana.waitForModal((modal) => modal.labels().includes('New name'));
    slack.advance(31 * 60_000);
    expectClosed(ana, await form.submit());
    const direct = slack.dm('Ana').id;
    stage.expectProblems('response_url: expired_url');
    await stage.until(() => slack.problems.length > 0, 'the try with the response_url');
    await afterAWord(stage, ana);
    expect(botMessages(stage, '#management')).toEqual([]);
    // Once, and with the details: no one else reads it.
    expect(botMessages(stage, direct).map(resultOf)).toEqual([SUCCESS]);
  });

  test('an archived channel: the result is not lost', async () => {
    const { ana, slack } = stage;
    await ana.command(RENAME, { channel: '#soho-desk' });
    const form = await ana.waitForModal((modal) => modal.labels().includes('New name'));
    slack.channel('#soho-desk').isArchived = true;
    expectClosed(ana, await form.submit());
    const announced = (): SlackMessage | undefined =>
      [...botMessages(stage, '#soho-desk'), ...botMessages(stage, slack.dm('Ana').id)][0];
    await stage.until(() => announced() !== undefined, 'the result, somewhere');
    expect(resultOf(announced() as SlackMessage)).toEqual(SUCCESS);
  });
});

test('the direct messages with the bot get the result as a message', async () => {
  const direct = stage.slack.dm('Ana').id;
  await renameFrom(direct);
  const message = await announced(stage, direct);
  expect(message.via).toBe('chat.postMessage');
  expect(resultOf(message)).toEqual(SUCCESS);
});

describe('a channel shared with another organisation', () => {
  test('gets the outcome only', async () => {
    await renameFrom('#partners');
    const message = await announced(stage, '#partners');
    expect(linesOf(message)).toEqual(OUTCOME_ONLY);
    expect(JSON.stringify(message)).not.toContain('Acme');
    await announced(stage, stage.slack.dm('Ana').id);
  });

  test('gets no word of what Nexudus refused', async () => {
    const { ana, nexudus } = stage;
    await ana.command(RENAME, { channel: '#partners' });
    const form = await ana.waitForModal((modal) => modal.labels().includes('New name'));
    nexudus.switches.refuse = [{ property: 'Name', message: 'Acme Ltd owes 500 pounds' }];
    await form.submit();
    const message = await announced(stage, '#partners');
    expect(linesOf(message).slice(0, 2)).toEqual([notDone('@Ana Ruiz'), say.outcomeOnly]);
    expect(JSON.stringify(message)).not.toMatch(/Acme|pounds/);
    expect(Object.values(form.errors())).toEqual(['Acme Ltd owes 500 pounds.']);
    await announced(stage, stage.slack.dm('Ana').id);
  });
});

test.each(['#partners', '#management'])(
  'what %s isn’t told reaches the person as a direct message',
  async (channel) => {
    await renameFrom(channel);
    await announced(stage, channel);
    const direct = await announced(stage, stage.slack.dm('Ana').id);
    expect(direct.plain).toContain('Acme to Acme Ltd');
  },
);

describe('Slack has trouble while the result is told', () => {
  test('429: it is announced later, once', async () => {
    stage.slack.faults.rateLimit = { method: 'chat.postMessage', times: 2, retryAfterSec: 1 };
    await renameFrom('#ops');
    const message = await announced(stage);
    expect(resultOf(message)).toEqual(SUCCESS);
    const tries = stage.slack.calls.filter(({ method }) => method === 'chat.postMessage');
    expect(tries.map(({ status }) => status)).toEqual([429, 429, 200]);
    expect(writes(stage)).toHaveLength(1);
  });

  test('a 500 that posted nothing: it is announced later, with the same receipt', async () => {
    stage.slack.faults.fail = { method: 'chat.postMessage', error: 'oops', times: 1, status: 500 };
    await renameFrom('#ops');
    const message = await announced(stage);
    expect(resultOf(message)).toEqual(SUCCESS);
    receiptOf(message);
    expect(writes(stage)).toHaveLength(1);
  });

  test('an answer that was lost: what is announced twice carries the same receipt, and says so', async () => {
    stage.slack.faults.loseAnswer = { method: 'chat.postMessage', times: 1 };
    await renameFrom('#ops');
    const second = await announced(stage, '#ops', 2);
    const [first] = botMessages(stage);
    expect(resultOf(first as SlackMessage)).toEqual(SUCCESS);
    expect(receiptOf(second)).toBe(receiptOf(first as SlackMessage));
    expect(second.plain).toContain(say.repeated);
    expect(writes(stage)).toHaveLength(1);
  });

  test('a message that a person deleted: the success is posted anew', async () => {
    const { ana, slack, nexudus } = stage;
    await ana.command(RENAME);
    const form = await ana.waitForModal((modal) => modal.labels().includes('New name'));
    nexudus.switches.refuse = [{ property: 'Name', message: 'is already in use' }];
    await form.submit();
    await announced(stage);
    nexudus.switches.refuse = [];
    slack.faults.fail = { method: 'chat.update', error: 'message_not_found', times: 1 };
    expectClosed(ana, await form.submit());
    expect(resultOf(await announced(stage, '#ops', 2))).toEqual(SUCCESS);
  });
});
