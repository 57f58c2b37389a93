import { describe, expect, test } from '@jest/globals';
import type { SlackMessage } from '../../src/sandbox/slack/start-slack.ts';
import { announced, botMessages, expectClosed, linesOf, openForm, receiptOf } from '../support/channel.ts';
import { expectOnlyChanged, found, writes } from '../support/nexudus-calls.ts';
import { done } from '../support/outcomes.ts';
import { isOpening, lacksPermission, say } from '../support/sentences.ts';
import { useSandbox } from '../support/use-sandbox.ts';

const stage = useSandbox();
const ACME = 1_414_300_001;

/** Ana's new room was refused and she closed the form. */
async function refusedRoom(): Promise<SlackMessage> {
  const { ana, nexudus } = stage;
  const form = await openForm(
    ana,
    '/nexudus video-room create name="Den One" participants=900 location=Camden',
    'Name',
  );
  await form.type('Description', 'Typed once');
  nexudus.switches.refuse = [{ property: 'NumberOfParticipants', message: 'must be 500 or less' }];
  await form.submit();
  const message = await announced(stage);
  await form.close();
  nexudus.switches.refuse = [];
  return message;
}

const edited = () =>
  stage.until(() => botMessages(stage)[0]?.edited !== undefined, 'the edit of the message');

