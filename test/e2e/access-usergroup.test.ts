import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { byCommand, byEach, sendForged, sendOff, sentenceIn, valuesOf } from '../support/access-acts.ts';
import { NOT_YOUR_FORM, REFUSED_ALWAYS } from '../support/access-cast.ts';
import { each, TRIED } from '../support/access-operations.ts';
import { botMessages, openForm } from '../support/channel.ts';
import { writes } from '../support/nexudus-calls.ts';
import { accessUnknown, denied } from '../support/sentences.ts';
import { submitRaw } from '../support/submit-raw.ts';
import { useSandbox } from '../support/use-sandbox.ts';

// ACCESS_MODE=usergroup: members of one group may do everything, those of a second one change roles too.
const FRONT_DESK = 'S0FRONT00';
const ADMINS = 'S0ADMINS0';
const settings = { ACCESS_MODE: 'usergroup', ACCESS_USERGROUP: FRONT_DESK, UNRESTRICTED_ADMINS: '' };
const stage = useSandbox({ settings: { ...settings, ACCESS_ROLES_USERGROUP: ADMINS } });

const NO_GROUP = denied('no-group');
const NO_ROLES_GROUP = denied('no-roles-group');

/** Of both groups; of the first alone; of the second alone; of none; and of both but not of the team. */
const BOTH = ['Priya', 'Nora'];
const FIRST = ['Sam', 'Leo', 'Ian', 'Mo'];
const SECOND = ['Ana'];
const NONE = ['Uma', 'Tess'];
const OUTSIDE = ['Gus', 'Helper', 'Dan', 'Stella'];
const ALL = [...BOTH, ...FIRST, ...SECOND, ...NONE, ...OUTSIDE];

beforeEach(() => {
  const ids = (names: readonly string[]) => names.map((name) => stage.slack.person(name).id);
  for (const group of stage.slack.usergroups) {
    if (group.id === FRONT_DESK) group.users = ids([...BOTH, ...FIRST, ...OUTSIDE]);
    if (group.id === ADMINS) group.users = ids([...BOTH, ...SECOND, ...OUTSIDE]);
  }
});

const refusals = (aboutRoles: boolean): Record<string, string> => ({
  ...(aboutRoles ? each(FIRST, NO_ROLES_GROUP) : {}),
  ...each([...SECOND, ...NONE], NO_GROUP),
  ...Object.fromEntries(OUTSIDE.map((name) => [name, REFUSED_ALWAYS[name] ?? ''])),
});

describe.each(TRIED)('$id', (tried) => {
  const may = tried.aboutRoles ? BOTH : [...BOTH, ...FIRST];

  test('by command', async () => {
    const said = await byEach(stage, ALL, (person) => byCommand(person, tried.command));
    expect(said).toEqual({ ...each(may, 'form'), ...refusals(tried.aboutRoles) });
    expect(writes(stage)).toEqual([]);
  });

  test('by a submission, of one’s own form or of another’s', async () => {
    const priya = stage.slack.as('Priya');
    const form = await openForm(priya, tried.command, tried.label);
    await tried.change(form, 1);
    const others = ALL.filter((name) => name !== 'Priya');
    expect(await byEach(stage, others, (person) => sendForged(stage, form, person, {}))).toEqual(
      each(others, NOT_YOUR_FORM),
    );
    const refused = Object.keys(refusals(tried.aboutRoles));
    const own = await byEach(stage, refused, async (person) => {
      await byCommand(person, tried.command);
      const modal = person.modal();
      return modal ? sendForged(stage, modal, person, valuesOf(form)) : 'no modal';
    });
    expect(own).toEqual(refusals(tried.aboutRoles));
    expect(writes(stage)).toEqual([]);
    await sendOff(priya, form);
    await stage.until(() => botMessages(stage).length === 1, 'the result', 10_000);
    expect(botMessages(stage)[0]?.plain).toMatch(/^✅ /);
  });
});

describe('pickers', () => {
  afterEach(() => expect(writes(stage)).toEqual([]));

  test('no one is limited to a location, and customers are listed', async () => {
    const leo = stage.slack.as('Leo');
    const form = await openForm(leo, '/nexudus workspace update Newsletter', 'Administrator');
    expect(await form.search('Location', '')).toHaveLength(3);
    expect((await form.search('Administrator', 'Nia'))[0]?.text).toBe('Nia Roberts');
  });

  test('who may not change roles can’t be made an offer of roles or admin users, past the form either', async () => {
    const sam = stage.slack.as('Sam');
    await sam.command('/nexudus role update Reception');
    const modal = await sam.waitForModal((each) => each.text().includes(NO_ROLES_GROUP));
    const answer = await submitRaw(stage, modal, {}, sam.person);
    expect(sentenceIn(answer)).toBe(NO_ROLES_GROUP);
  });
});

test('without a second group no one may change roles', async () => {
  await stage.withBot({ ACCESS_ROLES_USERGROUP: '' }, async () => {
    const said = await byEach(stage, BOTH, (person) => byCommand(person, '/nexudus role update Reception'));
    expect(said).toEqual(each(BOTH, NO_ROLES_GROUP));
    expect(await byCommand(stage.slack.as('Leo'), '/nexudus team update Acme')).toBe('form');
  });
});

test('when Slack can’t tell who is in a group, no one is let in', async () => {
  await stage.withBot({}, async () => {
    stage.slack.faults.fail = { method: 'usergroups.users.list', error: 'missing_scope', times: 50 };
    const said = await byEach(stage, ['Priya', 'Sam'], (person) =>
      byCommand(person, '/nexudus team update Acme'),
    );
    expect(said).toEqual(each(['Priya', 'Sam'], accessUnknown('chat')));
  });
});
