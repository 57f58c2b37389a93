import { expect, test } from '@jest/globals';
import { say } from '../support/sentences.ts';
import { useStore } from '../support/use-store.ts';

// The same wish is posted once, also when the bot is started again in between.
const stage = useStore({ settings: { REQUESTS_CHANNEL: 'C0SOHO000' } });
const COMMAND = '/nexudus role add-users Reception leo@harbour.example';
const requests = () => stage.slack.messages('#soho-desk').filter(({ bot_id }) => bot_id !== undefined);

/** Leo asks for it, and the question that he sent. */
async function ask() {
  const leo = stage.slack.as('Leo');
  for (const modal of leo.modals().reverse()) await modal.close();
  await leo.command(COMMAND);
  const refusal = await leo.waitForModal((modal) => modal.buttons().includes(say.askAdmin), {
    timeoutMs: 15_000,
  });
  await refusal.press(say.askAdmin);
  const question = await leo.waitForModal((modal) => modal.labels().includes(say.askNote), {
    timeoutMs: 15_000,
  });
  await question.submit();
  return question;
}

test('after a restart it is not posted again, and ten minutes later it is', async () => {
  await ask();
  await stage.until(() => requests().length === 1, 'the wish', 15_000);
  await stage.bot.kill();
  await stage.startAgain();
  expect((await ask()).errors()[say.askNote]).toBe(say.askedBefore);
  expect(requests()).toHaveLength(1);
  // What is kept says nothing of who asked for what.
  expect(JSON.stringify(stage.sql('select * from wishes'))).not.toMatch(/leo|reception|U0LEO/i);
  stage.sql('update wishes set at = at - ?', 10 * 60_000);
  await ask();
  await stage.until(() => requests().length === 2, 'the wish again', 15_000);
}, 60_000);

test('what may not have been posted can be asked again', async () => {
  stage.slack.faults.fail = { method: 'chat.postMessage', error: 'oops', times: 1, status: 500 };
  expect((await ask()).errors()[say.askNote]).toBe(say.askUnsure);
  stage.sql('update wishes set at = at - ?', 15_000);
  await ask();
  await stage.until(() => requests().length === 1, 'the wish', 15_000);
});
