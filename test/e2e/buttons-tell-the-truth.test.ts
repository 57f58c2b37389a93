import { expect, test } from '@jest/globals';
import type { SlackMessage } from '../../src/sandbox/slack/start-slack.ts';
import { ADD_LEO, pressed, review } from '../support/approvals.ts';
import { announced, expectClosed, openForm } from '../support/channel.ts';
import { writes } from '../support/nexudus-calls.ts';
import { ofOneProcess } from '../support/of-one-process.ts';
import { CANCELLED } from '../support/outcomes.ts';
import { changeFocus, untilShown } from '../support/room-acts.ts';
import { lockSql } from '../support/run-sql.ts';
import { say } from '../support/sentences.ts';
import { useStore } from '../support/use-store.ts';

// Cancel, Try again and Fix under a result.

const stage = useStore();

/** What a process writes comes a moment after its answer. */
const untilLogged = (what: string) => stage.until(() => stage.bot.output().includes(what), what);

ofOneProcess('locks SQLite’s file')(
  'Cancel while the store fails doesn’t say that nothing was sent: it may have been, and may still be',
  async () => {
    const { ana, slack, nexudus } = stage;
    const form = await changeFocus(ana, 12);
    Object.assign(nexudus.switches, { down: '500', only: 'writes' });
    await form.submit();
    const queued = await announced(stage);
    await stage.untilJournal((rows) => rows[0]?.announced === 'delivered', 'announced that it waits');
    stage.sql('update submissions set next_at = next_at + 600000');
    const held = lockSql(stage.path);
    await ana.click(queued, 'Cancel');
    const answers = () => slack.ephemerals('Ana').map(({ plain }) => plain);
    await stage.until(() => answers().length === 1, 'an answer to Cancel', 10_000);
    held.release();
    expect(answers()[0]).not.toContain(say.storeDown);
    expect(answers()[0]).toContain(say.cancelUnsure);
    await untilLogged('a cancellation could not be recorded');
    expect(stage.submissions()[0]?.status).toBe('waiting');
    await ana.click(queued, 'Cancel');
    await untilShown(stage, CANCELLED);
    await stage.untilSettled();
  },
);

test('a button whose submission can’t be looked up says so, and it is logged', async () => {
  const { ana } = stage;
  expectClosed(ana, await (await changeFocus(ana, 12)).submit());
  await stage.untilSettled();
  const formId = String(stage.submissions()[0]?.form_id);
  stage.sql('alter table submissions rename to submissions_away');
  try {
    expect(await pressed(stage, 'Ana', 'show-changes', formId)).toBe(say.buttonUnread);
  } finally {
    stage.sql('alter table submissions_away rename to submissions');
  }
  await untilLogged('what a button belongs to could not be looked up');
  expect(stage.bot.output()).toContain(formId);
});

/** Nexudus takes back what the bot's own account may do; a failed request, with Try again under it. */
async function failed(command: string, label: string, permission: string): Promise<SlackMessage> {
  const { ana, nexudus } = stage;
  const role = nexudus.named('userroles', 'Bot');
  const edit = nexudus.named('roles', permission).Id;
  const form = command === ADD_LEO ? await review(ana) : await openForm(ana, command, label);
  nexudus.put('userroles', { Id: role.Id, Roles: (role.Roles as number[]).filter((id) => id !== edit) });
  await form.submit();
  const message = await announced(stage);
  await stage.untilSettled();
  nexudus.put('userroles', { Id: role.Id, Roles: role.Roles });
  return structuredClone(message);
}

test('Try again by another person opens the form at once, however long Nexudus takes to say who they are', async () => {
  const { slack, nexudus } = stage;
  const message = await failed(ADD_LEO, 'Users', 'UserRole-Edit');
  expect(message.buttons).toContain('Try again');
  const priya = slack.as('Priya');
  // What the bot knew of people is forgotten.
  await stage.bot.stop();
  await stage.startAgain();
  Object.assign(nexudus.switches, { slowMs: 4000, only: 'reads' });
  await priya.click(message, 'Try again');
  await priya.waitForModal(() => true, { timeoutMs: 2000 });
  nexudus.switches.slowMs = 0;
  const form = await priya.waitForModal((modal) => modal.labels().includes('Users'), { timeoutMs: 20_000 });
  expect(form.value('Users')).toEqual(['Leo Brandt']);
});

test('a form stays with who has it open when the new one can’t be opened', async () => {
  const { ana, slack, nexudus } = stage;
  const form = await openForm(ana, '/nexudus team rename Acme to "Acme Ltd"', 'New name');
  nexudus.switches.refuse = [{ property: 'Name', message: 'is taken' }];
  await form.submit();
  const message = structuredClone(await announced(stage));
  nexudus.switches.refuse = [];
  slack.faults.fail = { method: 'views.open', error: 'expired_trigger_id', times: 1 };
  const priya = slack.as('Priya');
  await priya.click(message, 'Fix and resubmit');
  await stage.until(() => slack.ephemerals('Priya').length === 1, 'an answer to Priya', 10_000);
  expect(priya.modals()).toEqual([]);
  await form.type('New name', 'Acme Inc');
  expectClosed(ana, await form.submit());
  await untilShown(stage, '✅');
  await stage.untilSettled();
});

test('a request that the store lost while it was in line: the form says that how it ended is not known', async () => {
  const { ana, slack, nexudus } = stage;
  const priya = slack.as('Priya');
  const [first, second] = [await changeFocus(ana, 12), await changeFocus(priya, 13)];
  Object.assign(nexudus.switches, { slowAfterMs: 5000, only: 'writes', times: 1 });
  const runs = first.submit();
  await stage.untilJournal(([row]) => row?.status === 'running', 'the first one runs');
  const [, waits] = await Promise.all([runs, second.submit()]);
  expect(waits.body).toMatchObject({ response_action: 'update' });
  stage.sql("delete from submissions where status = 'queued'");
  const end = await priya.waitForModal((modal) => !modal.text().includes('Working…'), { timeoutMs: 10_000 });
  expect(end.text()).toContain(say.lost);
  expect(end.value('Number of participants')).toBe('13');
  await stage.untilSettled(15_000);
  expect(writes(stage).length).toBe(1);
});
