import { describe, expect, test } from '@jest/globals';
import { readCommand } from '../../../src/forms/command-text.ts';
import { operations } from '../../../src/operations/index.ts';

/** The operation and what goes where, or what else the text was taken for; blank parts left out. */
function reading(text: string): unknown {
  const asked = readCommand(text, operations);
  if (asked.kind === 'choose') return { choose: asked.among.map(({ id }) => id) };
  if (asked.kind !== 'operation')
    return asked.kind === 'unknown' ? { unknown: asked.suggestion } : asked.kind;
  const { texts, people, emails, section, leftovers } = asked.prefill;
  const filled: Record<string, unknown> = { ...texts };
  if (people.length > 0) filled['@'] = people;
  if (emails.length > 0) filled.emails = emails;
  if (section) filled['§'] = section;
  if (leftovers.length > 0) filled['?'] = leftovers;
  return [asked.operation.id, filled];
}

describe('the words of a command', () => {
  test.each(['', '   ', 'help', 'HELP', 'Hello', 'hi', '?', 'help team rename'])(
    '%j asks for help',
    (text) => {
      expect(reading(text)).toBe('help');
    },
  );

  test.each(['whoami', 'who am i', 'WhoAmI', 'who-am-i', 'me'])('%j asks who one is', (text) => {
    expect(reading(text)).toBe('whoami');
  });

  test.each([
    ['video-room create', 'video-room.create'],
    ['create video-room', 'video-room.create'],
    ['video room create', 'video-room.create'],
    ['create video room', 'video-room.create'],
    ['videoroom create', 'video-room.create'],
    ['room create', 'video-room.create'],
    ['new room', 'video-room.create'],
    ['Room New', 'video-room.create'],
    ['make video', 'video-room.create'],
    ['video_room create', 'video-room.create'],
    ['video-room update', 'video-room.update'],
    ['edit video room', 'video-room.update'],
    ['room change', 'video-room.update'],
    ['workspace update', 'workspace.update'],
    ['update collaboration', 'workspace.update'],
    ['archive workspace', 'workspace.update'],
    ['team rename', 'team.rename'],
    ['rename team', 'team.rename'],
    ['TEAM RENAME', 'team.rename'],
    ['company rename', 'team.rename'],
    ['team update', 'team.update'],
    ['edit team', 'team.update'],
    ['role add-users', 'role.add-users'],
    ['role add users', 'role.add-users'],
    ['add users role', 'role.add-users'],
    ['add-users role', 'role.add-users'],
    ['grant role', 'role.add-users'],
    ['role update', 'role.update'],
    ['rename role', 'role.update'],
    ['roles edit', 'role.update'],
  ])('%j opens %s', (text, id) => {
    expect(reading(text)).toEqual([id, {}]);
  });

  test.each([
    ['team members', 'People'],
    ['members team', 'People'],
    ['team people', 'People'],
    ['team administrators', 'People'],
    ['team billing', 'Billing'],
    ['team prices', 'Prices'],
    ['team discounts', 'Prices'],
    ['team profile', 'Profile'],
    ['team logo', 'Images'],
    ['team images', 'Images'],
    ['team social', 'Social'],
    ['team basics', 'Basics'],
  ])('%j opens the team form at %s', (text, section) => {
    expect(reading(`${text} Acme`)).toEqual(['team.update', { team: 'Acme', '§': section }]);
  });

  test.each([
    ['team', { choose: ['team.rename', 'team.update'] }],
    ['video room', { choose: ['video-room.create', 'video-room.update'] }],
    ['role', { choose: ['role.add-users', 'role.update'] }],
    ['rename', { choose: ['team.rename', 'role.update'] }],
    ['workspace', { choose: ['workspace.update'] }],
    ['team remane', { unknown: 'team rename' }],
    ['taem rename Acme', { unknown: 'team rename' }],
    ['rol update', { unknown: 'role update' }],
    ['video-room creat', { unknown: 'video-room create' }],
    ['workspac update', { unknown: 'workspace update' }],
    ['brew me a coffee', { unknown: undefined }],
    ['""', { unknown: undefined }],
    ['constructor', { unknown: undefined }],
    ['__proto__ toString', { unknown: undefined }],
  ])('%j is answered with what it may mean', (text, expected) => {
    expect(reading(text)).toEqual(expected);
  });
});

