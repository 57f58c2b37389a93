import { expect, test } from '@jest/globals';
import type { Modal } from '../../src/sandbox/slack/start-slack.ts';
import { openForm } from '../support/channel.ts';
import { isQuestion } from '../support/is-question.ts';
import { writes } from '../support/nexudus-calls.ts';
import { ofOneProcess } from '../support/of-one-process.ts';
import { untilShown } from '../support/room-acts.ts';
import { say } from '../support/sentences.ts';
import { useStore } from '../support/use-store.ts';

// The review of a role change when looking up what it gives takes longer than Slack waits.

const stage = useStore();
const RECEPTION = 1_413_000_002;
const SAM = 1_412_000_003;
const PRIYA = 1_412_000_004;
const LEO = 1_412_000_005;
const holders = () => stage.nexudus.record('userroles', RECEPTION)?.Users;

const slow = (slowMs: number) => Object.assign(stage.nexudus.switches, { slowMs, only: 'reads' });

/** A form that adds people to Reception, after a change of another role: what the bot knew of people is forgotten. */
async function formFor(words: string): Promise<Modal> {
  const priya = stage.slack.as('Priya');
  const form = await openForm(stage.ana, `/nexudus role add-users Reception ${words}`, 'Users');
  const other = await openForm(priya, '/nexudus role update 1413000006', 'Name');
  await other.type('Name', `Events ${Date.now()}`);
  await other.submit();
  await stage.untilJournal((rows) => rows.at(-1)?.status === 'succeeded', 'the other role');
  await stage.untilSettled();
  nexudusWrites = writes(stage).length;
  return form;
}
let nexudusWrites = 0;

/** Sends it, and is told in time that it is being checked. */
async function sendSlowly(form: Modal): Promise<Modal> {
  const ack = await form.submit();
  expect(ack.body).toMatchObject({ response_action: 'push' });
  expect(ack.ms).toBeLessThan(3000);
  const checking = stage.ana.modal() as Modal;
  expect(checking.text()).toContain('Checking');
  expect(checking.submitText).toBeUndefined();
  return checking;
}

const reviewed = (timeoutMs = 20_000) =>
  stage.ana.waitForModal(isQuestion, { timeoutMs, what: 'the review' });

test('“Checking…” turns into the review, and Continue does it once', async () => {
  const form = await formFor('leo@harbour.example');
  slow(2500);
  const checking = await sendSlowly(form);
  const review = await reviewed();
  expect(review.id).toBe(checking.id);
  expect(review.text()).toContain('Leo Brandt');
  slow(0);
  expect((await review.submit()).body).toEqual({ response_action: 'clear' });
  expect(holders()).toEqual([SAM, LEO]);
  await untilShown(stage, 'Reception');
  await stage.untilSettled();
  expect(writes(stage)).toHaveLength(nexudusWrites + 1);
});

test('or into the problem, which stands beside its field too', async () => {
  const { ana } = stage;
  const form = await formFor('leo@harbour.example @nora');
  slow(2500);
  const checking = await sendSlowly(form);
  await ana.waitForModal((modal) => modal.text().includes('nora@harbour.example'), { timeoutMs: 20_000 });
  expect(ana.modal()?.id).toBe(checking.id);
  expect(ana.modal()?.submitText).toBeUndefined();
  await stage.until(() => form.text().includes('nora@harbour.example'), 'the problem in the form', 5000);
  slow(0);
  await checking.close();
  await form.unpick('Slack people', 'Nora New');
  await form.submit();
  // No one is left under Slack people: that is asked about first.
  expect((await (await reviewed()).submit()).body).toMatchObject({ response_action: 'update' });
  expect((await (await reviewed()).submit()).body).toEqual({ response_action: 'clear' });
  expect(holders()).toEqual([SAM, LEO]);
  await stage.untilSettled();
});

test('closed and sent again with something else: each review gives what it shows', async () => {
  const { ana } = stage;
  const form = await formFor('leo@harbour.example');
  slow(2500);
  const checking = await sendSlowly(form);
  await checking.close();
  await form.pick('Slack people', 'Priya Nair');
  slow(0);
  await form.submit();
  // Two replicas had to do with the form in one moment.
  if (process.env.REPLICAS && form.text().includes(say.redrawn)) await form.submit();
  const review = await reviewed();
  expect(review.text()).toContain('Priya Nair');
  // By then the first look-up has come to its end, too.
  await new Promise((resolve) => setTimeout(resolve, 6000));
  expect(ana.modal()?.text()).toBe(review.text());
  expect((await review.submit()).body).toEqual({ response_action: 'clear' });
  expect(holders()).toEqual([SAM, LEO, PRIYA]);
  await stage.untilSettled();
});

ofOneProcess('each reads for itself')(
  'closed and sent again as it was: nothing is looked up a second time',
  async () => {
    const { nexudus } = stage;
    const callsOf = async (times: number): Promise<string[]> => {
      const form = await formFor('leo@harbour.example');
      slow(2500);
      const before = nexudus.calls.length;
      for (let time = 1; time <= times; time++) {
        const checking = await sendSlowly(form);
        if (time < times) await checking.close();
      }
      const review = await reviewed();
      slow(0);
      await review.close();
      await form.close();
      // What is remembered of people may be over in between; the role itself is read by every look-up.
      const calls = nexudus.calls.slice(before).map(({ method, path }) => `${method} ${path}`);
      return calls.filter((call) => call.endsWith(`/api/security/userroles/${RECEPTION}`));
    };
    const once = await callsOf(1);
    expect(once.length).toBeGreaterThan(0);
    expect(await callsOf(2)).toEqual(once);
  },
  90_000,
);

test('killed in the middle: the view says what to do, and the form under it goes through', async () => {
  const form = await formFor('leo@harbour.example');
  slow(4000);
  const checking = await sendSlowly(form);
  await stage.bot.kill();
  slow(0);
  await stage.startAgain();
  expect(checking.text()).toContain(say.checking);
  await checking.close();
  await form.submit();
  expect((await (await reviewed()).submit()).body).toEqual({ response_action: 'clear' });
  expect(holders()).toEqual([SAM, LEO]);
  await stage.untilSettled();
});
