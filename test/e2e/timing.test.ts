import { describe, expect, test } from '@jest/globals';
import type { Ack, Modal } from '../../src/sandbox/slack/start-slack.ts';
import {
  afterAWord,
  announced,
  botMessages,
  expectClosed,
  linesOf,
  openForm,
  receiptOf,
} from '../support/channel.ts';
import { writes } from '../support/nexudus-calls.ts';
import { done, notDone } from '../support/outcomes.ts';
import { SAID, say } from '../support/sentences.ts';
import { submissionOf, submitRaw } from '../support/submit-raw.ts';
import { useSandbox } from '../support/use-sandbox.ts';

const stage = useSandbox();
const NEW_ROOM = '/nexudus video-room create name=Den participants=8 location=Soho';
const WORKING = say.working;

const RECEPTION = 1_413_000_002;
const LEO = 1_412_000_005;
const dens = () => stage.nexudus.records('videorooms').filter(({ Name }) => Name === 'Den');
const isWorking = (modal: Modal) => modal.text().includes('Working…');

/** The ack must be in time, and show that work goes on. */
function expectWorking(ack: Ack): void {
  expect(ack).toMatchObject({ status: 200, timedOut: false, body: { response_action: 'update' } });
  expect(ack.ms).toBeLessThan(3000);
  expect(JSON.stringify(ack.body)).toContain(WORKING);
}

describe('opening a form', () => {
  test('views.open is sent before Nexudus is asked anything, also by a bot that just started', async () => {
    await stage.withBot({}, async () => {
      const { slack, nexudus, ana } = stage;
      const callsBefore = nexudus.calls.length;
      await openForm(ana, '/nexudus team rename Acme', 'New name');
      const opened = slack.calls.find(({ method }) => method === 'views.open');
      // Its own account and the list of permissions are what a bot that starts reads ahead by itself.
      const own = `/users/${nexudus.named('users', 'Nexudus bot').Id}`;
      const asked = nexudus.calls
        .slice(callsBefore)
        .filter(({ path }) => !/token|auth|security\/roles/.test(path) && !path.endsWith(own));
      expect(asked.length).toBeGreaterThan(2);
      expect(opened?.at).toBeLessThanOrEqual(Math.min(...asked.map(({ at }) => at)));
      // One view is opened, and one update fills it.
      const views = slack.calls.map(({ method }) => method).filter((method) => method.startsWith('views.'));
      expect(views).toEqual(['views.open', 'views.update']);
    });
  });

  test('with Nexudus slow by 3 seconds the form opens at once, and is filled when it can be', async () => {
    const { slack, nexudus, ana } = stage;
    // Who Ana is, is known by now; the room is not.
    await afterAWord(stage, ana);
    nexudus.switches.slowMs = 3000;
    const started = Date.now();
    const ack = await ana.command('/nexudus video-room update "Focus room"');
    expect(ack.ms).toBeLessThan(1000);
    const skeleton = await ana.waitForModal(() => true);
    expect(Date.now() - started).toBeLessThan(1000);
    expect(skeleton.text()).toContain('Opening…');
    expect(slack.calls.filter(({ method }) => method === 'views.open')).toHaveLength(1);
    await ana.waitForModal((modal) => modal.labels().includes('Number of participants'), {
      timeoutMs: 20_000,
    });
    expect(ana.modal()?.id).toBe(skeleton.id);
  });

  test('picking another record while the first is loading shows the second', async () => {
    const { nexudus, ana } = stage;
    const form = await openForm(ana, '/nexudus video-room update', 'Video room');
    await form.search('Video room', '');
    Object.assign(nexudus.switches, { slowMs: 1500, only: 'reads', times: 1 });
    await form.pick('Video room', 'Focus room');
    await form.pick('Video room', 'Town hall');
    await ana.waitForModal((modal) => modal.labels().includes('Name'), { timeoutMs: 10_000 });
    // Also once the first has come.
    await stage.until(
      () => nexudus.calls.some(({ path }) => path.endsWith('/1414200002')),
      'the answer about the first record',
    );
    await afterAWord(stage, ana);
    expect(ana.modal()?.value('Video room')).toBe('Town hall');
    expect(ana.modal()?.value('Name')).toBe('Town hall');
    expect(ana.modal()?.value('Number of participants')).toBe('250');
  });

  test('a record that takes its time is announced as loading, and can’t be sent before', async () => {
    const { nexudus, ana } = stage;
    const form = await openForm(ana, '/nexudus video-room update', 'Video room');
    await form.search('Video room', '');
    Object.assign(nexudus.switches, { slowMs: 1500, only: 'reads' });
    await form.pick('Video room', 'Focus room');
    await ana.waitForModal((modal) => modal.text().includes('Loading…'));
    nexudus.switches.slowMs = 0;
    expect(form.submitText).toBeUndefined();
    // Past Slack's client, which has no button to press.
    const answer = await submitRaw(stage, form);
    expect(answer).toMatchObject({ status: 200, action: 'errors', errors: { 'Video room': say.loading } });
    await ana.waitForModal((modal) => modal.labels().includes('Name'));
    expect(form.submitText).toBe('Save');
    expect(writes(stage)).toEqual([]);
  });

  test('a trigger that comes too late gets a button that opens the form', async () => {
    const { slack, ana } = stage;
    // What Slack sends is on its way for longer than a trigger lives.
    const command = ana.command('/nexudus video-room create');
    slack.advance(4000);
    await command;
    await stage.until(() => slack.ephemerals('Ana').length > 0, 'an answer in words');
    const [answer] = slack.ephemerals('Ana');
    expect(answer?.plain).toContain(say.tooSlow);
    expect(answer?.buttons).toEqual(['Create video room']);
    expect(ana.modals()).toEqual([]);
    if (answer) await ana.click(answer, 'Create video room');
    const form = await ana.waitForModal((modal) => modal.labels().includes('Name'));
    expect(form.title).toBe('Create video room');
    stage.expectProblems('views.open refused: expired_trigger_id');
  });
});

