import { describe, expect, test } from '@jest/globals';
import { announced, expectClosed, linesOf, openForm } from '../support/channel.ts';
import { expectOnlyChanged, found, onlyBody, writes } from '../support/nexudus-calls.ts';
import { ofOneProcess } from '../support/of-one-process.ts';
import { done, resultOf } from '../support/outcomes.ts';
import { SAID } from '../support/sentences.ts';
import { useSandbox } from '../support/use-sandbox.ts';

const stage = useSandbox();
const BLUE_IN_SOHO = 1_414_200_001;
const FOCUS = 1_414_200_002;
const BLUE_IN_SHOREDITCH = 1_414_200_005;
const OLD_STUDIO = 1_414_200_006;

describe('video-room update', () => {
  test('shows only the picker, then what the room has, once it is picked', async () => {
    const { ana } = stage;
    const form = await openForm(ana, '/nexudus video-room update', 'Video room');
    expect([form.labels(), form.submitText]).toEqual([['Video room'], undefined]);
    await form.pick('Video room', String(BLUE_IN_SOHO));
    await ana.waitForModal((modal) => modal.labels().length > 1);
    expect(form.title).toBe('Update video room');
    expect(form.labels()).toEqual([
      'Video room',
      'Location',
      'Name',
      'Number of participants',
      'Description',
      'Image URL',
      'Removal',
      'Remove current image',
      'Options',
      'Active',
      'Only for contacts',
      'Only for members',
    ]);
    expect(form.labels().map((label) => form.value(label))).toEqual([
      'Blue room (Soho)',
      'Soho',
      'Blue room',
      '8',
      'For stand-ups.\nCamera on, please.',
      '',
      false,
      false,
      ['Active', 'Only for members'],
      true,
      false,
      true,
    ]);
  });

  ofOneProcess('it counts calls')(
    'one changed field changes that property and no other, with one read and one write before the answer',
    async () => {
      const { ana, nexudus } = stage;
      const before = found(stage, 'videorooms', FOCUS);
      const form = await openForm(ana, '/nexudus video-room update "Focus room"', 'Name');
      await form.type('Number of participants', '12');
      const callsBefore = nexudus.calls.length;
      expectClosed(ana, await form.submit());
      expectOnlyChanged(before, nexudus.record('videorooms', FOCUS), { NumberOfParticipants: 12 });
      expect(resultOf(await announced(stage))).toEqual({
        head: done('Focus room', '@Ana Ruiz'),
        changes: ['Number of participants: 4 → 12'],
        buttons: ['Undo'],
      });
      expect(nexudus.calls.slice(callsBefore).map(({ method, path }) => `${method} ${path}`)).toEqual([
        'GET /api/community/videorooms/1414200002',
        'PUT /api/community/videorooms',
        // To make sure, after the answer.
        'GET /api/community/videorooms/1414200002',
      ]);
    },
  );

  test('every field can be changed at once', async () => {
    const { ana, nexudus } = stage;
    const before = found(stage, 'videorooms', OLD_STUDIO);
    const form = await openForm(ana, '/nexudus video-room update "Old studio"', 'Name');
    await form.pick('Location', 'Camden');
    await form.type('Name', 'New studio');
    await form.type('Number of participants', '20');
    await form.type('Description', 'Open again.\nKnock first.');
    await form.type('Image URL', 'https://pictures.example/new-studio.jpg');
    await form.tick('Active');
    await form.tick('Only for contacts');
    expectClosed(ana, await form.submit());
    expectOnlyChanged(before, nexudus.record('videorooms', OLD_STUDIO), {
      BusinessId: 1_414_940_212,
      Name: 'New studio',
      NumberOfParticipants: 20,
      Description: 'Open again.\nKnock first.',
      ImageFileName: 'new-studio.jpg',
      Active: true,
      OnlyForContacts: true,
    });
    expect(onlyBody(stage)).toMatchObject({
      NewImageUrl: 'https://pictures.example/new-studio.jpg',
      ClearImageFile: null,
    });
    expect(resultOf(await announced(stage))).toEqual({
      head: done('New studio', '@Ana Ruiz'),
      changes: [
        'Location: Shoreditch → Camden',
        'Name: Old studio → New studio',
        'Number of participants: 2 → 20',
        'Description: Closed since the move. → Open again. Knock first.',
        '… and 3 more',
      ],
      buttons: ['Show all', 'Undo'],
    });
  });

  test('the current image is removed on request, and unticked boxes are stored as such', async () => {
    const { ana, nexudus } = stage;
    const before = found(stage, 'videorooms', BLUE_IN_SOHO);
    const form = await openForm(ana, '/nexudus video-room update', 'Video room');
    await form.pick('Video room', String(BLUE_IN_SOHO));
    await ana.waitForModal((modal) => modal.labels().includes('Name'));
    await form.tick('Remove current image');
    await form.tick('Active', false);
    await form.tick('Only for members', false);
    expectClosed(ana, await form.submit());
    expectOnlyChanged(before, nexudus.record('videorooms', BLUE_IN_SOHO), {
      ImageFileName: null,
      Active: false,
      OnlyForMembers: false,
    });
    expect(onlyBody(stage)).toMatchObject({ NewImageUrl: null, ClearImageFile: true });
    expect(resultOf(await announced(stage))).toEqual({
      head: done('Blue room (Soho)', '@Ana Ruiz'),
      changes: ['Remove current image: yes', 'Active: yes → no', 'Only for members: yes → no'],
      buttons: ['Undo'],
    });
  });

  test('of two rooms of one name the picker tells the location, and the command takes neither by itself', async () => {
    const { ana } = stage;
    const form = await openForm(ana, '/nexudus video-room update "Blue room"', 'Video room');
    expect(form.labels()).toEqual(['Video room']);
    expect(form.text()).toContain('2 video rooms match “Blue room”.');
    await form.search('Video room', 'blue');
    const answer = stage.slack.interactions.at(-1)?.answer as {
      options: { text: { text: string }; description: { text: string } }[];
    };
    expect(answer.options.map((option) => [option.text.text, option.description.text])).toEqual([
      ['Blue room', 'Soho'],
      ['Blue room', 'Shoreditch'],
    ]);
  });

  test('a room with both audiences ticked is not asked about them when something else changes', async () => {
    const { ana, nexudus } = stage;
    const before = found(stage, 'videorooms', BLUE_IN_SHOREDITCH);
    const form = await openForm(ana, `/nexudus video-room update ${BLUE_IN_SHOREDITCH}`, 'Name');
    await form.type('Description', 'Next to the lift.');
    expectClosed(ana, await form.submit());
    expectOnlyChanged(before, nexudus.record('videorooms', BLUE_IN_SHOREDITCH), {
      Description: 'Next to the lift.',
    });
    expect(linesOf(await announced(stage))).toContain('• Description: (blank) → Next to the lift.');
  });

  test('ticking the second audience of a room is asked about before anything is sent', async () => {
    const { ana, nexudus } = stage;
    const before = found(stage, 'videorooms', BLUE_IN_SOHO);
    const form = await openForm(ana, `/nexudus video-room update ${BLUE_IN_SOHO}`, 'Name');
    await form.tick('Only for contacts');
    expect((await form.submit()).body).toMatchObject({ response_action: 'push' });
    expect(ana.modal()?.text()).toContain(SAID.bothTicked);
    expect(writes(stage)).toEqual([]);
    expect((await ana.modal()?.submit())?.body).toEqual({ response_action: 'clear' });
    expectOnlyChanged(before, nexudus.record('videorooms', BLUE_IN_SOHO), { OnlyForContacts: true });
    await announced(stage);
  });

  test('what another person changed in the meantime in another field is kept', async () => {
    const { ana, nexudus } = stage;
    const form = await openForm(ana, '/nexudus video-room update "Focus room"', 'Name');
    nexudus.put('videorooms', { Id: FOCUS, Description: 'Changed in the dashboard' });
    const before = found(stage, 'videorooms', FOCUS);
    await form.type('Number of participants', '5');
    expectClosed(ana, await form.submit());
    expectOnlyChanged(before, nexudus.record('videorooms', FOCUS), { NumberOfParticipants: 5 });
    expect(linesOf(await announced(stage))).toContain('• Number of participants: 4 → 5');
  });

  test('a number far out of the ordinary is asked about, and saved on Continue', async () => {
    const { ana, nexudus } = stage;
    const form = await openForm(ana, '/nexudus video-room update "Focus room"', 'Number of participants');
    await form.type('Number of participants', '1000000');
    await form.submit();
    const question = ana.modal();
    expect(question?.text()).toContain('1,000,000 is far more than usual');
    expect(writes(stage)).toEqual([]);
    await question?.submit();
    await announced(stage);
    expect(nexudus.record('videorooms', FOCUS)?.NumberOfParticipants).toBe(1_000_000);
  });
});
