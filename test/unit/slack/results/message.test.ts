import { describe, expect, test } from '@jest/globals';
import { UNSURE } from '../../../../src/nexudus/failure.ts';
import { addUsersToRole } from '../../../../src/operations/role.ts';
import { renameTeam } from '../../../../src/operations/team.ts';
import { createVideoRoom } from '../../../../src/operations/video-room.ts';
import { readMrkdwn } from '../../../../src/sandbox/slack/read-mrkdwn.ts';
import { lateReply, resultMessage, unformatted } from '../../../../src/slack/results/message.ts';
import { say } from '../../../../src/slack/text/say.ts';
import type { Standing, Submission, Succeeded } from '../../../../src/submissions/submission.ts';
import { submissionRecord } from '../../worst-case.ts';

const everybody = { nameOf: () => 'somebody', idOf: (word: string) => `id of ${word}` };

describe('the text for notifications', () => {
  test.each([
    'Acme & Sons',
    '*bold*',
    '_x_ and _y z_',
    '~gone~',
    '`code`',
    '```code```',
    '> quote',
    'a\n> quote',
    '&gt; quote',
    '@here',
    'x @channel',
    '@ana',
    '#ops',
    '<!channel>',
    '<!here|here>',
    '<@U012ABC>',
    '<#C012ABC|ops>',
    '<!subteam^S012|@team>',
    '<https://evil.example|click>',
    'https://evil.example/a',
    'mailto:a@b.example',
    ':tada:',
    '&lt;!channel&gt;',
    '*_~`*',
    'O’Brien’s "room"',
  ])('mentions no one and formats nothing: %j', (text) => {
    const { mentions, formatted, plain } = readMrkdwn(unformatted(text), everybody, 'full');
    expect({ mentions, formatted }).toEqual({ mentions: [], formatted: [] });
    // What people read is what was written, but for thin spaces, line breaks and backticks.
    const bare = plain.replace(/[\u200A\u200B]/g, '').replaceAll('\u02CB', '`');
    expect(bare).toBe(text.replaceAll('\n', ' '));
  });

  test('leaves common text as it is', () => {
    expect(unformatted('✅ Video room created (NX-7F3K2MQ), 8 people; Zoë’s 🚀')).toBe(
      '✅ Video room created (NX-7F3K2MQ), 8 people; Zoë’s 🚀',
    );
  });

  test('stays within what Slack advises', () => {
    expect(unformatted('<'.repeat(3000))).toHaveLength(4000);
  });
});

