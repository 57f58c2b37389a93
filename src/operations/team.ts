import { changeRecord, toProperties } from './change-record.ts';
import { text } from './field.ts';
import { defineOperation, type Problems } from './operation.ts';
import { fieldSentences } from './sentences.ts';
import { LONGEST_TEAM_NAME, team, teamFields } from './team-fields.ts';

const renaming = {
  team,
  newName: text({
    wire: 'Name',
    label: 'New name',
    max: LONGEST_TEAM_NAME,
    required: 'Enter a name.',
    stays: true,
  }),
};

export const renameTeam = defineOperation({
  id: 'team.rename',
  title: 'Rename team',
  act: 'rename',
  submit: 'Rename',
  done: 'Team renamed',
  did: 'Renamed {was} to {name}',
  summary: 'Rename a team',
  example: 'team rename Acme to "Acme Ltd"',
  permission: 'Team-Edit',
  allows: 'change teams',
  resource: 'teams',
  nouns: ['company'],
  verbs: ['name'],
  fields: renaming,
  record: 'team',
  text: { first: 'team', to: 'newName' },
  run: ({ team: id, newName }, nexudus, attempt) =>
    changeRecord(nexudus, 'teams', id as number, () => ({ Name: newName }), attempt),
});

export const updateTeam = defineOperation({
  id: 'team.update',
  title: 'Update team',
  act: 'update',
  submit: 'Save',
  done: 'Team updated',
  did: 'Updated {name}',
  summary: 'Change anything about a team: people, billing, prices, profile',
  example: 'team update Acme',
  permission: 'Team-Edit',
  allows: 'change teams',
  resource: 'teams',
  nouns: ['company'],
  verbs: ['edit', 'change', 'set'],
  fields: teamFields,
  record: 'team',
  sections: ['Basics', 'People', 'Billing', 'Prices', 'Profile', 'Images', 'Social'],
  entries: {
    basics: 'Basics',
    people: 'People',
    members: 'People',
    administrators: 'People',
    billing: 'Billing',
    prices: 'Prices',
    discounts: 'Prices',
    profile: 'Profile',
    images: 'Images',
    logo: 'Images',
    social: 'Social',
  },
  text: { first: 'team' },
  check(input, before): Problems | undefined {
    // Documented: a single invoice needs one of the members as the paying one.
    const payer = input.payingCustomer === undefined ? before?.PayingMemberId : input.payingCustomer;
    const oneInvoice = input.oneInvoice ?? before?.CreateSingleInvoiceForTeam;
    if (!oneInvoice || payer) return undefined;
    if (input.oneInvoice) return { oneInvoice: fieldSentences.oneInvoiceNeedsPayer };
    return input.payingCustomer === null
      ? { payingCustomer: fieldSentences.payerNeedsOneInvoice }
      : undefined;
  },
  run: ({ team: id, ...input }, nexudus, attempt) =>
    changeRecord(
      nexudus,
      'teams',
      id as number,
      (before) => toProperties(teamFields, input, before),
      attempt,
    ),
});
