import { describe, expect, test } from '@jest/globals';
import { holders, RECEPTION } from '../support/approvals.ts';
import { botMessages, newest, openForm } from '../support/channel.ts';
import { isQuestion } from '../support/is-question.ts';
import { writes } from '../support/nexudus-calls.ts';
import { SUMMARY } from '../support/outcomes.ts';
import { say } from '../support/sentences.ts';
import { accessRows, comesToEnd, endNow, giveUntil, HOUR_MS, leave, thread } from '../support/temporary.ts';
import { useStore } from '../support/use-store.ts';

// The end of temporary access when something is in its way, and when people extend it or end it before.
const stage = useStore();
const SAM = 1_412_000_003;
const LEO = 1_412_000_005;

const ended = async (
  message: Parameters<typeof thread>[1],
  says = '✅ Ended temporary access to Reception',
) => {
  await stage.until(
    () => thread(stage, message).some((text) => text.startsWith(says)),
    'the end in the thread',
    20_000,
  );
  await stage.untilSettled(15_000);
};
const EXTENDED = '✅ Extended access of Leo Brandt to Reception';
const GOES_ON = '✅ Access to Reception continues';
const ends = () => stage.submissions().filter(({ operation }) => operation === 'role.end-access');

describe('an end', () => {
  test('that falls into an outage goes on being tried, and is told once it lasts', async () => {
    const message = await giveUntil(stage);
    stage.nexudus.switches.down = '503';
    leave(stage, -1);
    await stage.untilJournal(() => ends()[0]?.status === 'waiting', 'the end that waits', 15_000);
    // A hiccup is told no one.
    expect(thread(stage, message)).toEqual([]);
    // The outage has lasted for two minutes, and for longer than anything else is waited for.
    stage.sql(
      "update submissions set submitted_at = submitted_at - 7200000, next_at = 0 where operation = 'role.end-access'",
    );
    const told = () => thread(stage, message).filter((text) => text.includes(say.notEndedYet));
    await stage.until(() => told().length > 0, 'that it has not ended', 30_000);
    expect(told()[0]).toContain('@Ana Ruiz');
    expect(told()[0]).toContain(say.keepsTrying);
    expect(holders(stage)).toEqual([SAM, LEO]);
    stage.nexudus.switches.down = 'no';
    stage.sql(
      "update submissions set next_at = 0 where operation = 'role.end-access' and status = 'waiting'",
    );
    await ended(message);
    expect(holders(stage)).toEqual([SAM]);
    expect(told()).toEqual([]);
  });

  test('comes after a restart, also when it came while the bot was away', async () => {
    const message = await giveUntil(stage);
    await stage.bot.kill();
    leave(stage, -1);
    await stage.startAgain();
    await ended(message);
    expect(holders(stage)).toEqual([SAM]);
    expect(ends()).toHaveLength(1);
  });

  test('comes although its requester has left and the operation was switched off', async () => {
    const message = await giveUntil(stage);
    stage.slack.person('Ana').deleted = true;
    await stage.bot.stop();
    leave(stage, -1);
    await stage.startAgain({ OPERATIONS: 'team.rename' });
    await ended(message);
    expect(holders(stage)).toEqual([SAM]);
    await stage.bot.stop();
    await stage.startAgain();
  });

  test('waits while writes are switched off, and is done when they are on again', async () => {
    const message = await giveUntil(stage);
    await stage.bot.stop();
    leave(stage, -1);
    await stage.startAgain({ WRITES: 'off' });
    await stage.untilJournal(() => ends()[0]?.status === 'waiting', 'the end that waits', 15_000);
    expect(holders(stage)).toEqual([SAM, LEO]);
    await stage.bot.stop();
    stage.sql("update submissions set next_at = 0 where operation = 'role.end-access'");
    await stage.startAgain();
    await ended(message);
    expect(holders(stage)).toEqual([SAM]);
  });

  test('of a user who was removed already changes nothing, and says so', async () => {
    const message = await giveUntil(stage);
    stage.nexudus.put('userroles', { Id: RECEPTION, Users: [SAM] });
    const before = writes(stage).length;
    leave(stage, -1);
    await ended(message);
    expect(writes(stage)).toHaveLength(before);
    expect(thread(stage, message).at(-1)).toContain(
      '• Users: Leo Brandt had already been removed. Nothing is left to do.',
    );
  });

  test('of a role that is not found goes on for a day, and then says what to look at', async () => {
    const message = await giveUntil(stage);
    stage.nexudus.remove('userroles', RECEPTION);
    leave(stage, -1);
    const says = (text: string) => thread(stage, message).some((one) => one.includes(text));
    await stage.until(() => says(say.notEndedYet), 'that it has not ended', 20_000);
    expect(accessRows(stage)[0]?.status).toBe('ending');
    // A day passes: since when it is so loses its first digit.
    stage.sql(
      "update submissions set standing = replace(standing, '\"since\":1', '\"since\":'), next_at = 0 where operation = 'role.end-access'",
    );
    await stage.until(() => says(say.endGone), 'that the role is gone', 20_000);
    expect(accessRows(stage)[0]?.status).toBe('ended');
  });

  test('of a role that is not found once comes when it is there again', async () => {
    const message = await giveUntil(stage);
    const role = structuredClone(stage.nexudus.record('userroles', RECEPTION));
    stage.nexudus.remove('userroles', RECEPTION);
    leave(stage, -1);
    await stage.untilJournal(() => ends()[0]?.status === 'waiting', 'the end that waits', 15_000);
    stage.nexudus.put('userroles', { ...role, Id: RECEPTION });
    stage.sql("update submissions set next_at = 0 where operation = 'role.end-access'");
    await ended(message);
    expect(holders(stage)).toEqual([SAM]);
  });

  test('that Nexudus takes without doing it has not come yet', async () => {
    const message = await giveUntil(stage);
    leave(stage, -1);
    stage.nexudus.switches.onArrival = (method) => {
      if (method !== 'PUT') return;
      // What is written is put back before it is read again.
      setTimeout(() => stage.nexudus.put('userroles', { Id: RECEPTION, Users: [SAM, LEO] }), 60);
    };
    await stage.untilJournal(() => ends()[0]?.status === 'waiting', 'the end that waits', 15_000);
    stage.nexudus.switches.onArrival = undefined;
    expect(accessRows(stage)[0]?.status).toBe('ending');
    stage.sql("update submissions set next_at = 0 where operation = 'role.end-access'");
    await ended(message);
    expect(holders(stage)).toEqual([SAM]);
  });

  test('takes no one away whom another access holds for longer', async () => {
    const first = await giveUntil(stage, 'in 3 days');
    // Given anew, for longer: it is reviewed as what it gives, although Leo has the role.
    const second = await giveUntil(stage, 'in 5 days');
    expect(second.plain).toContain(EXTENDED);
    expect(second.plain).not.toContain('already there');
    comesToEnd(stage, 0);
    await ended(first, GOES_ON);
    expect(thread(stage, first).at(-1)).toContain(say.nowEnds.trim());
    expect(thread(stage, first).at(-1)).not.toContain('Ended');
    expect(botMessages(stage).find(({ ts }) => ts === first.ts)?.plain).toContain(say.goesOn);
    expect(holders(stage)).toEqual([SAM, LEO]);
    leave(stage, -1);
    await ended(second);
    expect(holders(stage)).toEqual([SAM]);
  });

  test('takes no one away who was given the role for good meanwhile', async () => {
    const message = await giveUntil(stage);
    const form = await openForm(stage.ana, '/nexudus role add-users Reception leo@harbour.example', 'Users');
    await form.submit();
    await stage.ana.modal()?.submit();
    await stage.until(() => botMessages(stage).length === 2, 'the second message', 15_000);
    await stage.untilSettled(15_000);
    expect(newest(stage)?.plain).toContain(`${EXTENDED}\n${say.permanent}\n${say.noUndo}`);
    expect(newest(stage)?.buttons).toEqual([]);
    leave(stage, -1);
    await ended(message, GOES_ON);
    expect(thread(stage, message).at(-1)).toContain(say.keptByOther(1));
    expect(holders(stage)).toEqual([SAM, LEO]);
  });
});

