import type { NexudusRecord } from '../nexudus-stand-in.ts';
import { customerNamed, FIRST_CUSTOMER } from './customers.ts';
import { CAMDEN, SHOREDITCH, SOHO } from './locations.ts';

const FIRST_ROOM = 1_414_200_001;
const FIRST_WORKSPACE = 1_414_700_001;

const ROOMS: readonly Omit<NexudusRecord, 'Id'>[] = [
  {
    BusinessId: SOHO,
    Name: 'Blue room',
    Description: 'For stand-ups.\nCamera on, please.',
    ImageFileName: 'blue-room.jpg',
    NumberOfParticipants: 8,
    Active: true,
    OnlyForMembers: true,
  },
  { BusinessId: SOHO, Name: 'Focus room', NumberOfParticipants: 4, Active: true },
  {
    BusinessId: SOHO,
    Name: 'Interview room',
    Description: 'Open to visitors who have an appointment.',
    NumberOfParticipants: 3,
    Active: true,
    OnlyForContacts: true,
  },
  { BusinessId: SHOREDITCH, Name: 'Town hall', NumberOfParticipants: 250, Active: true },
  // Both ticks: undefined in Nexudus (nexudus-api.md §13), and there are such records.
  {
    BusinessId: SHOREDITCH,
    Name: 'Blue room',
    NumberOfParticipants: 6,
    Active: true,
    OnlyForContacts: true,
    OnlyForMembers: true,
  },
  {
    BusinessId: SHOREDITCH,
    Name: 'Old studio',
    Description: 'Closed since the move.',
    NumberOfParticipants: 2,
  },
  { BusinessId: CAMDEN, Name: 'Lock-side “lounge” 🎧', NumberOfParticipants: 12, Active: true },
  { BusinessId: CAMDEN, Name: 'Salle Zoë & Cie', NumberOfParticipants: 10, Active: true },
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
