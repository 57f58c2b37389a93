// What the bot says about approvals: to who asks, to who decides, and on the card. The style is that of say.ts.

export const approvalSentences = {
  awaiting: 'Waiting for approval. The outcome comes to the channel. You may close this.',
  isAwaiting: 'is waiting for approval',
  turnedDown: (reason?: string) => (reason ? `Denied: ${reason}` : 'Denied, without a reason.'),
  expired: 'Not approved within 24 hours. Submit again if you still need it.',
  /** @param unchanged false after an earlier try that got no answer */
  unapprovable: (unchanged = true) =>
    `The approval channel can’t be reached, so nobody can approve this${unchanged ? ' and nothing was changed' : ''}. Tell whoever runs this bot to check APPROVAL_CHANNEL.`,
  cardRefused: 'Slack did not take the card that asks for approval. Change less at once, then submit again.',
  seeAll: 'See everything',
  showMore: 'Show more',
  cutInCard: 'Not everything fits here. Press See everything before you decide.',
  noApprover: {
    none: 'This needs approval, and nobody else in the approval channel can give it. Ask a network administrator to join the channel.',
    unknown:
      'This needs approval, and the bot can’t look up right now who can give it. Try again in a minute.',
    'requester-not-in-nexudus':
      'This needs approval by another person, and no admin user in Nexudus has your e-mail address, so the bot can’t tell you apart from the approvers. Ask the bot’s administrator to link your account (NEXUDUS_LOGINS).',
  },
  needsYes: 'This grants access, so it needs approval. Continue to ask for it in the approval channel.',
  heldAlready: (names: readonly string[]) =>
    `Already in this role, so left out of this request: ${names.join(', ')}`,
  noEditorLeft:
    'After this, no active admin user can change roles (UserRole-Edit) any more, except full unrestricted administrators. Continue only if you mean it.',
  notYouAnyMore:
    'This takes the permission to change roles from you, so you can’t undo it yourself. Continue only if you mean it.',
  approvalEnds: 'expires 24 hours after the request',
  buttonsFollow: 'The buttons follow in a moment. If they don’t, decide on the newer card.',
  cardSuperseded: 'Replaced by a newer card. Nothing is decided here.',
  alreadyDecided: 'This was decided already, or is over.',
  decisionUnsure: 'Your decision may not have been saved. Check the card in a minute.',
  changedMeanwhile:
    'This request or its role changed since the card was shown. Review the updated card, then decide.',
  mayNotDecide: {
    'is-requester': 'You requested this, so another approver has to decide.',
    'is-added': 'This grants access to you, so another approver has to decide.',
    'may-not-change':
      'You can’t decide on this: approvers need the right to make this change themselves in Nexudus.',
    'not-in-nexudus':
      'No admin user in Nexudus has your e-mail address, so the bot can’t check whether this grants access to you. Ask the bot’s administrator to link your account (NEXUDUS_LOGINS).',
    'requester-not-in-nexudus':
      'No admin user in Nexudus has the requester’s e-mail address, so the bot can’t check that you are another person. Ask the bot’s administrator to link their account (NEXUDUS_LOGINS).',
    unknown: 'The bot can’t look up right now whether you may decide. Try again in a minute.',
  },
} as const;