describe('before its end', () => {
  test('the requester is reminded a day and an hour before, in the thread', async () => {
    const message = await giveUntil(stage);
    leave(stage, 23 * HOUR_MS);
    await stage.until(() => thread(stage, message).length === 1, 'the first reminder', 15_000);
    expect(thread(stage, message)[0]).toContain('@Ana Ruiz');
    expect(thread(stage, message)[0]).toContain(say.endsSoon('Reception', 'Leo Brandt').trim());
    leave(stage, HOUR_MS / 2);
    await stage.until(() => thread(stage, message).length === 2, 'the second reminder', 15_000);
    await stage.untilSettled(15_000);
    expect(thread(stage, message)).toHaveLength(2);
  });

  test('of what lasts less than an hour nothing is reminded', async () => {
    const message = await giveUntil(stage, 'in 40 minutes');
    const [row] = accessRows(stage);
    expect(row?.next_at).toBe(row?.until);
    expect(thread(stage, message)).toEqual([]);
  });

  test('End now takes it away at once, by whom it was pressed', async () => {
    const message = structuredClone(await giveUntil(stage));
    const asked = await endNow(stage.slack.as('Uma'), message);
    expect(asked).toContain(say.endOf('Reception'));
    expect(asked).toContain(say.endRemoves('Leo Brandt'));
    await ended(message);
    expect(holders(stage)).toEqual([SAM]);
    expect(thread(stage, message).at(-1)).toContain('By @Uma Stone');
    expect(ends()).toHaveLength(1);
  });

  test('what End now asks goes on over a restart; confirmed twice, it ends once; closed, nothing does', async () => {
    const message = structuredClone(await giveUntil(stage));
    const { ana } = stage;
    const asks = async () => {
      await ana.click(message, say.endNow);
      return ana.waitForModal((modal) => modal.submitText === say.endNow);
    };
    await (await asks()).close();
    expect(ends()).toEqual([]);
    const question = await asks();
    await stage.bot.kill();
    await stage.startAgain();
    const uma = stage.slack.as('Uma');
    await uma.click(message, say.endNow);
    const other = await uma.waitForModal((modal) => modal.submitText === say.endNow);
    await question.submit();
    await other.submit();
    await uma.waitForModal((modal) => modal.text().includes(say.accessOver));
    await ended(message);
    expect(holders(stage)).toEqual([SAM]);
    expect(ends()).toHaveLength(1);
  });

  test('End now and Extend are not for people who may not change roles', async () => {
    const message = await giveUntil(stage);
    const sam = stage.slack.as('Sam');
    await sam.click(message, say.endNow);
    const first = await sam.waitForModal((modal) => modal.text().includes('UserRole-Edit'));
    expect(first.submitText).toBeUndefined();
    await first.close();
    await sam.click(message, say.extend);
    const refused = await sam.waitForModal((modal) => modal.text().includes('UserRole-Edit'));
    expect(refused.submitText).toBeUndefined();
    expect(holders(stage)).toEqual([SAM, LEO]);
    expect(accessRows(stage)[0]?.status).toBe('running');
  });

  test('Extend opens the form with who has it and until when, and holds them for longer', async () => {
    const message = await giveUntil(stage);
    const { ana } = stage;
    await ana.click(message, say.extend);
    const form = await ana.waitForModal((modal) => modal.labels().includes('Until'));
    expect([form.title, form.submitText]).toEqual(['Extend access', 'Extend']);
    expect(form.value('Users')).toEqual(['Leo Brandt']);
    const until = Number(accessRows(stage)[0]?.until);
    expect(Number(form.value('Until')) * 1000).toBe(until);
    await form.type('Until', String(until / 1000 + 86_400));
    await form.submit();
    const review = await ana.waitForModal(isQuestion);
    expect(review.text()).toContain(SUMMARY.extends('Leo Brandt (leo@harbour.example)', 'Reception'));
    await review.submit();
    await stage.until(() => botMessages(stage).length === 2, 'the second message', 15_000);
    await stage.untilSettled(15_000);
    expect(accessRows(stage).map((row) => Number(row.until))).toEqual([until, until + 86_400_000]);
    expect(newest(stage)?.plain).toContain(EXTENDED);
    expect(newest(stage)?.plain).toContain(say.temporaryUntil.trim());
  });
});