describe('a submission that takes longer than Slack waits', () => {
  test('is told to be under way within 3 seconds, and then to be done', async () => {
    const { nexudus, ana } = stage;
    const form = await openForm(ana, NEW_ROOM, 'Name');
    Object.assign(nexudus.switches, { slowMs: 4000, only: 'writes' });
    const ack = await form.submit();
    expectWorking(ack);
    expect(ana.modal()?.labels()).toEqual([]);
    expect(botMessages(stage)).toEqual([]);
    const over = await ana.waitForModal((modal) => !isWorking(modal), { timeoutMs: 10_000 });
    const message = await announced(stage);
    expect(over.text()).toContain(receiptOf(message));
    expect(linesOf(message)[0]).toEqual(done('Den', '@Ana Ruiz'));
    expect(dens()).toHaveLength(1);
    expect(writes(stage)).toHaveLength(1);
  });

  test('and is refused: the form comes back filled, with the sentence beside its field', async () => {
    const { nexudus, ana } = stage;
    const form = await openForm(ana, NEW_ROOM, 'Name');
    await form.type('Description', 'Typed, not lost');
    Object.assign(nexudus.switches, { slowMs: 4000, only: 'writes' });
    nexudus.switches.refuse = [{ property: 'Name', message: 'is already in use' }];
    expectWorking(await form.submit());
    const back = await ana.waitForModal((modal) => modal.labels().includes('Name'), { timeoutMs: 10_000 });
    expect(back.value('Description')).toBe('Typed, not lost');
    expect(back.value('Name')).toBe('Den');
    expect(back.value('Location')).toBe('Soho');
    expect(back.text()).toContain(say.again);
    const lines = back.text().split('\n');
    expect(lines[lines.indexOf('Name') + 2]).toBe('⚠️ Name is already in use.');
    await announced(stage);

    Object.assign(nexudus.switches, { slowMs: 0, refuse: [] });
    await back.type('Name', 'Den 2');
    expectClosed(ana, await back.submit());
    await stage.until(() => botMessages(stage)[0]?.edited !== undefined, 'the edit of the message');
    expect(linesOf(await announced(stage))[0]).toEqual(done('Den 2', '@Ana Ruiz'));
  });

  test('an update that answers late, after it wrote, is done once', async () => {
    const { nexudus, ana } = stage;
    const form = await openForm(ana, '/nexudus video-room update "Focus room"', 'Name');
    await form.type('Number of participants', '12');
    Object.assign(nexudus.switches, { slowAfterMs: 4000, only: 'writes', times: 1 });
    expectWorking(await form.submit());
    await ana.waitForModal((modal) => !isWorking(modal), { timeoutMs: 10_000 });
    expect(writes(stage)).toHaveLength(1);
    expect(linesOf(await announced(stage))).toContain('• Number of participants: 4 → 12');
  });

  test.each([
    ['is done', [], /NX-\w{7}/, []],
    [
      'is refused',
      [{ property: 'Users', message: 'can not be changed today' }],
      /Users can not be changed today\./,
      ['Users'],
    ],
  ])('after a yes to its review, and %s: the form under it tells', async (_how, refuse, sentence, left) => {
    const { nexudus, ana } = stage;
    const form = await openForm(ana, '/nexudus role add-users Reception leo@harbour.example', 'Users');
    expect((await form.submit()).body).toMatchObject({ response_action: 'push' });
    Object.assign(nexudus.switches, { slowMs: 4000, only: 'writes', refuse });
    const ack = await ana.modal()?.submit();
    expect(ack?.status).toBe(200);
    expect(ack?.ms).toBeLessThan(3000);
    expect(ana.modals()).toHaveLength(1);
    await ana.waitForModal(isWorking);
    const after = await ana.waitForModal((modal) => !isWorking(modal), { timeoutMs: 10_000 });
    expect(after.text()).toMatch(sentence);
    expect(after.labels().filter((label) => label === 'Users')).toEqual(left);
    await announced(stage);
  });

  test('a form that was closed while it worked, and can’t be done, is told of in the channel', async () => {
    const { nexudus, ana } = stage;
    const form = await openForm(ana, '/nexudus role add-users Reception', 'Users');
    await form.pick('Users', 'Leo Brandt');
    await form.submit();
    // Leo gets the role elsewhere while the review is read.
    nexudus.put('userroles', { Id: RECEPTION, Users: [LEO] });
    Object.assign(nexudus.switches, { slowMs: 3000, only: 'reads' });
    await ana.modal()?.submit();
    await ana.waitForModal(isWorking);
    await ana.modal()?.close();
    await stage.until(() => botMessages(stage).length > 0, 'the message', 20_000);
    Object.assign(nexudus.switches, { slowMs: 0 });
    expect(linesOf(await announced(stage))).toEqual([
      notDone('@Ana Ruiz'),
      expect.stringContaining(SAID.allHeld),
      '[Fix and resubmit]',
      'NX-…',
    ]);
    expect(writes(stage)).toEqual([]);
  });

  test('a form that was closed while it worked is still told of in the channel', async () => {
    const { nexudus, ana } = stage;
    const form = await openForm(ana, NEW_ROOM, 'Name');
    Object.assign(nexudus.switches, { slowMs: 4000, only: 'writes' });
    expectWorking(await form.submit());
    await ana.modal()?.close();
    expect(linesOf(await announced(stage))[0]).toEqual(done('Den', '@Ana Ruiz'));
    expect(ana.modals()).toEqual([]);
  });
});

