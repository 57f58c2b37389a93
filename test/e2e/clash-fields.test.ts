import { describe, expect, test } from '@jest/globals';
import type { Modal } from '../../src/sandbox/slack/start-slack.ts';
import { pressRaw } from '../support/change-raw.ts';
import { announced, expectClosed, openForm } from '../support/channel.ts';
import { PRIYA, renamedMeanwhile, theySet, USE_THEIRS, untilClash } from '../support/clash.ts';
import { expectOnlyChanged, found, writes } from '../support/nexudus-calls.ts';
import { submissionOf } from '../support/submit-raw.ts';
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

describe('what was taken, in a view that Slack had not drawn again yet', () => {
  const take = (value: string) => ({ actionId: 'take-theirs', value });
  /** Ana's tags and website clash with Priya's, and her summary with no one's. */
  async function clashOfTwo(): Promise<Modal> {
    const form = await section('profile', 'Profile tags');
    await form.type('Profile tags', 'mine');
    await form.type('Profile website', 'mine.example');
    await form.type('Profile summary', 'before');
    theySet(stage, { ProfileTags: 'theirs', ProfileWebsite: 'theirs.example' });
    await form.submit();
    return untilClash(stage.ana);
  }
  const untilLeft = (buttons: number) =>
    stage.ana.waitForModal((modal) => modal.buttons().length === buttons, {
      what: `a form with ${buttons} of their values to take`,
      timeoutMs: 15_000,
    });

  test('stays taken, and what was typed since stays too, with another value taken', async () => {
    const again = await clashOfTwo();
    const [first, second] = [
      pressRaw(stage, again, take('tags')),
      pressRaw(stage, again, take('website'), { 'Profile summary': { value: 'since' } }),
    ];
    await stage.slack.send('interactive', first);
    await untilLeft(1);
    await stage.slack.send('interactive', second);
    const left = await untilLeft(0);
    expect(left.value('Profile tags')).toBe('theirs');
    expect(left.value('Profile website')).toBe('theirs.example');
    expect(left.value('Profile summary')).toBe('since');
    expectClosed(stage.ana, await left.submit());
    expect(team()).toMatchObject({
      ProfileTags: 'theirs',
      ProfileWebsite: 'theirs.example',
      ProfileSummary: 'since',
    });
    await announced(stage);
  });

  test('stays taken where the form is submitted, and what was entered anew into its field counts', async () => {
    const again = await clashOfTwo();
    const submitted = submissionOf(stage, again, stage.ana.person, {
      'Profile website': { value: 'anew.example' },
      'Profile summary': { value: 'since' },
    });
    const presses = ['tags', 'website'].map((name) => pressRaw(stage, again, take(name)));
    await stage.slack.send('interactive', presses[0] ?? {});
    await untilLeft(1);
    // The second press finds nothing more to give up.
    await stage.slack.send('interactive', presses[0] ?? {});
    await stage.slack.send('interactive', presses[1] ?? {});
    await untilLeft(0);
    const { body } = await stage.slack.send('interactive', submitted);
    const shown = (body as { view?: { blocks: { element?: { initial_value?: string } }[] } }).view?.blocks;
    const values = shown?.map(({ element }) => element?.initial_value);
    expect(values).toEqual(expect.arrayContaining(['since', 'theirs', 'anew.example']));
    expect(values).not.toContain('mine');
    expect(writes(stage)).toEqual([]);
  });
});
