import { describe, expect, test } from '@jest/globals';
import { afterAWord, announced, botMessages, openForm } from '../support/channel.ts';
import { PRIYA, theySet, USE_THEIRS, untilClash } from '../support/clash.ts';
import { expectOnlyChanged, found, writes } from '../support/nexudus-calls.ts';
import { CANCELLED } from '../support/outcomes.ts';
import { untilShown } from '../support/room-acts.ts';
import { useStore } from '../support/use-store.ts';

// What someone else changed while a submission waited, or while the bot was away.

const stage = useStore();
const ACME = 1_414_300_001;
const team = () => stage.nexudus.record('teams', ACME);
const restart = async () => {
  await stage.bot.kill();
  await stage.startAgain();
  // It has signed in and knows Ana.
  await afterAWord(stage, stage.ana);
};

/** Ana's change of two fields waits until Nexudus answers again, and meets Priya's. */
async function late(): Promise<void> {
  const { ana, nexudus } = stage;
  const form = await openForm(ana, '/nexudus team prices Acme', 'Discount on plans');
  await form.type('Discount on plans', '7');
  await form.pick('Section', 'Profile');
  await ana.waitForModal((modal) => modal.labels().includes('Profile tags'));
  await form.type('Profile tags', 'mine');
  Object.assign(nexudus.switches, { throttle: '409', retryAfter: 3, only: 'writes', times: 1 });
  await form.submit();
  await untilShown(stage, '⏳', 20_000);
  theySet(stage, { DiscountTariffs: 8.5, ProfileTags: 'theirs' });
  await untilShown(stage, '⛔', 30_000);
  await stage.untilSettled(20_000);
}

describe('a submission that had to wait', () => {
  test('is not written; its message names the fields and no value, and Fix shows them', async () => {
    const { ana, nexudus } = stage;
    const before = found(stage, 'teams', ACME);
    await late();
    const message = await announced(stage);
    expect(message.plain).toContain('Discount on plans');
    expect(message.plain).toContain('Profile tags');
    expect(message.plain).not.toMatch(/8\.5|theirs|priya/);
    expect(message.buttons).toEqual(['Fix and resubmit']);
    expect(writes(stage).filter(({ status }) => status === 200)).toEqual([]);
    for (const modal of ana.modals()) await modal.close();
    // Another change comes before Ana looks.
    theySet(stage, { DiscountTariffs: 9 });
    await ana.click(message, 'Fix and resubmit');
    const prices = await untilClash(ana);
    expect(prices.text()).toContain('“9”');
    expect(prices.text()).toContain(PRIYA);
    expect(prices.value('Discount on plans')).toBe('7');
    // The other field is in another section: it is not written over before Ana saw it.
    await prices.submit();
    const profile = await ana.waitForModal((modal) => modal.text().includes('“theirs”'));
    expect(profile.value('Profile tags')).toBe('mine');
    await profile.press(USE_THEIRS);
    await ana.waitForModal((modal) => modal.buttons().length === 0);
    await profile.submit();
    await untilShown(stage, '✅', 20_000);
    expectOnlyChanged(before, nexudus.record('teams', ACME), { DiscountTariffs: 7, ProfileTags: 'theirs' });
  });

  test('is not written by Try again either', async () => {
    const { ana } = stage;
    const form = await openForm(ana, '/nexudus team basics Acme', 'Maximum members');
    await form.type('Maximum members', '30');
    Object.assign(stage.nexudus.switches, { throttle: '409', retryAfter: 5, only: 'writes', times: 1 });
    await form.submit();
    await untilShown(stage, '⏳', 20_000);
    await ana.click(await announced(stage), 'Cancel');
    await untilShown(stage, CANCELLED, 20_000);
    theySet(stage, { MaxTeamMemberCount: 20 });
    await ana.click(await announced(stage), 'Try again');
    const answers = () => stage.slack.ephemerals('Ana').map(({ plain }) => plain);
    await stage.until(
      () => answers().some((plain) => plain.includes('Maximum members')),
      'the reason',
      20_000,
    );
    await stage.untilSettled(20_000);
    expect((await announced(stage)).buttons).toEqual(['Fix and resubmit']);
    expect(team()?.MaxTeamMemberCount).toBe(20);
  });
});

describe('a form that was open when the bot was killed', () => {
  test('clashes as ever', async () => {
    const { ana } = stage;
    const form = await openForm(ana, '/nexudus team basics Acme', 'Maximum members');
    await form.type('Maximum members', '30');
    await restart();
    theySet(stage, { MaxTeamMemberCount: 20, Description: 'theirs' });
    await form.submit();
    const again = await untilClash(ana);
    expect(again.text()).toContain('“20”');
    expect(again.value('Description')).toBe('theirs');
    expect(writes(stage)).toEqual([]);
  });

  test('after it came back: submitting again keeps what was entered and reverts nothing', async () => {
    const { ana } = stage;
    const before = found(stage, 'teams', ACME);
    const form = await openForm(ana, '/nexudus team basics Acme', 'Maximum members');
    await form.type('Maximum members', '30');
    theySet(stage, { MaxTeamMemberCount: 20, Description: 'theirs' });
    await form.submit();
    const again = await untilClash(ana);
    await restart();
    await again.submit();
    await untilShown(stage, '✅', 20_000);
    expectOnlyChanged(before, team(), { MaxTeamMemberCount: 30, Description: 'theirs' });
    expect(botMessages(stage)).toHaveLength(1);
  });

  test('and whose write was done before it died: that is no clash', async () => {
    const { ana, nexudus } = stage;
    const form = await openForm(ana, '/nexudus team basics Acme', 'Maximum members');
    await form.type('Maximum members', '30');
    Object.assign(nexudus.switches, { slowAfterMs: 4000, only: 'writes', times: 1 });
    void form.submit().catch(() => {});
    await stage.until(() => team()?.MaxTeamMemberCount === 30, 'the write', 20_000);
    await stage.bot.kill();
    stage.expectProblems('view_submission team.update: the bot cannot be reached');
    await stage.startAgain();
    await untilShown(stage, '✅', 40_000);
    expect(team()?.MaxTeamMemberCount).toBe(30);
  });
});
