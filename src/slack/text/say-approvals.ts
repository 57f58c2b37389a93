// What the bot says about approvals: to requesters, to approvers, and on the card. Style: docs/style.md.

export const approvalSentences = {
  awaiting: 'Sent for approval. The bot will post the outcome. You can close this.',
  isAwaiting: 'is waiting for approval',
  /** The reason stands for the requester to read. */
  deniedByApprover: (reason?: string) => (reason ? `Denied: ${reason}` : 'Denied.'),
  deniedBy: 'Denied by ',
  expired: 'Not approved in time. Submit again if you still need it.',
  /** @param unchanged false after an earlier attempt of unknown outcome */
  unapprovable: (unchanged = true) =>
    `The approval channel can’t be used, so this can’t be approved${unchanged ? ' and nothing was changed' : ''}. Ask the bot’s administrator to check APPROVAL_CHANNEL.`,
  cardRefused:
    'Slack didn’t accept the approval card, so this can’t be approved. Change less at once, then submit again.',
  seePermissions: 'See permissions',
  showMore: 'Show more',
  cutInCard: 'Not everything fits here. Press See permissions before you decide.',
  approvers: 'Approvers: ',
  requestedByHere: 'requested by ',
  approve: 'Approve',
  deny: 'Deny',
  reason: 'Reason',
  reasonHint: 'Shown with the result and on the approval card.',
  noApprover: {
    none: 'This needs approval, and no one who can approve it is in the approval channel. Ask another network administrator to join it.',
    unknown:
      'This needs approval, and the bot can’t look up right now who can approve it. Try again in a minute.',
    'requester-not-in-nexudus':
      'This needs approval by another person, and no admin user in Nexudus has your e-mail address. Ask the bot’s administrator to link your account.',
  },
  needsApproval: 'This grants access, so it needs approval.',
  requestApproval: 'Request approval',
  heldAlready: (names: readonly string[]) => `Already in this role, so left out: ${names.join(', ')}`,
  noEditorLeft:
    'After this, no active admin user can change roles (UserRole-Edit), except full unrestricted administrators. Continue only if you mean it.',
  notYouAnyMore:
    'This takes the permission to change roles from you, so you can’t undo it yourself. Continue only if you mean it.',
  expires: 'Expires ',
  checkingDecision: 'Checking… If nothing appears within a minute, close this and try again.',
  permissions: 'Permissions',
  restOnCard: 'Not everything fits here. Press See permissions on the card before you decide.',
  remind: 'Remind approvers',
  nudge: 'Still waiting for your approval.',
  reminder: 'Reminder from the requester: this is waiting for your approval.',
  nudgeNoOne: 'Still waiting for approval, and no one in this channel can approve it now.',
  /** In a notification: what waits, and who for it. */
  waitsFor: (act: string, requester?: string) =>
    requester ? `${act}, requested by ${requester}.` : `${act}.`,
  reminded: 'The approvers are reminded in the approval channel.',
  remindedBefore: 'The approvers were reminded within the last hour. You can remind them again at ',
  remindableFrom: 'The approvers were reminded. The next reminder is possible from ',
  remindNotYours: 'Only the person who requested this can remind the approvers.',
  notWaitingAnyMore: 'This no longer waits for approval.',
  buttonsFollow: 'The buttons follow in a moment. If they don’t, decide on the newer card.',
  cardSuperseded: 'Replaced by a newer card. Decide on that one.',
  cardGone: 'This can’t be decided here any more. Look for a newer card in the approval channel.',
  approvalsOff:
    'Approvals are switched off now, so nothing is decided here any more. Its requester can cancel what still waits, and submit it again.',
  alreadyDecided: 'This has already been decided, or is no longer open.',
  decisionUnsure: 'Your decision may not have been saved. Check the card in a minute.',
  changedMeanwhile: 'What this grants changed since the card was shown. Review the updated card.',
  mayNotDecide: {
    'is-requester': 'You requested this, so another approver has to decide.',
    'is-added': 'This grants access to you, so another approver has to decide.',
    'may-not-change':
      'You need permission to change roles (UserRole-Edit) at this location to approve or deny this.',
    'not-in-nexudus':
      'No admin user in Nexudus has your e-mail address, so the bot can’t check whether this grants access to you. Ask the bot’s administrator to link your account.',
    'requester-not-in-nexudus':
      'No admin user in Nexudus has the requester’s e-mail address, so the bot can’t check that you are another person. Ask the bot’s administrator to link their account.',
    unknown: 'The bot can’t look up right now whether you can decide this. Try again in a minute.',
  },
} as const;