describe('a submission that arrives more than once', () => {
  test('delivered twice at the same time: written once, announced once', async () => {
    const { slack, ana } = stage;
    const form = await openForm(ana, NEW_ROOM, 'Name');
    slack.faults.deliverTwice = true;
    const ack = await form.submit();
    slack.faults.deliverTwice = false;
    expectClosed(ana, ack);
    await announced(stage);
    await afterAWord(stage, ana);
    expect(writes(stage)).toHaveLength(1);
    expect(dens()).toHaveLength(1);
    await announced(stage);
    const sent = slack.interactions.filter(({ kind }) => kind === 'view_submission');
    expect(sent.map(({ status, answer }) => [status, answer])).toEqual([
      [200, ''],
      [200, ''],
    ]);
  });

  test('a double click: written once, announced once', async () => {
    const { ana } = stage;
    const form = await openForm(ana, NEW_ROOM, 'Name');
    await Promise.all([form.submit(), form.submit()]);
    await announced(stage);
    await afterAWord(stage, ana);
    expect(dens()).toHaveLength(1);
    expect(writes(stage)).toHaveLength(1);
    await announced(stage);
  });

  test('once more after it succeeded: nothing is written, and the form closes', async () => {
    const { slack, ana } = stage;
    const form = await openForm(ana, NEW_ROOM, 'Name');
    const again = submissionOf(stage, form, ana.person);
    expectClosed(ana, await form.submit());
    await announced(stage);
    const second = await slack.send('interactive', again);
    expect(second).toMatchObject({ status: 200, body: '' });
    await afterAWord(stage, ana);
    expect(dens()).toHaveLength(1);
    await announced(stage);
  });

  test('a double click while Nexudus is slow: one write, one message', async () => {
    const { nexudus, ana } = stage;
    const form = await openForm(ana, NEW_ROOM, 'Name');
    Object.assign(nexudus.switches, { slowMs: 3500, only: 'writes' });
    const acks = await Promise.all([form.submit(), form.submit()]);
    for (const ack of acks) expectWorking(ack);
    await announced(stage);
    await ana.waitForModal((modal) => !isWorking(modal), { timeoutMs: 10_000 });
    await afterAWord(stage, ana);
    expect(dens()).toHaveLength(1);
    expect(writes(stage)).toHaveLength(1);
    await announced(stage);
  });

  test('an ack that was lost: the person sends it again, and it is still done once', async () => {
    const { slack, ana } = stage;
    const form = await openForm(ana, NEW_ROOM, 'Name');
    slack.faults.dropAcks = true;
    await form.submit();
    expect(ana.notice()).toBe('We had some trouble connecting. Try again?');
    slack.faults.dropAcks = false;
    expectClosed(ana, await form.submit());
    await announced(stage);
    await afterAWord(stage, ana);
    expect(dens()).toHaveLength(1);
    expect(writes(stage)).toHaveLength(1);
    await announced(stage);
  });
});

test('two changes of one record at the same time are both kept', async () => {
  const { slack, nexudus, ana } = stage;
  const priya = slack.as('Priya');
  const hers = await openForm(priya, '/nexudus video-room update "Focus room"', 'Name');
  const anas = await openForm(ana, '/nexudus video-room update "Focus room"', 'Name');
  await anas.type('Number of participants', '11');
  await hers.type('Description', 'By Priya');
  Object.assign(nexudus.switches, { slowMs: 300, only: 'writes' });
  const [one, two] = await Promise.all([anas.submit(), hers.submit()]);
  expectClosed(ana, one);
  expectClosed(priya, two);
  await announced(stage, '#ops', 2);
  await stage.until(() => botMessages(stage).every(({ plain }) => plain.startsWith('✅')), 'both are done');
  expect(nexudus.record('videorooms', 1_414_200_002)).toMatchObject({
    NumberOfParticipants: 11,
    Description: 'By Priya',
  });
});
