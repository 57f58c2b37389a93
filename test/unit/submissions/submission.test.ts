import { describe, expect, test } from '@jest/globals';
import { HIDDEN, UNSURE } from '../../../src/nexudus/failure.ts';
import {
  hasUnknownOutcome,
  outlineOf,
  recordNameOf,
  type Standing,
} from '../../../src/submissions/submission.ts';
import { submissionRecord } from '../worst-case.ts';

const outcome = (rehearsed: boolean, sent = {}) => ({ message: '', sent, rehearsed });
const SINCE = 1_760_000_000_000;

test.each<[Standing, number | undefined, string]>([
  [{ status: 'running' }, undefined, 'running'],
  [{ status: 'succeeded', outcome: outcome(false) }, undefined, 'succeeded'],
  [{ status: 'succeeded', outcome: outcome(true) }, undefined, 'rehearsed'],
  [{ status: 'denied', approver: 'U0PRIYA00' }, undefined, 'denied-by-approver'],
  [{ status: 'denied', decision: { allowed: false, reason: 'guest' } }, undefined, 'denied'],
  [{ status: 'cancelled' }, undefined, 'cancelled'],
  [{ status: 'failed', failure: UNSURE }, undefined, 'unknown-outcome'],
  [{ status: 'failed', failure: HIDDEN }, undefined, 'failed'],
  [{ status: 'failed', unapprovable: 'channel' }, undefined, 'failed'],
  [{ status: 'waiting', failure: UNSURE, until: 9 }, SINCE, 'waiting'],
  [{ status: 'cancelled' }, SINCE, 'unknown-outcome'],
  [{ status: 'succeeded', outcome: outcome(false) }, SINCE, 'succeeded'],
])(
  'a submission that is %j, with an attempt of unknown outcome since %s, is told as that',
  (standing, since, announced) => {
    expect(outlineOf(submissionRecord({ ...standing, unknownOutcomeSince: since }))).toBe(announced);
  },
);

test.each<[Standing, number | undefined, boolean]>([
  [{ status: 'running' }, undefined, false],
  [{ status: 'running' }, SINCE, true],
  [{ status: 'rejected', problems: {}, others: [] }, SINCE, true],
  [{ status: 'succeeded', outcome: outcome(false) }, SINCE, false],
  [{ status: 'failed', failure: UNSURE }, undefined, true],
  [{ status: 'failed', failure: HIDDEN }, undefined, false],
])('Nexudus may have been changed by what is %j, with an attempt since %s: %s', (standing, since, may) => {
  expect(hasUnknownOutcome(submissionRecord({ ...standing, unknownOutcomeSince: since }))).toBe(may);
});

describe('a submission’s record is named', () => {
  const succeeded = (sent: object): Standing => ({ status: 'succeeded', outcome: outcome(false, sent) });
  const base = { Id: 3, Name: 'Acme' };
  const input = { name: 'Asked for' };
  test.each([
    ['as it is afterwards', { ...succeeded({ Name: 'Acme Ltd' }), base, input }, 'Acme Ltd'],
    [
      'as it was, where it was rejected',
      { status: 'rejected' as const, problems: {}, others: [], base, input },
      'Acme',
    ],
    ['as it was, while it runs', { status: 'running' as const, base, input }, 'Acme'],
    ['as was asked, where there was none before', { status: 'running' as const, input }, 'Asked for'],
    ['not at all, where nothing tells', { status: 'running' as const, input: { team: 3 } }, undefined],
    ['not by what is no text', { ...succeeded({ Name: 7 }), input: {} }, undefined],
  ])('%s', (_what, more, name) => {
    expect(recordNameOf(submissionRecord(more))).toBe(name);
  });
});
