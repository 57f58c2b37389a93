import { describe, expect, test } from '@jest/globals';
import { switchedOff, UNSURE } from '../../../../src/nexudus/failure.ts';
import { addUsersToRole } from '../../../../src/operations/role.ts';
import { drawCard } from '../../../../src/slack/approval/draw-card.ts';
import type { Standing } from '../../../../src/submissions/submission.ts';
import { submissionRecord } from '../../worst-case.ts';

const UNKNOWN = '⚠️ Outcome unknown';
const outcome = (rehearsed: boolean) => ({ message: '', sent: {}, rehearsed });
const UNDER_WAY = '🟢 Approved, under way';

describe('a card', () => {
  test.each<[Standing, string, string]>([
    [{ status: 'queued' }, UNDER_WAY, UNDER_WAY],
    [{ status: 'running' }, UNDER_WAY, UNDER_WAY],
    [{ status: 'waiting', failure: UNSURE, until: 9 }, UNDER_WAY, UNDER_WAY],
    [{ status: 'succeeded', outcome: outcome(false) }, '✅ Approved and done', '✅ Approved and done'],
    [{ status: 'rejected', problems: {}, others: [] }, '⛔ Approved, but not applied', UNKNOWN],
    [{ status: 'invalid', problems: {} }, '⛔ Approved, but not applied', UNKNOWN],
    [
      { status: 'denied', decision: { allowed: false, reason: 'guest' } },
      '⛔ Approved, but not applied',
      UNKNOWN,
    ],
    [{ status: 'failed', failure: UNSURE }, '⛔ Approved, but not applied', UNKNOWN],
    [{ status: 'cancelled' }, '⚪ Cancelled', UNKNOWN],
    [{ status: 'expired' }, '⚪ Not approved in time', UNKNOWN],
  ])(
    'of %j says so, and after an attempt of unknown outcome only what is known',
    (standing, known, unknown) => {
      const titleOf = (unknownOutcomeSince?: number) =>
        JSON.stringify(
          drawCard(
            submissionRecord({ ...standing, unknownOutcomeSince, decidedBy: 'U0PRIYA00' }),
            addUsersToRole,
            undefined,
          ).blocks[0],
        );
      expect(titleOf()).toContain(`"${known}"`);
      expect(titleOf(1_760_000_000_000)).toContain(`"${unknown}"`);
    },
  );

  test.each<[string, Standing, string, string]>([
    ['a denial', { status: 'denied', approver: 'U0PRIYA00' }, '⛔ Denied', ' by '],
    [
      'a permission lost after the approval',
      { status: 'denied', decision: { allowed: false, reason: 'guest' } },
      '⛔ Approved, but not applied',
      ', approved by ',
    ],
    [
      'a rehearsal',
      { status: 'succeeded', outcome: outcome(true) },
      '📝 Approved and rehearsed, nothing was changed',
      ', approved by ',
    ],
  ])('says what came of it: %s', (_what, standing, title, by) => {
    const submission = submissionRecord({ ...standing, decidedBy: 'U0PRIYA00' });
    const shown = JSON.stringify(drawCard(submission, addUsersToRole, undefined).blocks[0]);
    expect(shown).toContain(`"${title}"`);
    expect(shown).toContain(`"${by}"`);
  });

  test('of what was never approved doesn’t say that it was', () => {
    const failure = switchedOff(false);
    const submission = submissionRecord({ status: 'failed', failure });
    const shown = JSON.stringify(drawCard(submission, addUsersToRole, undefined));
    expect(shown).toContain('"⛔ Not approved"');
    expect(shown).toContain('": This action is switched off now.');
  });

  test('says why an approver denied it', () => {
    const submission = submissionRecord({
      status: 'denied',
      approver: 'U0PRIYA00',
      reason: 'Not Leo',
      decidedBy: 'U0PRIYA00',
    });
    expect(JSON.stringify(drawCard(submission, addUsersToRole, undefined))).toContain('": Not Leo"');
  });

  test('that is over has no buttons, and one that asks has them', () => {
    const buttons = (standing: Standing) =>
      JSON.stringify(drawCard(submissionRecord(standing), addUsersToRole, undefined)).match(
        /"action_id":"[a-z-]+"/g,
      );
    expect(buttons({ status: 'awaiting-approval', until: 9 })).toEqual([
      '"action_id":"approve"',
      '"action_id":"deny"',
    ]);
    expect(buttons({ status: 'expired' })).toBeNull();
  });

  test('names the role, on one line', () => {
    const submission = submissionRecord({
      status: 'succeeded',
      outcome: outcome(false),
      base: { Id: 5, Name: 'Front\ndesk' },
      requester: 'U0ANA0000',
    });
    const { blocks, text } = drawCard(submission, addUsersToRole, undefined);
    expect(JSON.stringify(blocks)).toContain('Add users to role: Front desk · requested by ');
    expect(text).not.toContain('Front');
  });
});
