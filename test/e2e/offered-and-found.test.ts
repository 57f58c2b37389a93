import { beforeEach, expect, test } from '@jest/globals';
import { bringInCast } from '../support/access-cast.ts';
import { announced, openForm, submitAndContinue } from '../support/channel.ts';
import { found, writes } from '../support/nexudus-calls.ts';
import { ofOneProcess } from '../support/of-one-process.ts';
import { submitRaw } from '../support/submit-raw.ts';
import { useSandbox } from '../support/use-sandbox.ts';

const stage = useSandbox();
const CAMDEN = 1_414_940_212;
const DESK = 1_413_000_091;
const NO_PLACE = 1_412_000_111;

beforeEach(() => {
  bringInCast(stage);
});

const SPELT: Readonly<Record<string, readonly string[]>> = {
  Kadıköy: ['Kadikoy', 'KADIKOY', 'kadıköy'],
  'İstanbul Þórshöfn': ['istanbul', 'thorshofn', 'Þórsh'],
  'Suðureyri Ħamrun': ['sudureyri', 'hamrun'],
  'Łódź Tromsø Đakovo': ['lodz', 'tromso', 'dakovo'],
  'Weißensee Ærø Œuvre': ['weissensee', 'aero', 'oeuvre'],
};

test('names are found by who has no such letters', async () => {
  await stage.withBot({}, async () => {
    for (const [n, Name] of Object.keys(SPELT).entries()) {
      stage.nexudus.put('teams', { Id: 1_414_300_901 + n, Name, BusinessId: CAMDEN });
    }
    const form = await openForm(stage.ana, '/nexudus team rename', 'Team');
    for (const [name, typed] of Object.entries(SPELT)) {
      for (const text of typed)
        expect((await form.search('Team', text)).map((each) => each.text)).toContain(name);
    }
    expect(await form.search('Team', 'Kadikay')).toEqual([]);
  });
});

test('an admin user without a default location is offered in every location, and can be added', async () => {
  await stage.withBot({}, async () => {
    stage.nexudus.put('userroles', {
      Id: DESK,
      Name: 'Camden desk',
      BusinessId: CAMDEN,
      Roles: [],
      Users: [],
    });
    stage.nexudus.put('users', {
      Id: NO_PLACE,
      FullName: 'Noor Place',
      Email: 'noor@harbour.example',
      Active: true,
      IsAdmin: true,
      DefaultBusinessId: null,
      Businesses: [],
    });
    const cam = stage.slack.as('Cam');
    const form = await openForm(cam, '/nexudus role add-users "Camden desk"', 'Users');
    expect((await form.search('Users', '')).map(({ text }) => text)).toContain('Noor Place');
    expect((await form.search('Users', '')).map(({ text }) => text)).not.toContain('Leo Brandt');
    await form.pick('Users', 'Noor Place');
    await submitAndContinue(cam, form);
    await announced(stage);
    expect(found(stage, 'userroles', DESK).Users).toEqual([NO_PLACE]);
  });
});

ofOneProcess('each has a list of its own')(
  'ids of no record are asked for one by one: no list is read again for them',
  async () => {
    const form = await openForm(stage.ana, '/nexudus workspace update Newsletter', 'Administrator');
    await form.search('Administrator', '');
    const lists = () => stage.nexudus.calls.filter(({ path }) => path === '/api/spaces/coworkers').length;
    const before = lists();
    for (const id of [1, 2, 3]) {
      const { action, errors } = await submitRaw(stage, form, {
        Administrator: { selected_option: { value: `999${id}` } },
      });
      expect(action).toBe('errors');
      expect(Object.keys(errors)).toEqual(['Administrator']);
    }
    expect(lists()).toBe(before);
    // The list is still there for the picker.
    stage.nexudus.switches.slowMs = 60_000;
    expect((await form.search('Administrator', 'Nia Rob')).map(({ text }) => text)).toEqual(['Nia Roberts']);
    expect(writes(stage)).toEqual([]);
  },
);

test('a record that is newer than the list can be chosen', async () => {
  const form = await openForm(stage.ana, '/nexudus workspace update Newsletter', 'Administrator');
  await form.search('Administrator', '');
  const newest = stage.nexudus.put('coworkers', {
    ...found(stage, 'coworkers', 1_415_000_014),
    Id: 1_415_900_001,
    FullName: 'Newest Customer',
  });
  const { action } = await submitRaw(stage, form, {
    Administrator: { selected_option: { value: String(newest.Id) } },
  });
  expect(action).toBeUndefined();
  await announced(stage);
});
