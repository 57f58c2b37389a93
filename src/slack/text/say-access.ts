// What the bot says of access that ends by itself. Style: docs/style.md.

export const accessSentences = {
  extend: 'Extend',
  extendTitle: 'Extend access',
  endNow: 'End now',
  endTitle: 'End access',
  endOf: (role: string) => `End temporary access to ${role} now?`,
  endRemoves: (names: string) => `This removes ${names} from the role.`,
  endRemovesNone: 'This removes no one from the role.',
  permanent: 'Permanent',
  temporaryUntil: 'Temporary: until ',
  permanentExcept: (names: string) => `Permanent, except for ${names}: until `,
  ending: 'Temporary: ending now',
  hasEnded: 'Temporary: has ended',
  goesOn: 'Temporary: this end no longer counts, and the access continues',
  nowEnds: 'It now ends ',
  noUndo: 'There is no Undo, because they had the role already. To remove them, use /nexudus role update.',
  keptByOther: (count: number) =>
    count === 1
      ? 'One person keeps the role, because another submission still gives it to them.'
      : `${count} people keep the role, because another submission still gives it to them.`,
  keepRole: (names: string, count: number) =>
    `${names} ${count === 1 ? 'keeps' : 'keep'} the role, because another submission still gives it to them. To remove them now, use /nexudus role update.`,
  notEndedYet: 'Temporary access has not ended yet.',
  keepsTrying: 'The bot keeps trying until it has ended.',
  endGone:
    'The role was deleted in Nexudus, or the bot’s account can’t see it any more. If it still exists, remove these users from it in Nexudus.',
  endPassed:
    'The end of this access came before anyone approved it. Nothing was granted. Choose a later end with Fix and resubmit.',
  endsSoon: (role?: string, names?: string) =>
    `Temporary access${names ? ` of ${names}` : ''}${role ? ` to ${role}` : ''} ends `,
  accessOver: 'This access has already ended, or is ending now.',
  accessUnsure:
    'The bot couldn’t save this in time. Open the list with /nexudus access to see whether it ends, and press the button again if not.',
  endBegun: 'Ending this access now. The bot will post the result.',
  accessHeading: 'Temporary access, soonest end first',
  noAccess: 'No temporary access to show.',
  howToGive: 'To give some, choose a time under “Until” when you add users to a role.',
  moreAccess: (more: number) => `And ${more} more that end later.`,
  moreUsers: (more: number) => `${more} more`,
  someone: (count: number) => (count === 1 ? 'An admin user' : `${count} admin users`),
  endsAt: ' · ends ',
  endsNow: ' · ending now',
  givenBy: ' · requested by ',
} as const;
