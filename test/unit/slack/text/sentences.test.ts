import { expect, test } from '@jest/globals';
import type { Denial } from '../../../../src/access/access.ts';
import type { Failure } from '../../../../src/nexudus/failure.ts';
import { endAccess } from '../../../../src/operations/end-access.ts';
import { renameTeam } from '../../../../src/operations/team.ts';
import { createVideoRoom, updateVideoRoom } from '../../../../src/operations/video-room.ts';
import { asCaused } from '../../../../src/slack/text/caused.ts';
import { denialSentence } from '../../../../src/slack/text/denial-sentence.ts';
import {
  failureReason,
  failureSentence,
  waitingReason,
} from '../../../../src/slack/text/failure-sentence.ts';
import { historyWord } from '../../../../src/slack/text/result-title.ts';
import { say } from '../../../../src/slack/text/say.ts';
import { submissionRecord } from '../../worst-case.ts';

// The words themselves, in one place: tests with a bot name a sentence and don't repeat it. After rewording, read what
// `npm test -- test/unit/slack/text -u` changes in __snapshots__.

type Made = {
  [K in keyof typeof say]: (typeof say)[K] extends (...given: never[]) => string ? K : never;
}[keyof typeof say];

// A sentence that is made and has no line here does not compile.
const MADE: Record<Made, string[]> = {
  seeHistory: [
    say.seeHistory({ isAdmin: true, createsRooms: true }),
    say.seeHistory({ isAdmin: false, createsRooms: false }),
  ],
  history: [say.history(''), say.history('all'), say.history('Acme')],
  notShown: [say.notShown('R1')],
  clash: [say.clash(['Name']), say.clash(['Name', 'Maximum members'])],
  elsewhere: [say.elsewhere(['Name', 'Logo URL'], 'Images')],
  notOne: [
    say.notOne('teams', 'Acm', 0),
    say.notOne('teams', 'Acm', 1),
    say.notOne('businesses', 'S', 2),
    say.notOne('teams', 'S'),
  ],
  discarded: [say.discarded(), say.discarded('Northwind')],
  nothingInHistory: [say.nothingInHistory(''), say.nothingInHistory('Zzz')],
  keepRole: [say.keepRole('Leo Brandt', 1), say.keepRole('Leo Brandt and 3 more', 4)],
  moreUsers: [say.moreUsers(3)],
  endsSoon: [say.endsSoon('Reception', 'Leo Brandt'), say.endsSoon()],
  endOf: [say.endOf('Reception')],
  endRemoves: [say.endRemoves('Leo Brandt')],
  undoOf: [say.undoOf('Renamed Acme to Acme Ltd', 'NX-7F3K2MQ')],
  cantUndo: [say.cantUndo(['Logo URL']), say.cantUndo(['Logo URL', 'Remove image 1'])],
  undoneAlready: [say.undoneAlready('NX-7F3K2MQ')],
  undoUnderWay: [say.undoUnderWay('NX-7F3K2MQ')],
  seeMessage: [say.seeMessage('NX-7F3K2MQ')],
  more: [say.more(1040)],
  fromNexudus: [say.fromNexudus('Saved, and the door code was renewed.')],
  leftovers: [say.leftovers(['Paris', 'colour=blue'])],
  clears: [say.clears(['Description']), say.clears(['Description', 'Profile tags'])],
  turnsOff: [say.turnsOff(['Share passes']), say.turnsOff(['Visible', 'Archived'])],
  leaveOn: [say.leaveOn(1), say.leaveOn(2)],
  undoGone: [say.undoGone('Nothing was changed.')],
  mayClear: [say.mayClear(['Description']), say.mayClear(['Description', 'Profile tags'])],
  keep: [say.keep(1), say.keep(2)],
  alreadyDone: [say.alreadyDone('NX-7F3K2MQ'), say.alreadyDone('NX-7F3K2MQ', true)],
  endedBefore: [say.endedBefore('NX-7F3K2MQ')],
  endedUnsure: [say.endedUnsure('NX-7F3K2MQ')],
  conflictingResubmission: [say.conflictingResubmission('NX-7F3K2MQ')],
  unknownCommand: [say.unknownCommand('hlep', 'help'), say.unknownCommand('fly me')],
  cut: [say.cut(1500)],
  current: [
    say.current('users', 0, []),
    say.current('members', 1204, []),
    say.current('users', 2, ['Ana Ruiz', 'Leo Brandt']),
    say.current('users', 1204, ['Ana Ruiz', 'Leo Brandt']),
    say.current('members', 1, ['Bartholomew Fitzgerald-Wolverhampton van der Westhuizen-Montgomery']),
  ],
  typeMore: [say.typeMore(100, 1040)],
  pickerNothing: [say.pickerNothing(true), say.pickerNothing(false)],
  unexpected: [say.unexpected('R1')],
  differing: [say.differing(['Name', 'Location'])],
  unrecorded: [say.unrecorded(true), say.unrecorded(false)],
  unrecordedClick: [say.unrecordedClick(true), say.unrecordedClick(false)],
  twins: [say.twins([1_414_200_002]), say.twins([1_414_200_002, 1_414_200_003])],
  mayAlsoExist: [say.mayAlsoExist(['Den']), say.mayAlsoExist(['Den', 'Green room'])],
  mayExist: [say.mayExist(['Den']), say.mayExist(['Den', 'Green room'])],
  moreInHistory: [say.moreInHistory(20)],
  lookedThrough: [say.lookedThrough(5000)],
  deniedByApprover: [say.deniedByApprover(), say.deniedByApprover('Leo left')],
  unapprovable: [say.unapprovable(), say.unapprovable(false)],
  undoneAndBack: [say.undoneAndBack('undone (NX-7F3K2MQ)', 'redone (NX-2222222)', 'Undo')],
  waitsFor: [say.waitsFor('Add users to Reception', 'Ana Ruiz'), say.waitsFor('Extend access to Reception')],
  permanentExcept: [say.permanentExcept('Leo Brandt'), say.permanentExcept('5 of them')],
  keptByOther: [say.keptByOther(1), say.keptByOther(3)],
  moreAccess: [say.moreAccess(4)],
  someone: [say.someone(1), say.someone(2)],
  homeMoreIn: [say.homeMoreIn(3)],
  heldAlready: [say.heldAlready(['Sam Field', 'Leo Brandt'])],
};

