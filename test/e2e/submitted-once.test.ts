import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { cancel } from '../support/cancel.ts';
import { announced, botMessages, expectClosed, linesOf, openForm, receiptOf } from '../support/channel.ts';
import { writes } from '../support/nexudus-calls.ts';
import { ofOneProcess } from '../support/of-one-process.ts';
import { CANCELLED, done, SIGN } from '../support/outcomes.ts';
import {
  changeFocus,
  dens,
  newDen,
  participantsOfFocus,
  statuses,
  untilShown,
} from '../support/room-acts.ts';
import { lacksPermission } from '../support/sentences.ts';
import { submissionOf } from '../support/submit-raw.ts';
import { useStore } from '../support/use-store.ts';

const stage = useStore();

describe('a form succeeds at most once', () => {
  test('delivered twice at once', async () => {
    const { ana, slack } = stage;
    const form = await newDen(ana);
    slack.faults.deliverTwice = true;
    expectClosed(ana, await form.submit());
    await stage.untilSettled();
    expect(dens(stage)).toHaveLength(1);
    expect(writes(stage)).toHaveLength(1);
    expect(await announced(stage)).toBeDefined();
  });

  test('sent again after it succeeded: the answer is the same, and nothing is done', async () => {
    const { ana, slack } = stage;
    const form = await newDen(ana);
    const again = submissionOf(stage, form, ana.person);
    expectClosed(ana, await form.submit());
    await stage.untilSettled();
    const answers = await Promise.all([1, 2, 3].map(() => slack.send('interactive', again)));
    expect(answers.map(({ status, body }) => [status, body])).toEqual(Array(3).fill([200, '']));
    expect(writes(stage)).toHaveLength(1);
    expect(botMessages(stage)).toHaveLength(1);
  });

  ofOneProcess('the same answer is what one process remembers')(
    'delivered again after it was cancelled: the answer is the same, and nothing is done',
    async () => {
      const { ana, slack, nexudus } = stage;
      const form = await changeFocus(ana, 12);
      Object.assign(nexudus.switches, { down: '503', only: 'writes' });
      const { body } = await form.submit();
      const payload = slack.interactions.at(-1)?.payload ?? {};
      await ana.click(await announced(stage), 'Cancel');
      await untilShown(stage, CANCELLED);
      nexudus.switches.down = 'no';
      const before = writes(stage).length;
      const again = await slack.send('interactive', payload);
      expect([again.status, again.body]).toEqual([200, body]);
      await stage.untilSettled();
      expect(writes(stage)).toHaveLength(before);
      expect(stage.submissions()).toHaveLength(1);
      expect(participantsOfFocus(stage)).toBe(4);
    },
  );

  test('delivered again after a restart: what was refused is not sent again', async () => {
    const { ana, slack, nexudus } = stage;
    const form = await newDen(ana);
    nexudus.switches.refuse = [{ property: 'Name', message: 'is already in use' }];
    const { body } = await form.submit();
    const payload = slack.interactions.at(-1)?.payload ?? {};
    nexudus.switches.refuse = [];
    await stage.untilSettled();
    await stage.bot.kill();
    await stage.startAgain();
    const before = writes(stage).length;
    // Replicas share the pace: to know who Ana is, each that was just started needs longer.
    if (process.env.REPLICAS) await slack.send('interactive', payload);
    const again = await slack.send('interactive', payload);
    expect([again.status, again.body]).toEqual([200, body]);
    await stage.untilSettled();
    expect(writes(stage)).toHaveLength(before);
    expect(stage.submissions()).toHaveLength(1);
    expect(dens(stage)).toHaveLength(0);
  });

  test('clicked three times while Nexudus is slow', async () => {
    const { ana, slack, nexudus } = stage;
    const form = await newDen(ana);
    const again = submissionOf(stage, form, ana.person);
    nexudus.switches.slowMs = 700;
    await Promise.all([form.submit(), slack.send('interactive', again), slack.send('interactive', again)]);
    await untilShown(stage, '✅', 10_000);
    await stage.untilSettled();
    expect(writes(stage)).toHaveLength(1);
    expect(botMessages(stage)).toHaveLength(1);
    expect(stage.submissions()).toHaveLength(1);
  });

  test('refused, refused again, failed, fixed: one request, one receipt, one message, one room', async () => {
    const { ana, nexudus } = stage;
    const form = await newDen(ana);
    nexudus.switches.refuse = [{ property: 'Name', message: 'is already in use' }];
    await form.submit();
    await form.submit();
    nexudus.switches.refuse = [];
    Object.assign(nexudus.switches, { down: '500', only: 'writes' });
    await form.submit();
    await untilShown(stage, SIGN.waits);
    stage.sql("update submissions set give_up_at = 1, next_at = 1 where status = 'waiting'");
    await untilShown(stage, 'Try again', 10_000);
    await ana.modal()?.close();
    nexudus.switches.down = 'no';
    const failed = await announced(stage);
    await ana.click(failed, 'Fix and resubmit');
    const fixed = await ana.waitForModal((modal) => modal.labels().includes('Name'));
    expect([fixed.value('Name'), fixed.value('Number of participants')]).toEqual(['Den', '8']);
    await fixed.type('Number of participants', '9');
    expectClosed(ana, await fixed.submit());
    await untilShown(stage, '✅');
    await stage.untilSettled();
    expect(dens(stage)).toMatchObject([{ NumberOfParticipants: 9 }]);
    expect(receiptOf(await announced(stage))).toBe(receiptOf(failed));
    expect(stage.submissions().map(({ press, status, receipt }) => [press, status, receipt])).toEqual([
      [1, 'rejected', receiptOf(failed)],
      [2, 'rejected', receiptOf(failed)],
      [3, 'failed', receiptOf(failed)],
      [4, 'succeeded', receiptOf(failed)],
    ]);
    expect(writes(stage).filter(({ status }) => status === 200)).toHaveLength(1);
  });

  test('Try again pressed by two people at once', async () => {
    const { ana, slack, nexudus } = stage;
    const form = await newDen(ana);
    Object.assign(nexudus.switches, { down: '500', only: 'writes' });
    await form.submit();
    await cancel(stage);
    await stage.untilSettled();
    Object.assign(nexudus.switches, { down: 'no', only: undefined, slowMs: 300 });
    const cancelled = await announced(stage);
    await Promise.all([ana.click(cancelled, 'Try again'), slack.as('Priya').click(cancelled, 'Try again')]);
    await untilShown(stage, '✅', 10_000);
    await stage.untilSettled();
    expect(dens(stage)).toHaveLength(1);
    expect(writes(stage).filter(({ status }) => status === 200)).toHaveLength(1);
    expect(botMessages(stage)).toHaveLength(1);
  });
});