describe('the message of a result', () => {
  const succeeded = (more: object = {}): Succeeded => ({
    status: 'succeeded',
    outcome: {
      id: 3,
      message: 'Team was successfully updated.',
      before: { Id: 3, Name: 'Acme' },
      sent: { Name: 'Acme Ltd' },
      rehearsed: false,
      ...more,
    },
    verification: {
      changes: [{ label: 'New name', private: false, before: 'Acme', after: 'Acme Ltd' }],
      differing: [],
      unverified: false,
    },
  });
  const announcementOf = (standing: Standing, repeated = false, more: Partial<Submission> = {}) => ({
    submission: submissionRecord({ ...standing, ...more }),
    operation: renameTeam,
    repeated,
  });
  const messageOf = (
    standing: Standing,
    repeated = false,
    more: Partial<Submission> = {},
    replaces = false,
  ) => resultMessage(announcementOf(standing, repeated, more), 'channel', replaces);
  const shown = (message: { blocks: unknown[] }) => JSON.stringify(message.blocks);

  test('of a success, whole', () => {
    expect(messageOf(succeeded())).toEqual({
      text: '✅ Renamed Acme to Acme Ltd (NX-7F3K2MQ)',
      blocks: [
        {
          type: 'rich_text',
          elements: [
            {
              type: 'rich_text_section',
              elements: [
                { type: 'text', text: '✅ ' },
                { type: 'text', text: 'Renamed Acme to Acme Ltd', style: { bold: true } },
              ],
            },
          ],
        },
        {
          type: 'context',
          elements: [
            {
              type: 'mrkdwn',
              text: 'By <@U0ANA0000> · <!date^1760000000^{date_short_pretty} at {time}|2025-10-09 08:53 UTC> · NX-7F3K2MQ',
              verbatim: true,
            },
          ],
        },
      ],
    });
  });

  test('of a rehearsal says that nothing was changed', () => {
    const message = messageOf(succeeded({ rehearsed: true }));
    expect(message.text.replace(/\u200B/g, '')).toBe(
      '📝 Rehearsed, not saved: Renamed Acme to Acme Ltd. Rehearsal: saving to Nexudus is switched off, so nothing was changed. (NX-7F3K2MQ)',
    );
    expect(shown(message)).toContain('nothing was changed. Would change:');
    expect(shown(message)).not.toContain('Nexudus: Team');
  });

  test('of a rejection is one compact line', () => {
    const rejected: Standing = {
      status: 'rejected',
      problems: { newName: 'New name is taken.' },
      others: ['Not today.'],
      forAll: true,
    };
    expect(shown(messageOf(rejected))).toContain('Nexudus refused: New name is taken. Not today.');
    expect(messageOf(rejected, false, { base: { Id: 1, Name: 'Acme' } }).text).toBe(
      '⛔ Couldn’t rename Acme. Nexudus refused\u200B:\u200B New name is taken. Not today. (NX-7F3K2MQ)',
    );
  });

  test.each<[Standing, string]>([
    [{ status: 'cancelled' }, 'Rename Acme: cancelled'],
    [{ status: 'expired' }, 'Rename Acme: expired'],
    [{ status: 'denied', approver: 'U0PRIYA00' }, 'Rename Acme: denied'],
    // A person who may not do it may not know the record either.
    [{ status: 'denied', decision: { allowed: false, reason: 'guest' } }, 'Couldn’t rename the team'],
    [{ status: 'invalid', problems: { newName: 'Enter a name.' } }, 'Couldn’t rename Acme'],
    [{ status: 'rejected', problems: {}, others: ['Not today.'] }, 'Couldn’t rename Acme'],
  ])('names the record, and never says of an unknown outcome that it was not done: %j', (standing, title) => {
    const base = { Id: 1, Name: 'Acme' };
    expect(shown(messageOf(standing, false, { base }))).toContain(`"${title}"`);
    const blocks = shown(messageOf(standing, false, { base, unknownOutcomeSince: 1_760_000_000_000 }));
    expect(blocks).toMatch(/"Rename (Acme|team): outcome unknown"/);
    expect(blocks).toContain('An earlier attempt may have gone through. Check the record in Nexudus.');
    expect(shown(resultMessage(announcementOf(standing, false, { base }), 'strangers'))).not.toContain(
      'Acme',
    );
  });

  test('says who cancelled it, and who denied it why', () => {
    const cancelled = shown(messageOf({ status: 'cancelled', by: 'U0PRIYA00' }));
    expect(cancelled).toContain(
      'cancelled","style":{"bold":true}},{"type":"text","text":" by "},{"type":"user","user_id":"U0PRIYA00"}',
    );
    const denied = shown(messageOf({ status: 'denied', approver: 'U0PRIYA00', reason: 'Not Leo' }));
    expect(denied).toContain(
      'denied","style":{"bold":true}},{"type":"text","text":" by "},{"type":"user","user_id":"U0PRIYA00"},{"type":"text","text":": Not Leo"}',
    );
    // The title says something else where its outcome is unknown.
    const unknown = shown(
      messageOf({ status: 'denied', approver: 'U0PRIYA00' }, false, {
        unknownOutcomeSince: 1_760_000_000_000,
      }),
    );
    expect(unknown).toContain('Denied by "},{"type":"user","user_id":"U0PRIYA00"}');
  });

  test('of a success has Nexudus’s message only where that adds something', () => {
    expect(shown(messageOf(succeeded()))).not.toContain('Nexudus: ');
    const message = 'Team was successfully updated, and its door code was renewed.';
    expect(shown(messageOf(succeeded({ message })))).toContain(`Nexudus: ${message}`);
  });

  test('that waits says for what, and until when', () => {
    const until = 1_760_000_000_000;
    const more = { base: { Id: 1, Name: 'Acme' } };
    const awaiting = shown(messageOf({ status: 'awaiting-approval', until }, false, more));
    expect(awaiting).toContain('"Rename Acme is waiting for approval"');
    expect(awaiting).toContain(
      'Expires "},{"type":"date","timestamp":1760000000,"format":"{date_short_pretty} at {time}"',
    );
    expect(shown(messageOf({ status: 'waiting', failure: UNSURE, until }, false, more))).toContain(
      '"Rename Acme is waiting for Nexudus"',
    );
  });

  test('says only to the requester what they lack', () => {
    const announcement = announcementOf({ status: 'denied', decision: { allowed: false, reason: 'guest' } });
    expect(shown(resultMessage(announcement, 'requester'))).toContain(
      'Guests of this Slack can’t use this bot.',
    );
    expect(shown(resultMessage(announcement, 'channel'))).not.toContain('Guests');
    expect(shown(resultMessage(announcement, 'strangers'))).not.toContain('Guests');
  });

  test('names what Nexudus saved differently, and what could not be read', () => {
    const verification = { changes: [], differing: ['Name', 'Location'], unverified: true };
    const blocks = shown(messageOf({ ...succeeded(), verification }));
    expect(blocks).toContain('Nexudus saved a different value for Name, Location.');
    expect(blocks).toContain('The bot couldn’t read the record again to check it.');
  });

  test('links no record for people of other organisations: its address holds its id', () => {
    const linked = { ...announcementOf(succeeded()), url: 'https://dashboard.example/teams/3' };
    expect(shown(resultMessage(linked, 'channel'))).toContain('dashboard.example');
    expect(shown(resultMessage(linked, 'strangers'))).not.toContain('dashboard.example');
    const rejected: Standing = { status: 'rejected', problems: { newName: 'is taken' }, others: [] };
    const refused = {
      ...announcementOf(rejected, false, { base: { Id: 3, Name: 'Acme' } }),
      url: linked.url,
    };
    expect(shown(resultMessage(refused, 'channel'))).toContain('dashboard.example');
    expect(shown(resultMessage(refused, 'strangers'))).not.toContain('dashboard.example');
  });

  test('tells people of other organisations where to look, and nothing that isn’t so', () => {
    const differing = { changes: [], differing: ['Name'], unverified: false };
    const blocks = shown(
      resultMessage(announcementOf({ ...succeeded(), verification: differing }), 'strangers'),
    );
    expect(blocks).toContain('⚠️ Check the record in Nexudus.');
    expect(blocks).not.toContain('couldn’t read');
    const until = Date.UTC(2028, 11, 4, 17);
    const given = {
      submission: submissionRecord({ ...succeeded(), input: { role: 3, until }, kept: 2 }),
      operation: addUsersToRole,
      repeated: false,
    };
    const mine = shown(resultMessage(given, 'channel'));
    for (const said of [say.temporaryUntil, String(until / 1000), say.keptByOther(2)]) {
      expect(mine).toContain(said);
      expect(shown(resultMessage(given, 'strangers'))).not.toContain(said);
    }
    const rehearsed = shown(resultMessage(announcementOf(succeeded({ rehearsed: true })), 'strangers'));
    expect(rehearsed).toContain('nothing was changed.');
    expect(rehearsed).not.toContain('Would change');
  });

  test('that waits for something else than Nexudus doesn’t name it', () => {
    const waiting = (why: 'chat' | 'store' | 'twin') =>
      shown(
        messageOf({ status: 'waiting', failure: { ...UNSURE, why }, until: 9 }, false, {
          base: { Id: 1, Name: 'Acme' },
        }),
      );
    expect(waiting('chat')).toContain('"Rename Acme is waiting"');
    expect(waiting('twin')).toContain('"Rename Acme is waiting"');
    expect(waiting('store')).toContain('"Rename Acme is waiting"');
  });

  test('that may stand there twice says so, unless it takes the place of the first', () => {
    expect(shown(messageOf(succeeded(), true))).toContain('NX-7F3K2MQ · Posted again after a restart');
    expect(shown(messageOf(succeeded(), true, {}, true))).not.toContain('Posted again');
    expect(shown(messageOf(succeeded(), false))).not.toContain('Posted again');
    // A direct message stands beside it and takes the place of nothing.
    expect(shown(resultMessage(announcementOf(succeeded(), true), 'requester'))).toContain(
      'Posted again after a restart',
    );
  });

  test('names who approved it', () => {
    const blocks = shown(messageOf(succeeded(), false, { decidedBy: 'U0PRIYA00' }));
    expect(blocks).toContain('Requested by <@U0ANA0000>, approved by <@U0PRIYA00> · ');
  });

  test('of a new record names it by what was sent', () => {
    const message = resultMessage({ ...announcementOf(succeeded()), operation: createVideoRoom }, 'channel');
    expect(message.text).toContain('Created Acme Ltd');
  });

  test('that comes late calls the requester for it', () => {
    const reply = lateReply(announcementOf(succeeded()), 'channel');
    expect(shown(reply)).toContain('"user_id":"U0ANA0000"');
    expect(reply.text).toBe('Renamed Acme to Acme Ltd (NX-7F3K2MQ)');
    const rehearsed = lateReply(announcementOf(succeeded({ rehearsed: true })), 'channel');
    expect(shown(rehearsed)).toContain(' Rehearsed, not saved: Renamed Acme to Acme Ltd (NX-7F3K2MQ).');
    const cancelled = lateReply(
      announcementOf({ status: 'cancelled' }, false, { base: { Id: 1, Name: 'Acme' } }),
      'channel',
    );
    expect(cancelled.text).toBe('Rename Acme\u200B:\u200B cancelled (NX-7F3K2MQ)');
    // Strangers read no record's name.
    expect(lateReply(announcementOf(succeeded()), 'strangers').text).toBe('Team renamed (NX-7F3K2MQ)');
  });
});