const email = 'ana@example.com';
const failure = (why: Failure['why'], mayHaveActed = false): Failure => ({
  why,
  passing: true,
  mayHaveActed,
  answered: true,
  properties: ['Name'],
  lookAlikes: [
    { id: 3, name: 'Den', createdOn: '2026-11-26T06:02:00Z', differing: ['NumberOfParticipants'] },
  ],
});

const DENIALS: { [R in Denial['reason']]: Denial & { reason: R } } = {
  guest: { allowed: false, reason: 'guest' },
  bot: { allowed: false, reason: 'bot' },
  deactivated: { allowed: false, reason: 'deactivated' },
  stranger: { allowed: false, reason: 'stranger' },
  'no-email': { allowed: false, reason: 'no-email' },
  'unconfirmed-email': { allowed: false, reason: 'unconfirmed-email' },
  'no-user': { allowed: false, reason: 'no-user', email },
  'several-users': { allowed: false, reason: 'several-users', email },
  'inactive-user': { allowed: false, reason: 'inactive-user', email },
  'no-roles': { allowed: false, reason: 'no-roles', email },
  'no-permission': { allowed: false, reason: 'no-permission', permission: 'Team-Edit', roles: ['Bar'] },
  location: { allowed: false, reason: 'location', locations: [7] },
  'no-group': { allowed: false, reason: 'no-group' },
  'no-roles-group': { allowed: false, reason: 'no-roles-group' },
  'could-not-ask': { allowed: false, reason: 'could-not-ask', failure: failure('unreachable') },
};

const FAILURES: Record<Failure['why'], true> = {
  throttled: true,
  unreachable: true,
  chat: true,
  store: true,
  'switched-off': true,
  'writes-off': true,
  refused: true,
  unsure: true,
  'bot-denied': true,
  'bot-sign-in': true,
  gone: true,
  hidden: true,
  'look-alike': true,
  twin: true,
  incomplete: true,
  inexact: true,
  unexpected: true,
};

test('what the bot says', () => {
  const said = Object.fromEntries(
    Object.entries(say).map(([key, value]) => [key, MADE[key as Made] ?? value]),
  );
  expect(said).toMatchSnapshot();
});

test('a submission that no form was sent for', () => {
  const kinds = ['undo', 'redo', 'deactivate', 'reactivate'] as const;
  const said = kinds.map((kind) =>
    asCaused(submissionRecord({ cause: { kind, of: 'a:1' } }), updateVideoRoom),
  );
  expect(said.map(({ title, act, done }) => [title, act, done])).toEqual([
    ['Undo: Update video room', 'undo the change of', 'Undone'],
    ['Redo: Update video room', 'redo the change of', 'Redone'],
    ['Deactivate video room', 'deactivate', 'Deactivated'],
    ['Reactivate video room', 'reactivate', 'Reactivated'],
  ]);
  const redo = submissionRecord({ cause: { kind: 'redo', of: 'a:1' } });
  expect(asCaused(redo, updateVideoRoom, 'Add users to role').title).toBe('Redo: Add users to role');
});

test('how a line of the history begins', () => {
  const invalid = submissionRecord({ status: 'invalid', problems: {} });
  expect(historyWord(invalid)).toBe('Not done');
  expect(historyWord({ ...invalid, unknownOutcomeSince: 1 })).toBe('Outcome unknown');
});

test('why a person may not', () => {
  expect(Object.values(DENIALS).map((denial) => denialSentence(denial, renameTeam))).toMatchSnapshot();
});

test('what went wrong, of an update and of a new record; and why one waits', () => {
  const said = (Object.keys(FAILURES) as Failure['why'][]).map((why) => ({
    why,
    update: failureSentence(failure(why), renameTeam),
    create: failureSentence(failure(why), createVideoRoom),
    afterAnUnknownOutcome: failureSentence(failure(why, true), createVideoRoom),
    waits: waitingReason(failure(why), createVideoRoom),
    endOfAccessWaits: failureReason(failure(why), endAccess),
  }));
  expect(said).toMatchSnapshot();
});