describe('/nexudus access', () => {
  const listed = async (name: string) => {
    const before = stage.slack.ephemerals(name, '#ops').length;
    await stage.slack.as(name).command('/nexudus access');
    await stage.until(() => stage.slack.ephemerals(name, '#ops').length > before, 'the list', 10_000);
    return stage.slack.ephemerals(name, '#ops').at(-1);
  };

  test('lists what is temporary, soonest first, for who gave it, has it or may change it', async () => {
    await giveUntil(stage, 'in 5 days');
    const form = await openForm(stage.ana, '/nexudus role add-users Events @priya until in 2 days', 'Users');
    await form.submit();
    await stage.ana.modal()?.submit();
    await stage.until(() => botMessages(stage).length === 2, 'the second message', 15_000);
    await stage.untilSettled(15_000);
    const mine = await listed('Ana');
    const text = mine?.plain ?? '';
    expect(text.indexOf('Priya Nair')).toBeGreaterThan(0);
    expect(text.indexOf('Leo Brandt')).toBeGreaterThan(text.indexOf('Priya Nair'));
    expect(mine?.buttons).toEqual([say.extend, say.endNow, say.extend, say.endNow]);
    const leos = await listed('Leo');
    expect(leos?.plain).toContain('Reception');
    expect(leos?.plain).not.toContain('Events');
    expect(leos?.buttons).toEqual([]);
    const tess = await listed('Tess');
    expect(tess?.plain).toContain(say.noAccess);
    expect(tess?.plain).not.toContain(say.howToGive);
  });
});
