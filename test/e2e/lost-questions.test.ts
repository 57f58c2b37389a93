import { expect, test } from '@jest/globals';
import { review } from '../support/approvals.ts';
import { writes } from '../support/nexudus-calls.ts';
import { say } from '../support/sentences.ts';
import { useStore } from '../support/use-store.ts';

const stage = useStore();

test('a review whose form the bot no longer knows says so, and doesn’t just go away', async () => {
  const { ana } = stage;
  const asked = await review(ana);
  const below = ana.modals().length - 1;
  await stage.bot.kill();
  stage.sql('delete from forms');
  await stage.startAgain();
  expect((await asked.submit()).body).toMatchObject({ response_action: 'update' });
  expect(ana.modal()?.text()).toContain(say.formGone);
  expect(ana.modals()).toHaveLength(below + 1);
  expect(ana.modal()?.submitText).toBeUndefined();
  expect(writes(stage)).toEqual([]);
});
