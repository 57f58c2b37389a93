import { expect, test } from '@jest/globals';
import { describePage } from './use-page.ts';

describePage('every operation, from the composer to the record', (stage) => {
  const { nexudus } = { nexudus: () => stage.sandbox.nexudus };

  test('video-room create', async () => {
    const { screen } = stage;
    await screen.say('/nexudus video-room create');
    await screen.form('Create video room', 'Name');
    await screen.pick('Location', 'soho', 'Soho');
    await screen.type('Name', 'Azure den');
    await screen.type('Number of participants', '8');
    await screen.type('Description', 'Two steps down.\nMind your head.');
    await screen.tick('Only for members');
    await screen.press('Create');
    await screen.closed();
    const message = await screen.told('Video room created');
    expect(await message.innerText()).toContain('Number of participants: 8');
    expect(nexudus().named('videorooms', 'Azure den')).toMatchObject({
      NumberOfParticipants: 8,
      Description: 'Two steps down.\nMind your head.',
      Active: true,
      OnlyForMembers: true,
    });
  });
});
