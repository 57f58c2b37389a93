import { describe, expect, test } from '@jest/globals';
import type { Modal } from '../../src/sandbox/slack/start-slack.ts';
import { announced, expectClosed, openForm } from '../support/channel.ts';
import { PRIYA, renamedMeanwhile, theySet, USE_THEIRS, untilClash } from '../support/clash.ts';
import { expectOnlyChanged, found, writes } from '../support/nexudus-calls.ts';
import { useSandbox } from '../support/use-sandbox.ts';

// Ana has a form open while Priya changes the same record in the dashboard.

const stage = useSandbox();
const ACME = 1_414_300_001;
const team = () => stage.nexudus.record('teams', ACME);
const section = (name: string, label: string) => openForm(stage.ana, `/nexudus team ${name} Acme`, label);

/** Each field: where it is, what Ana enters, what Priya sets meanwhile, how the form says that, and what Ana's is as a value. */
const FIELDS: [string, string, (form: Modal) => Promise<void>, string, unknown, string, unknown][] = [
  [
    'profile',
    'Profile tags',
    (f) => f.type('Profile tags', 'mine'),
    'ProfileTags',
    'theirs',
    '“theirs”',
    'mine',
  ],
  ['basics', 'Maximum members', (f) => f.type('Maximum members', '30'), 'MaxTeamMemberCount', 20, '“20”', 30],
  [
    'prices',
    'Discount on plans',
    (f) => f.type('Discount on plans', '7'),
    'DiscountTariffs',
    8.5,
    '“8.5”',
    7,
  ],
  [
    'billing',
    'Default plan',
    (f) => f.pick('Default plan', 'Ten days a month'),
    'DefaultMemberTariffId',
    1_414_500_002,
    '“Dedicated desk”',
    1_414_500_007,
  ],
  [
    'profile',
    'Profile website',
    (f) => f.type('Profile website', 'mine.example'),
    'ProfileWebsite',
    null,
    'cleared',
    'mine.example',
  ],
];

const PLAN_NAMES: Record<string, string> = {
  '1414500002': 'Dedicated desk',
  '1414500007': 'Ten days a month',
};

/** Nexudus shows the name of a plan with its id. */
const named = (property: string, value: unknown) =>
  property === 'DefaultMemberTariffId'
    ? { [property]: value, DefaultMemberTariffName: PLAN_NAMES[String(value)] }
    : { [property]: value };

describe.each(FIELDS)('in %s: %s changed by two', (place, label, enter, property, theirs, said, mine) => {
  test('is not written; the form says their value, and what else they changed is in it', async () => {
    const form = await section(place, label);
    await enter(form);
    const before = found(stage, 'teams', ACME);
    theySet(stage, { [property]: theirs, Twitter: '@new' });
    await form.submit();
    const again = await untilClash(stage.ana);
    expect(again.text()).toContain(said);
    expect(again.text()).toContain(PRIYA);
    expect(again.text()).toMatch(/ on \d{1,2} [A-Z][a-z]{2,3}, \d\d:\d\d (GMT|BST)/);
    expect(again.buttons()).toEqual([USE_THEIRS]);
    expect(writes(stage)).toEqual([]);
    expectOnlyChanged(before, team(), { ...named(property, theirs), Twitter: '@new' });
  });

  test('is written over once that is submitted again, and nothing else is', async () => {
    const form = await section(place, label);
    await enter(form);
    const before = found(stage, 'teams', ACME);
    theySet(stage, { [property]: theirs, Twitter: '@new' });
    await form.submit();
    const again = await untilClash(stage.ana);
    expectClosed(stage.ana, await again.submit());
    await announced(stage);
    expectOnlyChanged(before, team(), { ...named(property, mine), Twitter: '@new' });
  });

  test('is theirs after one press', async () => {
    const form = await section(place, label);
    await enter(form);
    await renamedMeanwhile(stage, form, { [property]: theirs });
    const again = await untilClash(stage.ana);
    await again.press(USE_THEIRS);
    await stage.ana.waitForModal((modal) => modal.buttons().length === 0);
    await again.submit();
    expect(writes(stage)).toEqual([]);
    expect(team()).toMatchObject({ Name: 'Acme Two', [property]: theirs });
  });
});
