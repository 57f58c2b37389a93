import type { Denial } from '../../src/access/access.ts';
import type { Failure } from '../../src/nexudus/failure.ts';
import { operations } from '../../src/operations/index.ts';
import type { Operation } from '../../src/operations/operation.ts';
import type { HomeOnScreen } from '../../src/sandbox/slack/start-slack.ts';
import { denialSentence } from '../../src/slack/text/denial-sentence.ts';
import { failureSentence, waitingReason } from '../../src/slack/text/failure-sentence.ts';
import { say } from '../../src/slack/text/say.ts';

// Where the substance of a test is which sentence a person reads, the test names the sentence. The words themselves are
// asserted once, in test/unit/slack/text, so that a better sentence breaks no test with a bot.

export { say } from '../../src/slack/text/say.ts';

const operation = (id: string): Operation => {
  const found = operations.find((each) => each.id === id);
  if (!found) throw new Error(`There is no operation ${id}`);
  return found;
};

type Anybody = Exclude<Denial['reason'], 'no-permission' | 'location' | 'could-not-ask'>;

/** Why a person may not do anything. */
export const denied = (reason: Anybody, email = ''): string =>
  denialSentence({ allowed: false, reason, email } as Denial);

export const LOCATION_DENIED = denialSentence({ allowed: false, reason: 'location', locations: [] });

/** Of a record that belongs to no single location. */
export const NO_LOCATION_DENIED = denialSentence({ allowed: false, reason: 'location', locations: [null] });

/** What a person with these roles reads, who lacks the permission of the operation. */
export const lacksPermission = (id: string, ...roles: string[]): string =>
  denialSentence(
    { allowed: false, reason: 'no-permission', permission: operation(id).permission, roles },
    operation(id),
  );

const failure = (why: Failure['why'], more: Partial<Failure>): Failure => ({
  why,
  passing: true,
  mayHaveActed: false,
  answered: true,
  ...more,
});

/** What a person reads when what they may do can't be asked. */
export const accessUnknown = (why: Failure['why']): string =>
  denialSentence({ allowed: false, reason: 'could-not-ask', failure: failure(why, {}) });

/** What went wrong with an operation. */
export const failed = (why: Failure['why'], id: string, more: Partial<Failure> = {}): string =>
  failureSentence(failure(why, more), operation(id));

/** Why an operation waits. */
export const waitingFor = (why: Failure['why'], id: string): string =>
  waitingReason(failure(why, {}), operation(id));

/** The modal holds nothing yet but the word that it opens or loads. */
export const isOpening = (modal: Pick<HomeOnScreen, 'text'>): boolean =>
  [say.opening, 'Loading…'].some((text) => modal.text().includes(text));

/** Sentences that other rooms say of a field, each by a few words of it. */
export const SAID = {
  notOnTheList: 'Choose from the list',
  mayNotListPeople: 'permission to list admin users',
  ownRole: 'bot’s own account holds this role',
  ownAccount: 'bot never gives itself a role',
  grantsMore: 'would now grant more',
  heldAlready: 'already has this role',
  notActive: 'is not active in Nexudus',
  allHeld: 'has this role already',
  ownRolesUnknown: 'which roles the bot’s own account holds',
  unmatched: 'Nexudus has no admin user with the e-mail address of',
  bothTicked: 'are both ticked',
} as const;
