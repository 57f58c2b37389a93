import type { NexudusRecord } from '../nexudus-stand-in.ts';
import { locationInTurn } from './locations.ts';

export const FIRST_CUSTOMER = 1_415_000_001;
const FIRST_LOGIN = 1_416_000_001;

/** 60: accents, an apostrophe, an emoji, other scripts, a long one, and two people with one name. */
export const NAMES: readonly string[] = `
Siobhán O'Brien; Marcus Webb; Zoë Łukasiewicz; Amara Okafor; José Ángel Hernández-García; Hannah Lindqvist;
Chris Taylor; Chris Taylor; Max 🚀 Power; 李小龙; محمد الفارسي; Olena Kovalenko; Bartholomew Fitzgerald-Wolverhampton
van der Westhuizen-Montgomery III; Nia Roberts; Tomasz Zieliński; Fatima Zahra Benali; Ravi Subramanian; Ingrid Ås;
Emeka Nwosu; Grace Hopper-Lane; Luca De Santis; Mei-Ling Chan; Dafydd ap Gwilym; Sofia Papadopoulou; Noah Bergström;
Aisha Rahman; Pádraig Ó Súilleabháin; Chloé Dubois; Kwame Mensah; Yuki Tanaka; Anders Jørgensen; Beatriz Conceição;
Omar Haddad; Elif Yıldız; Jack Thornton; Priscilla Ng; Björk Stefánsdóttir; Hugo Martins; Leila Farahani; Tom Ash;
Nguyễn Thị Minh; Rosa Delgado; Viktor Petrov; Wren Abbott; Samir Patel; Jools "JJ" Harker; Ewa Nowak; Daniel Kim;
Freya MacLeod; Ibrahim Diallo; Carmen Vidal; Oscar Nilsen; Tariq Aziz; Martha Quinn; Yara Haddad; Felix Brandt;
Ottoline Grey; Ben Okri-James; Ada Lovell; Juniper & Co`
  .trim()
  .split(/;\s+/)
  .map((name) => name.replace(/\s+/g, ' '));

const handle = (name: string): string =>
  name
    .normalize('NFD')
    .replace(/[^A-Za-z ]/g, '')
    .trim()
    .toLowerCase()
    .split(/\s+/)
    .slice(0, 2)
    .join('.');

/** A customer as stored. Written out in full: 100,000 are made at once. */
export function customer(n: number, name: string, email: string | null): NexudusRecord {
  const business = locationInTurn(n);
  const isCompany = n % 12 === 11;
  const isMember = n % 5 !== 4;
  const day = String(1 + (n % 28)).padStart(2, '0');
  return {
    CoworkerType: isCompany ? 2 : 1,
    FullName: name,
    Email: email,
    Active: n % 29 !== 28,
    CompanyName: isCompany ? name : n % 4 === 0 ? `${name.split(' ').at(-1)} Ltd` : null,
    BillingName: name,
    BillingEmail: email,
    Position: n % 3 === 0 ? 'Founder' : null,
    MobilePhone: null,
    // seen (nexudus-api.md §4): a contact may have no login.
    UserId: email && n % 7 !== 6 ? FIRST_LOGIN + n : null,
    InvoicingBusinessId: business,
    Businesses: n % 10 === 9 ? [business, locationInTurn(n + 1)] : [business],
    Teams: [],
    CoworkerContractIds: isMember ? String(1_417_000_001 + n) : null,
    ProfileIsPublic: n % 2 === 0,
    AvatarFileName: null,
    Id: FIRST_CUSTOMER + n,
    CreatedOn: `2024-0${1 + (n % 9)}-${day}T09:15:00Z`,
    UpdatedOn: `2024-1${n % 3}-${day}T14:40:00Z`,
    UpdatedBy: 'sam@harbour.example',
    IsNew: false,
    SystemId: null,
    LocalizationDetails: null,
    CustomFields: null,
  };
}

export const customers = (): NexudusRecord[] =>
  NAMES.map((name, n) => {
    const own = handle(name) || `customer${n}`;
    // The two of one name differ in their e-mail; every ninth has none.
    return customer(n, name, n % 9 === 8 ? null : `${own}${n === 7 ? '2' : ''}@example.com`);
  });

export const customerNamed = (name: string): number => {
  const n = NAMES.indexOf(name);
  if (n < 0) throw new Error(`There is no customer ${name}.`);
  return FIRST_CUSTOMER + n;
};