describe('“Fix and resubmit”', () => {
  const refusedForm = async () => {
    const { ana, nexudus } = stage;
    const form = await changeFocus(ana, 12);
    await form.type('Description', 'Typed, not lost');
    nexudus.switches.refuse = [{ property: 'NumberOfParticipants', message: 'must be 10 or less' }];
    await form.submit();
    nexudus.switches.refuse = [];
    await form.close();
    return announced(stage);
  };

  test.each(['Ana', 'Priya'])('opens the form filled for %s, and edits the same message', async (name) => {
    const refused = await refusedForm();
    const person = stage.slack.as(name);
    await person.click(refused, 'Fix and resubmit');
    const form = await person.waitForModal((modal) => modal.labels().includes('Description'));
    expect([form.value('Number of participants'), form.value('Description')]).toEqual([
      '12',
      'Typed, not lost',
    ]);
    await form.type('Number of participants', '10');
    expectClosed(person, await form.submit());
    await untilShown(stage, '✅');
    await stage.untilSettled();
    const result = await announced(stage);
    expect([result.ts, receiptOf(result)]).toEqual([refused.ts, receiptOf(refused)]);
    expect(linesOf(result)[0]).toEqual(done('Focus room', `@${person.person.realName}`));
    expect(participantsOfFocus(stage)).toBe(10);
  });

  test('and Try again and Cancel are refused to a person without the permission', async () => {
    const refused = await refusedForm();
    const sam = stage.slack.as('Sam');
    await sam.click(refused, 'Fix and resubmit');
    const said = lacksPermission('video-room.update', 'Reception');
    const shown = await sam.waitForModal((modal) => modal.text().includes(said));
    expect(shown.submitText).toBeUndefined();
    await shown.close();
    Object.assign(stage.nexudus.switches, { down: '500', only: 'writes' });
    const form = await openForm(stage.ana, '/nexudus video-room update "Focus room" participants=12', 'Name');
    await form.submit();
    await stage.until(() => botMessages(stage).length === 2, 'a second message');
    const answers = () => stage.slack.ephemerals('Sam').map(({ plain }) => plain);
    await sam.click(botMessages(stage)[1] as never, 'Cancel');
    await stage.until(() => answers().length === 1, 'an answer to Cancel');
    expect(stage.submissions().at(-1)?.status).toMatch(/waiting|running/);
    await stage.ana.click(botMessages(stage)[1] as never, 'Cancel');
    await untilShown(stage, CANCELLED);
    await stage.untilSettled();
    await sam.click(botMessages(stage)[1] as never, 'Try again');
    await stage.until(() => answers().length === 2, 'an answer to Try again');
    expect(answers()).toEqual([expect.stringContaining(said), expect.stringContaining(said)]);
    expect(stage.submissions().at(-1)?.status).toBe('cancelled');
    expect(statuses(stage)).not.toContain(200);
  });
});

