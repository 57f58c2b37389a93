import { describe, expect, test } from '@jest/globals';
import { announced, linesOf, openForm } from '../support/channel.ts';
import { writes } from '../support/nexudus-calls.ts';
import { notDone, unknownOutcome } from '../support/outcomes.ts';
import { changeFocus, dens, FOCUS, newDen, participantsOfFocus, untilShown } from '../support/room-acts.ts';
import { say } from '../support/sentences.ts';
import { useStore } from '../support/use-store.ts';

// What a person does in the dashboard between two tries of the same request.
const stage = useStore();
const ACME = 1_414_300_001;

describe('an update whose answer was lost, changed again in the dashboard before the next try', () => {
  test('is not written over', async () => {
    const { ana, nexudus } = stage;
    const form = await changeFocus(ana, 12);
    Object.assign(nexudus.switches, { cutAfterActing: true, only: 'writes', times: 1 });
    await form.submit();
    await stage.until(() => writes(stage).length === 1, 'the first try');
    expect(participantsOfFocus(stage)).toBe(12);
    nexudus.put('videorooms', { Id: FOCUS, NumberOfParticipants: 20 });
    await stage.untilSettled(15_000);
    expect(participantsOfFocus(stage)).toBe(20);
    expect(writes(stage)).toHaveLength(1);
    const result = await announced(stage);
    expect(result.plain).not.toContain('✅');
    expect(linesOf(result)[0]).toEqual(unknownOutcome('@Ana Ruiz'));
    expect(result.plain).toContain('Number of participants');
    expect(result.buttons).toContain('Fix and resubmit');
  });

  test('is not written over by the process that follows one that was killed', async () => {
    const { ana, nexudus } = stage;
    const form = await changeFocus(ana, 12);
    Object.assign(nexudus.switches, { slowAfterMs: 4000, only: 'writes', times: 1 });
    void form.submit().catch(() => {});
    await stage.until(() => participantsOfFocus(stage) === 12, 'the first try');
    await stage.bot.kill();
    stage.expectProblems('view_submission video-room.update: the bot cannot be reached');
    nexudus.put('videorooms', { Id: FOCUS, NumberOfParticipants: 20 });
    await stage.startAgain();
    await stage.untilSettled(15_000);
    expect(participantsOfFocus(stage)).toBe(20);
    expect((await announced(stage)).plain).not.toContain('✅');
  });
});

test('a picture that was given meanwhile is not removed again', async () => {
  const { ana, nexudus } = stage;
  const form = await openForm(ana, '/nexudus team update Acme', 'Section');
  await form.pick('Section', 'Images');
  await ana.waitForModal((modal) => modal.labels().includes('Remove logo'));
  await form.tick('Remove logo');
  Object.assign(nexudus.switches, { cutAfterActing: true, only: 'writes', times: 1 });
  let given = false;
  // At once: the next try comes half a second later.
  const stop = nexudus.onChange(() => {
    if (given || writes(stage).length === 0) return;
    given = true;
    nexudus.put('teams', { Id: ACME, TeamLogoFileName: 'new.png' });
  });
  await form.submit();
  await stage.until(() => given, 'the first try', 15_000);
  stop();
  await stage.untilSettled(15_000);
  expect(nexudus.record('teams', ACME)?.TeamLogoFileName).toBe('new.png');
  expect(writes(stage)).toHaveLength(1);
});

describe('a create that Nexudus certainly did not take', () => {
  test('is not said to be done because a person made just such a room by hand', async () => {
    const { ana, nexudus } = stage;
    const form = await newDen(ana);
    Object.assign(nexudus.switches, { throttle: '409', retryAfter: 3, only: 'writes', times: 1 });
    await form.submit();
    await untilShown(stage, 'slow down');
    const body = writes(stage)[0]?.requestBody as object;
    const { Id: theirs } = nexudus.put('videorooms', { ...body, CreatedOn: new Date().toISOString() });
    await stage.untilSettled(15_000);
    const result = await announced(stage);
    expect(linesOf(result)[0]).toEqual(notDone('@Ana Ruiz'));
    expect(result.plain).toContain(`#${theirs}`);
    expect(result.plain).not.toContain('with a different');
    expect(dens(stage)).toHaveLength(1);
    // Ana has seen it, and wants another one.
    await ana.click(result, 'Try again');
    await untilShown(stage, '✅', 10_000);
    expect(dens(stage)).toHaveLength(2);
    expect((await announced(stage)).plain).not.toContain('⚠️');
  });
});

test('a create that was given up and may have been done is not called failed in the history', async () => {
  const { ana, nexudus, slack } = stage;
  const form = await newDen(ana);
  Object.assign(nexudus.switches, { cutAfterActing: true, only: 'writes', times: 1 });
  await form.submit();
  await stage.untilJournal((rows) => rows.at(-1)?.status === 'waiting', 'it waits');
  Object.assign(nexudus.switches, { down: 'cut', only: undefined, times: undefined });
  stage.sql("update submissions set give_up_at = 1, next_at = 1 where status = 'waiting'");
  await stage.untilSettled(15_000);
  nexudus.switches.down = 'no';
  const before = slack.ephemerals('Ana').length;
  await ana.command('/nexudus history');
  await stage.until(() => slack.ephemerals('Ana').length > before, 'the history', 10_000);
  const newest = slack.ephemerals('Ana').at(-1)?.plain.split('\n')[1];
  expect(newest).toContain('Den');
  expect(newest).not.toContain('failed');
});

// The last one: the bot remembers for a while what it was shown of Ana.
test('an earlier try may have been done: nothing says that nothing was changed', async () => {
  const { ana, nexudus } = stage;
  const form = await changeFocus(ana, 12);
  Object.assign(nexudus.switches, { cutAfterActing: true, only: 'writes', times: 1 });
  await form.submit();
  nexudus.switches.readAs.push({ resource: 'users', property: 'Businesses', value: null });
  stage.sql("update submissions set next_at = next_at + 3000 where status = 'waiting'");
  await stage.bot.kill();
  await stage.startAgain();
  await stage.untilSettled(15_000);
  const texts = [...stage.slack.messages('#ops'), ...stage.slack.messages('Ana & Nexudus')].map(
    ({ plain }) => plain,
  );
  expect(texts.join('\n')).toContain(say.earlierAttempt);
  expect(texts.join('\n')).not.toMatch(/[Nn]othing was (changed|done)/);
});
