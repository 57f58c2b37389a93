import { describe, expect, test } from '@jest/globals';
import type { Modal } from '../../src/sandbox/slack/start-slack.ts';
import { announced, botMessages, expectClosed, newest, openForm } from '../support/channel.ts';
import { expectOnlyChanged, found, writes } from '../support/nexudus-calls.ts';
import { done, resultOf } from '../support/outcomes.ts';
import { lacksPermission, say } from '../support/sentences.ts';
import { type SectionCase, sectionCases } from '../support/team-sections.ts';
import { expectAsBefore, press, putBack } from '../support/undo.ts';
import { useSandbox } from '../support/use-sandbox.ts';

const stage = useSandbox();
const ACME = 1_414_300_001;
const FOCUS = 1_414_200_002;
const acme = () => stage.nexudus.record('teams', ACME);

async function rename(): Promise<void> {
  const form = await openForm(stage.ana, '/nexudus team rename Acme to "Acme Ltd"', 'New name');
  expectClosed(stage.ana, await form.submit());
  await announced(stage);
}

async function fillIn(form: Modal, fill: SectionCase['fill']): Promise<void> {
  for (const [label, value] of Object.entries(fill)) {
    if (typeof value === 'boolean') await form.tick(label, value);
    else if (typeof value === 'string') await form.type(label, value);
    else await form.pick(label, ...value);
  }
}