ofOneProcess('counts with SQLite’s triggers')(
  'a submission costs two writes of its row and three of its announcement',
  async () => {
    stage.sql('create table counted (what text)');
    const all = ['submissions', 'outbox'].flatMap((table) =>
      ['insert', 'update', 'delete'].map((what) => ({ table, what })),
    );
    for (const { table, what } of all) {
      stage.sql(
        `create trigger counted_${table}_${what} after ${what} on ${table} begin insert into counted values ('${table} ${what}'); end`,
      );
    }
    try {
      const form = await changeFocus(stage.ana, 12);
      expectClosed(stage.ana, await form.submit());
      await announced(stage);
      await stage.untilSettled();
      expect(stage.sql('select what from counted').map(({ what }) => what)).toEqual([
        'submissions insert',
        'submissions update',
        'outbox insert',
        'outbox update',
        'outbox update',
      ]);
    } finally {
      for (const { table, what } of all) stage.sql(`drop trigger counted_${table}_${what}`);
      stage.sql('drop table counted');
    }
  },
);

ofOneProcess('reads SQLite’s file')(
  'neither response URLs nor tokens stand in the database’s files',
  async () => {
    const { ana, slack, nexudus } = stage;
    await ana.command('/nexudus video-room update "Focus room" participants=12', { channel: '#management' });
    const form = await ana.waitForModal((modal) => modal.labels().includes('Number of participants'));
    Object.assign(nexudus.switches, { down: '500', only: 'writes', times: 1 });
    await form.submit();
    await untilShown(stage, '✅', 10_000, '#management');
    await stage.untilSettled();
    expect(stage.submissions()[0]?.response_url).toEqual(expect.any(String));
    const files = ['', '-wal'].map((end) => readFileSync(`${stage.path}${end}`, 'latin1')).join('');
    expect(files).toContain('video-room.update');
    for (const secret of [
      slack.origin,
      '/commands/',
      '/actions/',
      'xox',
      slack.botToken,
      slack.signingSecret,
    ]) {
      expect(files.includes(secret)).toBe(false);
    }
  },
);
