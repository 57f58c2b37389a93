import type { NexudusRecord } from '../nexudus-stand-in.ts';

export const SOHO = 1_414_940_210;
export const SHOREDITCH = 1_414_940_211;
export const CAMDEN = 1_414_940_212;

export const LOCATIONS: readonly NexudusRecord[] = [
  {
    Id: SOHO,
    Name: 'Soho',
    WebAddress: 'harboursoho',
    Address: '12 Wardour Mews',
    PostalCode: 'W1F 8AY',
    TownCity: 'London',
    EmailContact: 'soho@harbour.example',
    Phone: '+44 20 7946 0101',
  },
  {
    Id: SHOREDITCH,
    Name: 'Shoreditch',
    WebAddress: 'harbourshoreditch',
    Address: '88 Curtain Road',
    PostalCode: 'EC2A 3AA',
    TownCity: 'London',
    EmailContact: 'shoreditch@harbour.example',
    Phone: '+44 20 7946 0102',
  },
  {
    Id: CAMDEN,
    Name: 'Camden',
    WebAddress: 'harbourcamden',
    Address: '3 Lock Place',
    PostalCode: 'NW1 8AF',
    TownCity: 'London',
    EmailContact: 'camden@harbour.example',
    Phone: '+44 20 7946 0103',
  },
];

/** The location of the n-th record of a kind: they take turns. */
export const locationInTurn = (n: number): number => [SOHO, SHOREDITCH, CAMDEN][n % 3] as number;
