import { beforeEach, describe, expect, test } from '@jest/globals';
import type { SlackClient } from '../../src/sandbox/slack/start-slack.ts';
import { byCommand } from '../support/access-acts.ts';
import { botMessages, openForm } from '../support/channel.ts';
import { writes } from '../support/nexudus-calls.ts';
import { failed, LOCATION_DENIED, NO_LOCATION_DENIED } from '../support/sentences.ts';
import { letPass, WITH_CLOCK } from '../support/time-passes.ts';
import { useSandbox } from '../support/use-sandbox.ts';

// What Nexudus doesn't tell of a person is never read as "everywhere".
const stage = useSandbox({ settings: { ...WITH_CLOCK, UNRESTRICTED_ADMINS: 'lou7@harbour.example' } });
const MANAGER = 1_413_000_003;
const ACME = 1_414_300_001;
const [SOHO, CAMDEN] = [1_414_940_210, 1_414_940_212];
const RENAME = `/nexudus team rename ${ACME} to "Acme Ltd"`;
const HIDDEN = failed('hidden', 'team.rename');
const ELSEWHERE = LOCATION_DENIED;

/** A new person, of whom the bot remembers nothing: a manager of Soho, read otherwise than stored. */
let count = 0;
let userId = 0;
function manager(property = 'Businesses', ...value: unknown[]): SlackClient {
  const email = `lou${count}@harbour.example`;
  const id = `U0LOU${count}000`;
  userId = 1_412_000_200 + count;
  const { slack, nexudus } = stage;
  slack.people.push({
    id,
    name: id,
    realName: `Lou ${count}`,
    email,
    teamId: slack.team.id,
    isEmailConfirmed: true,
  });
  nexudus.put('users', {
    Id: userId,
    FullName: email,
    Email: email,
    Active: true,
    IsAdmin: true,
    Businesses: [SOHO],
  });
  const holders = nexudus.record('userroles', MANAGER)?.Users as number[];
  nexudus.put('userroles', { Id: MANAGER, Users: [...holders, userId] });
  if (value.length > 0) hide(property, value[0]);
  return slack.as(id);
}
const hide = (property: string, value: unknown) =>
  stage.nexudus.switches.readAs.push({ resource: 'users', id: userId, property, value });

beforeEach(async () => {
  count += 1;
  // Who is an admin user is remembered for a minute.
  await letPass(stage.bot, 70);
});

describe('a person whose locations can’t be read is let in nowhere', () => {
  test.each<[string, unknown]>([
    ['null', null],
    ['absent', undefined],
    ['one text', '1414940210'],
    ['names', ['Soho']],
    ['an id and something that is none', [SOHO, null]],
    ['zero', [0]],
  ])('%s', async (_what, value) => {
    expect(await byCommand(manager('Businesses', value), RENAME)).toBe(HIDDEN);
    expect(writes(stage)).toEqual([]);
    expect(botMessages(stage)).toEqual([]);
  });

  test('an unrestricted administrator is limited to none, so hers need not be told', async () => {
    expect(await byCommand(manager('Businesses', null), RENAME)).toBe('form');
  });

  test('nor is a person whose roles can’t', async () => {
    expect(await byCommand(manager('UserRoles', null), RENAME)).toBe(HIDDEN);
  });

  test('what became hidden after the form was opened is not written', async () => {
    const person = manager();
    const form = await openForm(person, RENAME, 'New name');
    hide('Businesses', null);
    // What the bot remembers of people ends when a role is changed.
    const role = await openForm(stage.ana, '/nexudus role update Events', 'Name');
    await role.type('Name', 'Events team');
    await role.submit();
    await stage.until(() => botMessages(stage)[0]?.plain.startsWith('✅') === true, 'the change of the role');
    await form.submit();
    await stage.until(() => person.modal()?.text().includes(HIDDEN) === true, 'the refusal', 15_000);
    expect(stage.nexudus.record('teams', ACME)?.Name).toBe('Acme');
  });

  test('ids as texts are ids', async () => {
    const person = manager('Businesses', [String(SOHO)]);
    expect(await byCommand(person, RENAME)).toBe('form');
    await person.modal()?.close();
    stage.nexudus.put('teams', { Id: ACME, BusinessId: CAMDEN });
    expect(await byCommand(person, RENAME)).toBe(ELSEWHERE);
  });
});

describe('a record without a location', () => {
  const withoutLocation = (value?: unknown) =>
    stage.nexudus.switches.readAs.push({ resource: 'teams', property: 'BusinessId', value });

  test.each<[string, unknown]>([
    ['null', null],
    ['absent', undefined],
    ['zero', 0],
  ])('is not opened by a person limited to locations: %s', async (_what, value) => {
    withoutLocation(value);
    const person = manager();
    const said = await byCommand(person, RENAME);
    // Refused, or left to be picked where the list that the id was looked up in is read anew without the location.
    expect([NO_LOCATION_DENIED, 'form']).toContain(said);
    expect(person.modal()?.labels()).not.toContain('New name');
    expect(person.modal()?.submitText).toBeUndefined();
  });

  test('is not written by them when it lost its location under the open form', async () => {
    const person = manager();
    const form = await openForm(person, RENAME, 'New name');
    withoutLocation(null);
    await form.submit();
    await stage.until(
      () => person.modal()?.text().includes(NO_LOCATION_DENIED) === true,
      'the refusal',
      15_000,
    );
    expect(writes(stage)).toEqual([]);
  });

  test('is opened by a person who is limited to none', async () => {
    withoutLocation(null);
    expect(await byCommand(stage.ana, RENAME)).toBe('form');
  });
});
