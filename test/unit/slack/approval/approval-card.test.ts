import { describe, expect, test } from '@jest/globals';
import { addUsersToRole } from '../../../../src/operations/role.ts';
import type { CardPhase } from '../../../../src/requests/approval-journal.ts';
import type { Ending } from '../../../../src/requests/ending.ts';
import { approvalCard } from '../../../../src/slack/approval/approval-card.ts';
import { requestRow } from '../../worst-case.ts';

const UNSURE = '⚠️ Nexudus gave no usable answer: check there whether it was done';

describe('a card that is over', () => {
  test.each<[Exclude<CardPhase, 'awaiting'>, string, string]>([
    ['approved', '🟢 Approved, under way', '🟢 Approved, under way'],
    ['succeeded', '✅ Approved and done', '✅ Approved and done'],
    ['refused', '⛔ Approved, but it was refused', UNSURE],
    ['denied', '⛔ Approved, but no longer allowed', UNSURE],
    ['failed', '⛔ Approved, but it could not be done', UNSURE],
    ['cancelled', '⚪ Cancelled before it was done', UNSURE],
    ['expired', '⚪ Not approved within 24 hours', UNSURE],
  ])('%s says so, and after a try of unknown end only what is known', (phase, known, unsure) => {
    const titleOf = (silent_since: number | null) =>
      JSON.stringify(
        approvalCard(requestRow({ silent_since }), addUsersToRole, phase, undefined, []).blocks[0],
      );
    expect(titleOf(null)).toContain(`"${known}"`);
    expect(titleOf(1_760_000_000_000)).toContain(`"${unsure}"`);
  });

  test.each<[string, Ending, 'denied' | 'succeeded', string, string]>([
    [
      'a no',
      { kind: 'turned-down', by: 'U0PRIYA00' },
      'denied',
      '⛔ Not done: it was denied',
      '. Denied by ',
    ],
    [
      'a permission lost after the yes',
      { kind: 'denied', decision: { allowed: false, reason: 'guest' } },
      'denied',
      '⛔ Approved, but no longer allowed',
      '. Approved by ',
    ],
    [
      'a rehearsal',
      { kind: 'succeeded', outcome: { message: '', sent: {}, rehearsed: true } },
      'succeeded',
      '📝 Approved and rehearsed, nothing was changed',
      '. Approved by ',
    ],
  ])('says what came of it: %s', (_what, ending, phase, title, by) => {
    const row = requestRow({ state: phase, ending: JSON.stringify(ending), approver: 'U0PRIYA00' });
    const shown = JSON.stringify(approvalCard(row, addUsersToRole, phase, undefined, []).blocks[0]);
    expect(shown).toContain(`"${title}"`);
    expect(shown).toContain(`"${by}"`);
  });

  test('names the role, on one line', () => {
    const row = requestRow({ base: JSON.stringify({ Name: 'Front\ndesk' }), requester: 'U0ANA0000' });
    const { blocks, text } = approvalCard(row, addUsersToRole, 'succeeded', undefined, []);
    expect(JSON.stringify(blocks)).toContain('Add users to role: Front desk, requested by ');
    expect(text).not.toContain('Front');
  });
});
