import type { NexudusRecord } from '../nexudus-stand-in.ts';

export const SOHO = 1_414_940_210;
export const SHOREDITCH = 1_414_940_211;
export const CAMDEN = 1_414_940_212;

const location = (
  Id: number,
  Name: string,
  Address: string,
  PostalCode: string,
  last: number,
): NexudusRecord => ({
  Id,
  Name,
  WebAddress: `harbour${Name.toLowerCase()}`,
  Address,
  PostalCode,
  TownCity: 'London',
  EmailContact: `${Name.toLowerCase()}@harbour.example`,
  Phone: `+44 20 7946 010${last}`,
});

export const LOCATIONS: readonly NexudusRecord[] = [
  location(SOHO, 'Soho', '12 Wardour Mews', 'W1F 8AY', 1),
  location(SHOREDITCH, 'Shoreditch', '88 Curtain Road', 'EC2A 3AA', 2),
  location(CAMDEN, 'Camden', '3 Lock Place', 'NW1 8AF', 3),
];

/** The location of the n-th record of a kind: they take turns. */
export const locationInTurn = (n: number): number => [SOHO, SHOREDITCH, CAMDEN][n % 3] as number;
