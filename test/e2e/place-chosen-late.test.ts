import { expect, test } from '@jest/globals';
import { announced, botMessages, expectClosed } from '../support/channel.ts';
import { useStore } from '../support/use-store.ts';

const stage = useStore();

test('a form open for longer than a response URL lives: the channel chosen at its end still gets the result', async () => {
  const { ana } = stage;
  await ana.shortcut('rename-team');
  const form = await ana.waitForModal((modal) => modal.labels().includes('Team'));
  await form.pick('Team', 'Acme Studios');
  await ana.waitForModal((modal) => modal.labels().includes('New name'));
  await form.type('New name', 'Acme Lofts');
  await form.pick('Post the result in', '#management');
  await stage.bot.stop();
  for (const { id, content } of stage.sql('select id, content from forms')) {
    const form = JSON.parse(String(content)) as { openedAt: number };
    const older = JSON.stringify({ ...form, openedAt: form.openedAt - 1_900_000 });
    stage.sql('update forms set content = ? where id = ?', older, String(id));
  }
  await stage.startAgain();
  expectClosed(ana, await form.submit());
  await stage.untilSettled(20_000);
  expect((await announced(stage, '#management')).via).toBe('response_url');
  expect(botMessages(stage, '#management')).toHaveLength(1);
});