describe('Fix and resubmit', () => {
  test('opens the form as it was sent, and the success takes the place of the refusal', async () => {
    const { ana, nexudus } = stage;
    const message = await refusedRoom();
    const receipt = receiptOf(message);
    expect(message.buttons).toEqual(['Fix and resubmit']);
    await ana.click(message, 'Fix and resubmit');
    const form = await ana.waitForModal((modal) => modal.labels().includes('Name'));
    expect(form.labels().map((label) => form.value(label))).toEqual([
      'Camden',
      'Den One',
      '900',
      'Typed once',
      '',
      ['Active'],
      true,
      false,
      false,
    ]);
    expect(form.text()).toContain('⚠️ Number of participants must be 500 or less');
    await form.type('Number of participants', '90');
    expectClosed(ana, await form.submit());
    await edited();
    const after = await announced(stage);
    expect(after.ts).toBe(message.ts);
    expect(receiptOf(after)).toBe(receipt);
    expect(linesOf(after)[0]).toEqual(done('Den One', '@Ana Ruiz'));
    expect(after.buttons).toEqual(['Deactivate']);
    // In the history the two have one receipt, and the first says why.
    await ana.command('/nexudus history');
    const listed = () => stage.slack.ephemerals('Ana').at(-1);
    await stage.until(() => listed() !== undefined, 'the history', 10_000);
    const lines = listed()
      ?.plain.split('\n')
      .filter((line) => line.includes(receipt));
    expect(lines).toEqual([
      expect.stringMatching(/^Done · /),
      expect.stringMatching(/^Rejected, then submitted again · /),
    ]);
    expect(nexudus.named('videorooms', 'Den One')).toMatchObject({
      NumberOfParticipants: 90,
      Description: 'Typed once',
    });
  });

  test('of an update loads the record and keeps what was changed', async () => {
    const { ana, nexudus } = stage;
    const before = found(stage, 'teams', ACME);
    const form = await openForm(ana, '/nexudus team billing Acme', 'Section');
    await form.tick('Share passes', false);
    nexudus.switches.refuse = [{ property: 'ShareTimePasses', message: 'is not possible' }];
    await form.submit();
    const message = await announced(stage);
    await form.close();
    nexudus.switches.refuse = [];
    await ana.click(message, 'Fix and resubmit');
    const again = await ana.waitForModal((modal) => modal.labels().includes('Section'));
    expect(again.value('Team')).toBe('Acme');
    // The section of the field that was refused.
    expect(again.value('Section')).toBe('Billing (1 changed)');
    expect(again.text()).toContain('is not possible');
    expect(again.value('Share passes')).toBe(false);
    expectClosed(ana, await again.submit());
    await edited();
    expectOnlyChanged(before, nexudus.record('teams', ACME), { ShareTimePasses: false });
  });

  test('of private fields says another person only which were refused', async () => {
    const { ana, nexudus, slack } = stage;
    const form = await openForm(ana, '/nexudus team billing Acme', 'Section');
    await form.tick('Share passes', false);
    nexudus.switches.refuse = [{ property: 'ShareTimePasses', message: 'is not possible for Siobhán' }];
    await form.submit();
    nexudus.switches.refuse = [];
    const priya = slack.as('Priya');
    await priya.click(await announced(stage), 'Fix and resubmit');
    const again = await priya.waitForModal((modal) => modal.labels().includes('Share passes'));
    expect(again.text()).toContain('⚠️ Share passes was not accepted.');
    expect(again.text()).not.toContain('is not possible');
  });

  test('by another person who may do it is done in their name', async () => {
    const { slack } = stage;
    const priya = slack.as('Priya');
    await priya.click(await refusedRoom(), 'Fix and resubmit');
    const form = await priya.waitForModal((modal) => modal.labels().includes('Name'));
    await form.type('Number of participants', '9');
    expectClosed(priya, await form.submit());
    await edited();
    expect(linesOf(await announced(stage))[0]).toEqual(done('Den One', '@Priya Nair'));
  });

  test('by a person who may not do it opens a refusal, and writes nothing', async () => {
    const sam = stage.slack.as('Sam');
    await sam.click(await refusedRoom(), 'Fix and resubmit');
    const modal = await sam.waitForModal((each) => each.labels().length === 0 && !isOpening(each));
    expect(modal.text()).toContain(lacksPermission('video-room.create', 'Reception'));
    expect(modal.labels()).toEqual([]);
    expect(modal.text()).not.toContain('Den One');
    expect(writes(stage)).toHaveLength(1);
  });

  test('what is typed after another person tried again is not said to be done', async () => {
    const { ana, nexudus, slack } = stage;
    const form = await openForm(ana, '/nexudus team rename Acme to "Acme Ltd"', 'New name');
    const role = nexudus.named('userroles', 'Bot');
    const edit = nexudus.named('roles', 'Team-Edit').Id;
    const permissions = role.Roles as number[];
    nexudus.put('userroles', { Id: role.Id, Roles: permissions.filter((id) => id !== edit) });
    await form.submit();
    const message = await announced(stage);
    expect(message.buttons).toEqual(['Try again', 'Fix and resubmit']);
    nexudus.put('userroles', { Id: role.Id, Roles: permissions });
    await slack.as('Priya').click(message, 'Try again');
    await stage.until(
      () => botMessages(stage)[0]?.plain.startsWith('✅') === true,
      'Priya’s success',
      10_000,
    );
    const written = writes(stage).length;

    // Ana still has her form before her.
    await form.type('New name', 'Acme Inc');
    await form.submit();
    expect(form.value('New name')).toBe('Acme Inc');
    expect(form.text()).toContain(say.conflictingResubmission(receiptOf(message)));
    expect(found(stage, 'teams', ACME).Name).toBe('Acme Ltd');
    expect(writes(stage)).toHaveLength(written);
    expect(linesOf(await announced(stage))[0]).toEqual(done('Acme Ltd', '@Priya Nair'));
  });

  test('a form still open elsewhere can’t create the room a second time', async () => {
    const { ana, slack, nexudus } = stage;
    const message = await refusedRoom();
    await ana.click(message, 'Fix and resubmit');
    const mine = await ana.waitForModal((modal) => modal.labels().includes('Name'));
    await mine.type('Number of participants', '5');
    expectClosed(ana, await mine.submit());
    await edited();
    // An old copy of the message still has its button.
    await slack.send('interactive', {
      type: 'block_actions',
      team: slack.team,
      user: { id: ana.person.id, team_id: ana.person.teamId },
      api_app_id: slack.bot.appId,
      token: 'x',
      trigger_id: 'a-late-trigger',
      container: { type: 'message', message_ts: message.ts, channel_id: message.channel },
      channel: { id: message.channel, name: 'ops' },
      actions: [
        {
          type: 'button',
          action_id: 'fix',
          block_id: 'x',
          value: JSON.parse(JSON.stringify(message.blocks)).flatMap(
            (block: { elements?: { value?: string }[] }) => block.elements?.map(({ value }) => value) ?? [],
          )[0],
        },
      ],
    });
    expect(ana.modals()).toEqual([]);
    expect(nexudus.records('videorooms').filter(({ Name }) => Name === 'Den One')).toHaveLength(1);
  });
});