describe('the text after the command', () => {
  test.each<[string, string, object]>([
    [
      'video-room create name="Blue room" participants=8 location=Soho',
      'video-room.create',
      { name: 'Blue room', participants: '8', location: 'Soho' },
    ],
    [
      'video-room create "Blue room" participants=8',
      'video-room.create',
      { name: 'Blue room', participants: '8' },
    ],
    ['create video room Blue room', 'video-room.create', { name: 'Blue room' }],
    [
      'video-room update "Blue room" participants=12',
      'video-room.update',
      { room: 'Blue room', participants: '12' },
    ],
    ['team rename Acme to "Acme Ltd"', 'team.rename', { team: 'Acme', newName: 'Acme Ltd' }],
    ['team rename Acme to Acme Ltd', 'team.rename', { team: 'Acme', newName: 'Acme Ltd' }],
    ['rename team Acme Studios TO New Name', 'team.rename', { team: 'Acme Studios', newName: 'New Name' }],
    [
      'team rename "Coffee to go" to "Coffee 2 go"',
      'team.rename',
      { team: 'Coffee to go', newName: 'Coffee 2 go' },
    ],
    ['team rename Acme', 'team.rename', { team: 'Acme' }],
    ['team rename to Foo', 'team.rename', { newName: 'Foo' }],
    ['team rename Acme to', 'team.rename', { team: 'Acme' }],
    ['team rename 1414300001 to Foo', 'team.rename', { team: '1414300001', newName: 'Foo' }],
    ['team rename team=Acme newName=Foo', 'team.rename', { team: 'Acme', newName: 'Foo' }],
    ['team update Acme "maximum members"=5', 'team.update', { team: 'Acme', maximumMembers: '5' }],
    ['team update Acme PayingMemberId=7', 'team.update', { team: 'Acme', payingCustomer: '7' }],
    ['role update Reception name=Desk', 'role.update', { role: 'Reception', name: 'Desk' }],
  ])('%j', (text, id, filled) => {
    expect(reading(text)).toEqual([id, filled]);
  });

  test.each<[string, string, object]>([
    ['curly quotes', 'team rename “Acme” to “Acme Ltd”', { team: 'Acme', newName: 'Acme Ltd' }],
    ['curly single quotes', 'team rename ‘Acme Co’ to ‘B C’', { team: 'Acme Co', newName: 'B C' }],
    ['German quotes', 'team rename „Acme Co“ to x', { team: 'Acme Co', newName: 'x' }],
    ['French quotes', 'team rename «Acme Co» to x', { team: 'Acme Co', newName: 'x' }],
    ['single quotes', "team rename 'Acme Co' to 'B C'", { team: 'Acme Co', newName: 'B C' }],
    [
      'an apostrophe',
      "team rename O'Brien to O'Brien & Sons",
      { team: "O'Brien", newName: "O'Brien & Sons" },
    ],
    ['a curly apostrophe', 'team rename O’Brien to Zoë’s', { team: "O'Brien", newName: "Zoë's" }],
    ['an apostrophe in quotes', `team rename "O'Brien" to "Max's"`, { team: "O'Brien", newName: "Max's" }],
    [
      'an apostrophe at the end',
      "team rename Members' lounge to Hall",
      { team: "Members' lounge", newName: 'Hall' },
    ],
    ['an apostrophe at the start', "team rename 'Twas to Hall", { team: "'Twas", newName: 'Hall' }],
    [
      'an apostrophe in single quotes',
      "team rename 'O'Brien Ltd' to x",
      { team: "O'Brien Ltd", newName: 'x' },
    ],
    ['a quote that is never closed', 'team rename Acme to "Acme Ltd', { team: 'Acme', newName: 'Acme Ltd' }],
    ['escaped characters', 'team rename A &amp; B to &lt;C&gt;', { team: 'A & B', newName: '<C>' }],
    ['what was typed as an escape', 'team rename A to &amp;lt;', { team: 'A', newName: '&lt;' }],
    [
      'a linked domain',
      'team rename <http://acme.com|acme.com> to x',
      { team: 'http://acme.com', newName: 'x' },
    ],
    ['double spaces', 'team  rename   Acme   to   Foo', { team: 'Acme', newName: 'Foo' }],
    ['line breaks', 'team rename Acme\nto Foo', { team: 'Acme', newName: 'Foo' }],
    ['a sign on its own', 'team rename & Co to x', { team: '& Co', newName: 'x' }],
    ['a comma in a name', 'team rename Smith, Jones to x', { team: 'Smith, Jones', newName: 'x' }],
    ['emoji', 'team rename 🚀 to "🚀 Ltd"', { team: '🚀', newName: '🚀 Ltd' }],
  ])('understands %s', (_what, text, filled) => {
    expect(reading(text)).toEqual(['team.rename', filled]);
  });

  test.each<[string, object]>([
    [
      'role add-users Reception <@U012ABC|sam> ana@example.com',
      { role: 'Reception', '@': ['U012ABC'], emails: ['ana@example.com'] },
    ],
    ['role add-users Reception <@U012ABC> <@W034>', { role: 'Reception', '@': ['U012ABC', 'W034'] }],
    ['role add-users "Front desk" <mailto:a@b.co|a@b.co>', { role: 'Front desk', emails: ['a@b.co'] }],
    ['role add-users Desk a@b.co, c@d.co; e@f.co', { role: 'Desk', emails: ['a@b.co', 'c@d.co', 'e@f.co'] }],
    ['role add-users Desk <@U1>, <@U2>', { role: 'Desk', '@': ['U1', 'U2'] }],
    ['add users role <@U1>Reception', { role: 'Reception', '@': ['U1'] }],
    ['role add users Front desk a@b.co', { role: 'Front desk', emails: ['a@b.co'] }],
  ])('finds people in %j', (text, filled) => {
    expect(reading(text)).toEqual(['role.add-users', filled]);
  });

  test.each<[string, string, object]>([
    ['an unknown key', 'team rename Acme colour=red', { team: 'Acme', '?': ['colour=red'] }],
    ['a key without a value', 'team rename Acme newName=', { team: 'Acme', '?': ['newName='] }],
    ['people where none belong', 'team rename Acme <@U012|sam>', { team: 'Acme', '?': ['<@U012>'] }],
    ['the same twice', 'team rename Acme to Foo newName=Bar', { team: 'Acme', newName: 'Bar', '?': ['Foo'] }],
    ['a key of the prototype', 'team rename Acme constructor=1', { team: 'Acme', '?': ['constructor=1'] }],
    ['a second key of the prototype', 'team rename __proto__=1', { team: '__proto__=1' }],
  ])('names %s, never drops it', (_what, text, filled) => {
    expect(reading(text)).toEqual(['team.rename', filled]);
  });

  test('names a key that could mean several fields', () => {
    expect(reading('team update Acme image=https://a.example/b.png')).toEqual([
      'team.update',
      { team: 'Acme', '?': ['image=https://a.example/b.png'] },
    ]);
    expect(reading('video-room create X image=<https://a.example/b.png>')).toEqual([
      'video-room.create',
      { name: 'X', imageUrl: 'https://a.example/b.png' },
    ]);
  });
});

test('operations that are switched off are not understood', () => {
  const some = operations.filter(({ id }) => id === 'team.rename');
  expect(readCommand('role update Reception', some)).toEqual({
    kind: 'unknown',
    suggestion: undefined,
    rest: 'update Reception',
  });
  expect(readCommand('team rename Acme', some)).toMatchObject({ kind: 'operation' });
});
