import { describe, expect, test } from '@jest/globals';
import { announced, expectClosed, openForm, receiptOf } from '../support/channel.ts';
import { onlyBody, writes } from '../support/nexudus-calls.ts';
import { done, resultOf } from '../support/outcomes.ts';
import { SAID } from '../support/sentences.ts';
import { useSandbox } from '../support/use-sandbox.ts';

const stage = useSandbox();
const SOHO = 1_414_940_210;
const CAMDEN = 1_414_940_212;

/** The properties that a room has by itself. */
const TAIL = {
  IsNew: false,
  SystemId: null,
  LocalizationDetails: null,
  CustomFields: null,
  NewImageUrl: null,
  ClearImageFile: null,
};

const created = (name: string) => {
  const { Id, CreatedOn, UpdatedOn, UniqueId, ...room } = stage.nexudus.named('videorooms', name);
  return room;
};

describe('video-room create', () => {
  test('the form asks for every property of the endpoint, with Active ticked', async () => {
    const form = await openForm(stage.ana, '/nexudus video-room create', 'Name');
    expect(form.title).toBe('Create video room');
    expect([form.submitText, form.closeText]).toEqual(['Create', 'Cancel']);
    expect(form.labels()).toEqual([
      'Location',
      'Name',
      'Number of participants',
      'Description',
      'Image URL',
      'Options',
      'Active',
      'Only for contacts',
      'Only for members',
    ]);
    const active = ['Active'];
    expect(form.labels().map((label) => form.value(label))).toEqual([
      ...['', '', '', '', ''],
      ...[active, true, false, false],
    ]);
    const required = form.fields().filter(({ optional }) => !optional);
    expect(required.map(({ label }) => label)).toEqual(['Location', 'Name', 'Number of participants']);
  });

  test('a number far out of the ordinary is asked about, and taken if it is meant', async () => {
    const { ana, nexudus } = stage;
    const form = await openForm(
      ana,
      '/nexudus video-room create Arena participants=1000001 location=Soho',
      'Name',
    );
    await form.submit();
    const question = ana.modal();
    expect(question?.submitText).toBe('Continue');
    expect(question?.text()).toContain('Number of participants: 1,000,001');
    expect(writes(stage)).toEqual([]);
    await question?.close();
    await form.type('Number of participants', '1000');
    expectClosed(ana, await form.submit());
    expect(nexudus.named('videorooms', 'Arena').NumberOfParticipants).toBe(1000);
    await announced(stage);

    const second = await openForm(
      ana,
      '/nexudus video-room create Dome participants=1001 location=Soho',
      'Name',
    );
    await second.submit();
    await ana.modal()?.submit();
    await ana.waitForNoModal();
    expect(nexudus.named('videorooms', 'Dome').NumberOfParticipants).toBe(1001);
    await announced(stage, '#ops', 2);
  });

  test('a room with only what is required is created active, and the channel is announced once', async () => {
    const { ana } = stage;
    const form = await openForm(ana, '/nexudus video-room create', 'Name');
    await form.pick('Location', 'Soho');
    await form.type('Name', '  Azure den ');
    await form.type('Number of participants', '8');
    expectClosed(ana, await form.submit());

    expect(onlyBody(stage)).toEqual({
      BusinessId: SOHO,
      Name: 'Azure den',
      NumberOfParticipants: 8,
      Active: true,
      OnlyForContacts: false,
      OnlyForMembers: false,
    });
    expect(created('Azure den')).toEqual({
      ...TAIL,
      BusinessId: SOHO,
      Name: 'Azure den',
      Description: null,
      ImageFileName: null,
      NumberOfParticipants: 8,
      Active: true,
      OnlyForContacts: false,
      OnlyForMembers: false,
      UpdatedBy: 'nexudus-bot@harbour.example',
      ToStringText: 'Azure den',
    });
    const message = await announced(stage);
    expect(resultOf(message)).toEqual({
      head: done('Azure den', '@Ana Ruiz'),
      changes: ['Location: Soho', 'Name: Azure den', 'Number of participants: 8', 'Active: yes'],
      buttons: ['Deactivate'],
    });
    expect(message.via).toBe('chat.postMessage');
    expect(message.thread_ts).toBeUndefined();
    // For notifications.
    expect(message.text.replaceAll('\u200B', '')).toMatch(
      new RegExp(`^✅ .*Azure den.*${receiptOf(message)}`),
    );
  });

  test('every property that the form has is created as it was filled in', async () => {
    const { ana } = stage;
    const form = await openForm(ana, '/nexudus video-room create', 'Name');
    await form.pick('Location', 'Camden');
    await form.type('Name', 'Lock-side café & “bar” 🎧 <b>');
    await form.type('Number of participants', '500');
    await form.type('Description', 'Two steps down.\nMind your head.');
    await form.type('Image URL', 'https://pictures.example/rooms/cafe.png?w=800');
    await form.tick('Active', false);
    await form.tick('Only for contacts');
    expectClosed(ana, await form.submit());

    expect(onlyBody(stage)).toEqual({
      BusinessId: CAMDEN,
      Name: 'Lock-side café & “bar” 🎧 <b>',
      NumberOfParticipants: 500,
      Description: 'Two steps down.\nMind your head.',
      NewImageUrl: 'https://pictures.example/rooms/cafe.png?w=800',
      Active: false,
      OnlyForContacts: true,
      OnlyForMembers: false,
    });
    expect(created('Lock-side café & “bar” 🎧 <b>')).toEqual({
      ...TAIL,
      BusinessId: CAMDEN,
      Name: 'Lock-side café & “bar” 🎧 <b>',
      Description: 'Two steps down.\nMind your head.',
      ImageFileName: 'cafe.png',
      NumberOfParticipants: 500,
      Active: false,
      OnlyForContacts: true,
      OnlyForMembers: false,
      UpdatedBy: 'nexudus-bot@harbour.example',
      ToStringText: 'Lock-side café & “bar” 🎧 <b>',
    });
    const message = await announced(stage);
    expect(resultOf(message)).toEqual({
      head: done('Lock-side café & “bar” 🎧 <b>', '@Ana Ruiz'),
      changes: [
        'Location: Camden',
        'Name: Lock-side café & “bar” 🎧 <b>',
        'Number of participants: 500',
        'Description: Two steps down. Mind your head.',
        '… and 3 more',
      ],
      buttons: ['Show all'],
    });
    expect(message.mentions).toEqual(['U0ANA0000']);
  });

  test('only for members is sent as such', async () => {
    const form = await openForm(stage.ana, '/nexudus video-room create', 'Name');
    await form.pick('Location', 'Soho');
    await form.type('Name', 'Members’ den');
    await form.type('Number of participants', '2');
    await form.tick('Only for members');
    expectClosed(stage.ana, await form.submit());
    expect(created('Members’ den')).toMatchObject({ OnlyForContacts: false, OnlyForMembers: true });
    await announced(stage);
  });

  test('the text after the command fills the form, names the record and leaves nothing to type', async () => {
    const form = await openForm(
      stage.ana,
      '/nexudus video-room create name="Blue den" participants=8 location=Soho',
      'Name',
    );
    expect(form.value('Name')).toBe('Blue den');
    expect(form.value('Number of participants')).toBe('8');
    expect(form.value('Location')).toBe('Soho');
    expectClosed(stage.ana, await form.submit());
    expect(onlyBody(stage)).toMatchObject({ BusinessId: SOHO, Name: 'Blue den', NumberOfParticipants: 8 });
    await announced(stage);
  });

  test('the next new room in a channel starts with the location last used there', async () => {
    const first = await openForm(
      stage.ana,
      '/nexudus video-room create name=One participants=2 location=Camden',
      'Name',
    );
    await first.submit();
    await announced(stage);
    const second = await openForm(stage.ana, '/nexudus video-room create', 'Name');
    expect(second.value('Location')).toBe('Camden');
    await stage.ana.command('/nexudus video-room create', { channel: '#soho-desk' });
    const elsewhere = await stage.ana.waitForModal(
      (modal) => modal.id !== second.id && modal.labels().includes('Name'),
    );
    expect(elsewhere.value('Location')).toBe('');
  });

  test('with one location in Nexudus, a new room starts with it', async () => {
    await stage.withBot({}, async () => {
      stage.nexudus.remove('businesses', 1_414_940_211);
      stage.nexudus.remove('businesses', CAMDEN);
      const form = await openForm(stage.ana, '/nexudus video-room create', 'Name');
      expect(form.value('Location')).toBe('Soho');
    });
  });

  test('ticking both audiences is asked about, and done on Continue', async () => {
    const { ana } = stage;
    const form = await openForm(
      ana,
      '/nexudus video-room create name=Both participants=3 location=Soho',
      'Name',
    );
    await form.tick('Only for contacts');
    await form.tick('Only for members');
    const ack = await form.submit();
    expect(ack.body).toMatchObject({ response_action: 'push' });
    expect(writes(stage)).toEqual([]);
    const question = ana.modal();
    expect(question?.text()).toContain(SAID.bothTicked);
    expect(question?.submitText).toBe('Continue');
    const yes = await question?.submit();
    expect(yes?.body).toEqual({ response_action: 'clear' });
    expect(ana.modals()).toEqual([]);
    expect(created('Both')).toMatchObject({ Name: 'Both', OnlyForContacts: true, OnlyForMembers: true });
    await announced(stage);
  });

  test('going back from that question leaves the form as it was and sends nothing', async () => {
    const { ana } = stage;
    const form = await openForm(
      ana,
      '/nexudus video-room create name=Both participants=3 location=Soho',
      'Name',
    );
    await form.tick('Only for contacts');
    await form.tick('Only for members');
    await form.submit();
    await ana.modal()?.close();
    expect(ana.modal()?.value('Name')).toBe('Both');
    await ana.modal()?.tick('Only for contacts', false);
    expectClosed(ana, (await ana.modal()?.submit()) ?? { status: 0, ms: 0, body: '', timedOut: false });
    expect(created('Both')).toMatchObject({ Name: 'Both', OnlyForContacts: false, OnlyForMembers: true });
    await announced(stage);
  });
});
