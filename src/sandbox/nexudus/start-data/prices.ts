import type { NexudusRecord } from '../nexudus-stand-in.ts';
import { CAMDEN, SHOREDITCH, SOHO } from './locations.ts';

type Plan = [name: string, location: number, price: number, group: string, archived?: boolean];

const PLANS: readonly Plan[] = [
  ['Hot desk', SOHO, 220, 'Desks'],
  ['Dedicated desk', SOHO, 380, 'Desks'],
  ['Team member', SOHO, 180, 'Teams'],
  ['Hot desk', SHOREDITCH, 200, 'Desks'],
  ['Private office for 6', SHOREDITCH, 2400, 'Offices'],
  ['Virtual office', CAMDEN, 45, 'Mail'],
  ['Ten days a month', CAMDEN, 130, 'Desks'],
  ['Founders’ plan 2019', SOHO, 99, 'Desks', true],
];

export const FIRST_PLAN = 1_414_500_001;

export const plans = (): NexudusRecord[] =>
  PLANS.map(([Name, BusinessId, Price, GroupName, Archived = false], n) => ({
    Id: FIRST_PLAN + n,
    BusinessId,
    Name,
    Price,
    GroupName,
    Archived,
    Visible: !Archived,
    Description: `${Name}, per month`,
  }));

// documented (nexudus-api.md §3.4): ChargePeriod 1 minutes, 2 days, 4 months, 5 uses.
type Rate = [
  name: string,
  location: number,
  price: number,
  period: 1 | 2 | 4 | 5,
  more?: Record<string, unknown>,
];

const RATES: readonly Rate[] = [
  ['Meeting room, member', SOHO, 18, 1, { OnlyForMembers: true, ResourceTypeNames: 'Meeting room' }],
  ['Meeting room, guest', SOHO, 30, 1, { OnlyForContacts: true, ResourceTypeNames: 'Meeting room' }],
  ['Podcast studio', SOHO, 45, 1, { ResourceTypeNames: 'Studio' }],
  ['Locker', SOHO, 12, 4],
  ['Meeting room, member', SHOREDITCH, 16, 1, { OnlyForMembers: true, ResourceTypeNames: 'Meeting room' }],
  ['Meeting room, guest', SHOREDITCH, 28, 1, { OnlyForContacts: true, ResourceTypeNames: 'Meeting room' }],
  ['Event space, day', SHOREDITCH, 900, 2, { ResourceTypeNames: 'Event space' }],
  ['Black and white printing', SHOREDITCH, 0.05, 5, { IsPrintingCredit: true }],
  ['Colour printing', SHOREDITCH, 0.2, 5, { IsPrintingCredit: true }],
  ['Meeting room', CAMDEN, 15, 1, { ResourceTypeNames: 'Meeting room' }],
  ['Phone booth', CAMDEN, 0, 1, { ResourceTypeNames: 'Phone booth', IsBookingCredit: true }],
  ['Parking space', CAMDEN, 14, 2, { ResourceTypeNames: 'Parking' }],
];

export const FIRST_RATE = 1_414_600_001;

export const rates = (): NexudusRecord[] =>
  RATES.map(([Name, BusinessId, Price, ChargePeriod, more], n) => ({
    Id: FIRST_RATE + n,
    BusinessId,
    Name,
    Price,
    ChargePeriod,
    ...more,
  }));
