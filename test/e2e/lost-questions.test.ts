import { expect, test } from '@jest/globals';
import { review } from '../support/approvals.ts';
import { writes } from '../support/nexudus-calls.ts';
import { say } from '../support/sentences.ts';
import { submissionOf } from '../support/submit-raw.ts';
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

test('a review that its form went on from says so where the store can’t say what became of it, and it is logged', async () => {
  const asked = await review(stage.ana);
  const sent = submissionOf(stage, asked, stage.ana.person) as { view: { private_metadata: string } };
  sent.view.private_metadata = `${sent.view.private_metadata.split(' ')[0]} another`;
  stage.sql('alter table submissions rename to away');
  try {
    const { body } = await stage.slack.send('interactive', sent);
    expect(JSON.stringify(body)).toContain(say.standingUnknown);
  } finally {
    stage.sql('alter table away rename to submissions');
  }
  await stage.until(
    () => stage.bot.output().includes('where a submission stands could not be looked up'),
    'the log',
  );
  expect(writes(stage)).toEqual([]);
});
