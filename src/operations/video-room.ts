import type { NexudusRecord } from '../nexudus/resources.ts';
import { changeRecord, toProperties } from './change-record.ts';
import { createdSince } from './created-since.ts';
import { number, record, text, tick, url } from './field.ts';
import { defineOperation } from './operation.ts';
import { fieldSentences } from './sentences.ts';

const details = {
  location: record({
    wire: 'BusinessId',
    label: 'Location',
    of: 'businesses',
    required: 'Choose a location.',
  }),
  name: text({ wire: 'Name', label: 'Name', required: 'Enter a name.' }),
  participants: number({
    wire: 'NumberOfParticipants',
    label: 'Number of participants',
    whole: true,
    min: 1,
    usual: 1000,
    required: 'Enter how many people may join.',
  }),
  description: text({ wire: 'Description', label: 'Description', multiline: true }),
  imageUrl: url({
    wire: 'NewImageUrl',
    label: 'Image URL',
    hint: 'Must be a public URL: Nexudus downloads the picture from it.',
    action: true,
  }),
};

const audience = {
  onlyForContacts: tick({ wire: 'OnlyForContacts', label: 'Only for contacts' }),
  onlyForMembers: tick({ wire: 'OnlyForMembers', label: 'Only for members' }),
};

const newRoom = {
  ...details,
  active: tick({ wire: 'Active', label: 'Active', startsOn: true }),
  ...audience,
};

const room = {
  room: record({ wire: 'Id', label: 'Video room', of: 'videorooms', required: 'Choose a video room.' }),
  ...details,
  removeImage: tick({
    group: 'Removal',
    wire: 'ClearImageFile',
    label: 'Remove current image',
    hint: 'A removed image can’t be restored.',
    action: true,
  }),
  active: tick({ wire: 'Active', label: 'Active' }),
  ...audience,
};

/** What a room for contacts only and members only at once means is undefined in Nexudus, so the form asks about it. */
function bothAudiences(
  { onlyForContacts, onlyForMembers }: { onlyForContacts?: boolean | null; onlyForMembers?: boolean | null },
  before?: NexudusRecord,
): string[] {
  if (!onlyForContacts && !onlyForMembers) return [];
  const both = (onlyForContacts ?? before?.OnlyForContacts) && (onlyForMembers ?? before?.OnlyForMembers);
  return both ? [fieldSentences.bothAudiences] : [];
}

export const createVideoRoom = defineOperation({
  id: 'video-room.create',
  title: 'Create video room',
  act: 'create',
  submit: 'Create',
  done: 'Video room created',
  did: 'Created {name}',
  summary: 'Create a video room',
  example: 'video-room create "Blue room" participants=8 location=Soho',
  permission: 'VideoRoom-Create',
  allows: 'create video rooms',
  resource: 'videorooms',
  nouns: ['videoroom', 'room', 'video'],
  verbs: ['add', 'new', 'make'],
  fields: newRoom,
  text: { first: 'name', message: 'description' },
  questions: bothAudiences,
  deactivates: { Active: false },
  async run(input, nexudus, { mayWrite }) {
    const sent = toProperties(newRoom, input);
    const written = await nexudus.create('videorooms', sent, mayWrite);
    return { ...written, sent };
  },
  findCreated: (input, nexudus, since) =>
    createdSince(nexudus, 'videorooms', toProperties(newRoom, input), since),
});

export const updateVideoRoom = defineOperation({
  id: 'video-room.update',
  title: 'Update video room',
  act: 'update',
  submit: 'Save',
  done: 'Video room updated',
  did: 'Updated {name}',
  summary: 'Change a video room',
  example: 'video-room update "Focus room" participants=6',
  permission: 'VideoRoom-Edit',
  allows: 'change video rooms',
  resource: 'videorooms',
  nouns: ['videoroom', 'room', 'video'],
  verbs: ['edit', 'change', 'set'],
  fields: room,
  record: 'room',
  text: { first: 'room' },
  questions: bothAudiences,
  run: ({ room: id, ...input }, nexudus, attempt) =>
    changeRecord(nexudus, 'videorooms', id as number, (before) => toProperties(room, input, before), attempt),
});
