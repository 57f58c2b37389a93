import type { NexudusRecord } from '../nexudus-stand-in.ts';
import { customerNamed, FIRST_CUSTOMER } from './customers.ts';
import { CAMDEN, SHOREDITCH, SOHO } from './locations.ts';

const FIRST_ROOM = 1_414_200_001;
const FIRST_WORKSPACE = 1_414_700_001;

const room = (BusinessId: number, Name: string, NumberOfParticipants: number, more: object = {}) => ({
  BusinessId,
  Name,
  NumberOfParticipants,
  Active: true,
  ...more,
});

const ROOMS: readonly Omit<NexudusRecord, 'Id'>[] = [
  room(SOHO, 'Blue room', 8, {
    Description: 'For stand-ups.\nCamera on, please.',
    ImageFileName: 'blue-room.jpg',
    OnlyForMembers: true,
  }),
  room(SOHO, 'Focus room', 4),
  room(SOHO, 'Interview room', 3, {
    Description: 'Open to visitors who have an appointment.',
    OnlyForContacts: true,
  }),
  room(SHOREDITCH, 'Town hall', 250),
  // Both ticks: undefined in Nexudus (nexudus-api.md §13), and there are such records.
  room(SHOREDITCH, 'Blue room', 6, { OnlyForContacts: true, OnlyForMembers: true }),
  room(SHOREDITCH, 'Old studio', 2, { Active: false, Description: 'Closed since the move.' }),
  room(CAMDEN, 'Lock-side “lounge” 🎧', 12),
  room(CAMDEN, 'Salle Zoë & Cie', 10),
];

export const videoRooms = (): NexudusRecord[] =>
  ROOMS.map((room, n) => ({ ...room, Id: FIRST_ROOM + n }) as NexudusRecord);

const someone = (...numbers: number[]) => numbers.map((n) => FIRST_CUSTOMER + n);

const WORKSPACES: readonly Omit<NexudusRecord, 'Id'>[] = [
  {
    BusinessId: SOHO,
    AdministratorId: customerNamed('Marcus Webb'),
    Name: 'Newsletter',
    VisibleInMySpaces: true,
    Description: 'Drafts and pictures for the monthly letter.',
    Members: someone(0, 1, 3, 9, 12),
  },
  {
    BusinessId: SOHO,
    AdministratorId: customerNamed("Siobhán O'Brien"),
    Name: 'Founders’ circle',
    VisibleInMySpaces: true,
    Members: someone(0, 6, 15, 18, 24, 30, 36, 42),
  },
  {
    BusinessId: SHOREDITCH,
    AdministratorId: customerNamed('Amara Okafor'),
    Name: 'Summer fair',
    VisibleInMySpaces: true,
    VisibleByEveryone: true,
    Members: someone(3, 4, 7, 10, 13),
  },
  {
    BusinessId: CAMDEN,
    AdministratorId: customerNamed('Zoë Łukasiewicz'),
    Name: 'Film club',
    VisibleByEveryone: true,
    Members: [],
  },
  {
    BusinessId: CAMDEN,
    AdministratorId: customerNamed('Olena Kovalenko'),
    Name: 'Move 2022',
    Archived: true,
    Description: 'Done.',
    Members: someone(2, 11),
  },
];

export const workspaces = (): NexudusRecord[] =>
  WORKSPACES.map((workspace, n) => ({ ...workspace, Id: FIRST_WORKSPACE + n }) as NexudusRecord);