describe('Undo', () => {
  test('shows what it changes, puts it back, and the message says so and offers Redo', async () => {
    const { ana } = stage;
    const before = found(stage, 'teams', ACME);
    await rename();
    expect(resultOf(newest(stage) as never).buttons).toEqual(['Undo']);
    const receipt = /NX-\w+/.exec(newest(stage)?.plain ?? '')?.[0] ?? 'none';
    const { asked, message } = await putBack(stage, ana);
    expect(asked).toContain(`Renamed Acme to Acme Ltd (${receipt})`);
    expect(asked).toContain('New name: Acme Ltd → Acme');
    expectAsBefore(before, acme());
    expect(message.buttons).toEqual(['Redo']);
    expect(resultOf(message).head).toEqual(done('Acme Ltd'));
    // What was put back stands in the thread, with a receipt of its own.
    await stage.until(() => botMessages(stage).length === 2, 'the message in the thread');
    const reply = botMessages(stage)[1] as NonNullable<ReturnType<typeof newest>>;
    expect(reply.thread_ts).toBe(message.ts);
    expect(resultOf(reply)).toEqual({
      head: done('Acme', '@Ana Ruiz'),
      changes: ['New name: Acme Ltd → Acme'],
      buttons: [],
    });
    const own = /NX-\w+/.exec(reply.plain)?.[0] ?? 'none';
    expect(own).not.toBe(receipt);
    expect(message.plain).toContain(own);
    expect(writes(stage)).toHaveLength(2);

    const redone = await putBack(stage, ana, 'Redo');
    expect(redone.asked).toContain('New name: Acme → Acme Ltd');
    expectOnlyChanged(before, acme(), { Name: 'Acme Ltd' });
    expect(redone.message.buttons).toEqual(['Undo']);
    await putBack(stage, ana);
    expectAsBefore(before, acme());
  }, 60_000);

  test.each(sectionCases)('puts back every field of $section', async ({ word, fill, changes, section }) => {
    const { ana } = stage;
    const before = found(stage, 'teams', ACME);
    const form = await openForm(ana, `/nexudus team ${word} Acme`, 'Section');
    await fillIn(form, fill);
    expectClosed(ana, await form.submit());
    const message = await announced(stage);
    expectOnlyChanged(before, acme(), changes);
    if (section === 'Images') {
      // Nothing of it can be put back, so it is not offered.
      expect(message.buttons).toEqual([]);
      return;
    }
    await putBack(stage, ana);
    expectAsBefore(before, acme());
  });

  test('leaves pictures as they are and says so before', async () => {
    const { ana } = stage;
    const before = found(stage, 'videorooms', FOCUS);
    const form = await openForm(ana, '/nexudus video-room update "Focus room"', 'Name');
    await form.type('Number of participants', '12');
    await form.type('Description', '');
    await form.type('Image URL', 'https://pictures.example/new.jpg');
    expectClosed(ana, await form.submit());
    await announced(stage);
    const { asked } = await putBack(stage, ana);
    expect(asked).toContain(say.cantUndo(['Image URL']));
    expectAsBefore(before, stage.nexudus.record('videorooms', FOCUS), { ImageFileName: 'new.jpg' });
  });

  test('puts back only what it changed: what others changed since stays', async () => {
    const { ana, nexudus } = stage;
    const before = found(stage, 'teams', ACME);
    const members = before.TeamMembers as number[];
    const form = await openForm(ana, '/nexudus team members Acme', 'Add members');
    await form.pick('Add members', 'Nia Roberts');
    expectClosed(ana, await form.submit());
    await announced(stage);
    const [nia] = ((acme()?.TeamMembers ?? []) as number[]).filter((id) => !members.includes(id));
    nexudus.put('teams', {
      Id: ACME,
      TeamMembers: [...members.slice(1), nia, 1_415_000_009],
      Twitter: 'theirs',
    });
    await putBack(stage, ana);
    expect(acme()).toMatchObject({
      TeamMembers: [...members.slice(1), 1_415_000_009],
      Twitter: 'theirs',
      Name: before.Name,
    });
  });

  test('does nothing where the same field was changed since, and says which, to what, when and by whom', async () => {
    const { ana, nexudus } = stage;
    await rename();
    nexudus.put('teams', {
      Id: ACME,
      Name: 'Acme Group',
      UpdatedOn: '2026-11-26T09:30:00Z',
      UpdatedBy: 'priya@harbour.example',
    });
    const said = await press(stage, ana);
    expect(said.submitText).toBeUndefined();
    expect(said.text()).toContain('New name was changed in Nexudus to “Acme Group” since then');
    expect(said.text()).toContain('last saved on 26 Nov, 09:30 GMT by priya@harbour.example');
    expect(acme()?.Name).toBe('Acme Group');
    expect(writes(stage)).toHaveLength(1);
    expect(newest(stage)?.buttons).toEqual(['Undo']);
  });

  test('names no one in the channel where it comes to a clash late', async () => {
    const { ana, nexudus } = stage;
    await rename();
    const question = await press(stage, ana);
    nexudus.put('teams', { Id: ACME, Name: 'Acme Group', UpdatedBy: 'priya@harbour.example' });
    nexudus.switches.slowMs = 3000;
    await question.submit();
    await stage.until(() => botMessages(stage).length === 2, 'the message in the thread', 20_000);
    nexudus.switches.slowMs = 0;
    expect(botMessages(stage)[1]?.plain).toContain('New name changed again in Nexudus since then');
    expect(botMessages(stage)[1]?.plain).not.toContain('priya@harbour.example');
    expect(acme()?.Name).toBe('Acme Group');
  }, 60_000);

  test('does nothing where it is changed while the question is open', async () => {
    const { ana, nexudus } = stage;
    await rename();
    const question = await press(stage, ana);
    nexudus.put('teams', { Id: ACME, Name: 'Acme Group', UpdatedBy: 'priya@harbour.example' });
    await question.submit();
    const said = await ana.waitForModal((modal) => modal.text().includes('“Acme Group”'), {
      timeoutMs: 15_000,
    });
    expect(said.text()).toContain('by priya@harbour.example');
    expect(acme()?.Name).toBe('Acme Group');
    expect(writes(stage)).toHaveLength(1);
    // It may be pressed again once the field is as it was.
    nexudus.put('teams', { Id: ACME, Name: 'Acme Ltd' });
    await said.close();
    await putBack(stage, ana);
    expect(acme()?.Name).toBe('Acme');
  });

  test('is done once when two people press it at once', async () => {
    const { ana, slack } = stage;
    const priya = slack.as('Priya');
    await rename();
    const [mine, hers] = [await press(stage, ana), await press(stage, priya)];
    await Promise.all([mine.submit(), hers.submit()]);
    await stage.until(() => newest(stage)?.plain.includes('Undone by @') === true, 'the edit', 20_000);
    expect(acme()?.Name).toBe('Acme');
    expect(writes(stage)).toHaveLength(2);
    const late = [...ana.modals(), ...priya.modals()].map((modal) => modal.text());
    for (const text of late) expect(text).toMatch(/already|Undone/);
    // A button that is still on a screen says that it was done.
    const gone = structuredClone(newest(stage)) as NonNullable<ReturnType<typeof newest>>;
    expect(gone.buttons).toEqual(['Redo']);
  });

  test('is for those who may do it, and shows nothing to others', async () => {
    const { slack } = stage;
    await rename();
    const said = await press(stage, slack.as('Sam'));
    expect(said.submitText).toBeUndefined();
    expect(said.text()).toContain(lacksPermission('team.rename', 'Front desk').slice(0, 30));
    expect(said.text()).not.toContain('Acme');
    expect(writes(stage)).toHaveLength(1);
  });

  test('of private fields shows values only in the question, to who may see them', async () => {
    const { ana } = stage;
    const form = await openForm(ana, '/nexudus team prices Acme', 'Discount on plans');
    await form.type('Discount on plans', '7');
    expectClosed(ana, await form.submit());
    await announced(stage);
    const { asked } = await putBack(stage, ana);
    expect(asked).toMatch(/Discount on plans: 7 → /);
    await stage.until(() => botMessages(stage).length === 2, 'the message in the thread');
    expect(
      botMessages(stage)
        .map(({ plain }) => plain)
        .join(),
    ).not.toMatch(/ 7 |→/);
    expect(botMessages(stage)[1]?.buttons).toEqual(['Show changes']);
  });
});

describe('Deactivate', () => {
  test('takes a new room out of use, and Reactivate back into it', async () => {
    const { ana, nexudus } = stage;
    const form = await openForm(
      ana,
      '/nexudus video-room create name="Den Nine" participants=8 location=Soho',
      'Name',
    );
    expectClosed(ana, await form.submit());
    const message = await announced(stage);
    expect(message.buttons).toEqual(['Deactivate']);
    const before = nexudus.named('videorooms', 'Den Nine');
    expect(before.Active).toBe(true);
    const off = await putBack(stage, ana, 'Deactivate');
    expect(off.asked).toContain('Active: yes → no');
    expectOnlyChanged(before, nexudus.named('videorooms', 'Den Nine'), { Active: false });
    expect(off.message.buttons).toEqual(['Reactivate']);
    const on = await putBack(stage, ana, 'Reactivate');
    expectOnlyChanged(before, nexudus.named('videorooms', 'Den Nine'), {});
    expect(on.message.buttons).toEqual(['Deactivate']);
  });
});
