import { beforeEach, describe, expect, test } from '@jest/globals';
import { bringInCast } from '../support/access-cast.ts';
import { letTessEdit, type NexudusRecord, optionsAsked, optionsOf } from '../support/access-pickers.ts';
import { announced, botMessages, expectClosed, openForm } from '../support/channel.ts';
import { found, writes } from '../support/nexudus-calls.ts';
import { LOCATION_DENIED, SAID, say } from '../support/sentences.ts';
import { submitRaw } from '../support/submit-raw.ts';
import { letPass } from '../support/time-passes.ts';
import { useSandbox } from '../support/use-sandbox.ts';

const stage = useSandbox();
const SOHO = 1_414_940_210;
const CAMDEN = 1_414_940_212;
const DESK = 1_413_000_091;
const MARCUS = 1_415_000_002;
const MAY_NOT_LIST = [say.mayNotList];
const MAY_NOT_LIST_PEOPLE = expect.stringContaining(SAID.mayNotListPeople);
const NOT_YOURS = expect.stringContaining(SAID.notOnTheList);

describe('a person who looks after one location', () => {
  const inSoho = (property: string) => (record: NexudusRecord) => record[property] === SOHO;

  test.each([
    ['/nexudus team update', 'Team', 'teams', inSoho('BusinessId')],
    ['/nexudus video-room update', 'Video room', 'videorooms', inSoho('BusinessId')],
    ['/nexudus workspace update', 'Collaboration workspace', 'workspaces', inSoho('BusinessId')],
    ['/nexudus video-room create', 'Location', 'businesses', inSoho('Id')],
    ['/nexudus workspace update Newsletter', 'Administrator', 'coworkers', inSoho('InvoicingBusinessId')],
    ['/nexudus workspace update Newsletter', 'Add members', 'coworkers', inSoho('InvoicingBusinessId')],
    ['/nexudus workspace update Newsletter', 'Location', 'businesses', inSoho('Id')],
  ] as const)('%s: “%s” offers what is there and nothing else', async (command, label, resource, own) => {
    const form = await openForm(stage.slack.as('Leo'), command, label);
    const members = stage.nexudus.named('workspaces', 'Newsletter').Members as number[];
    const there = label === 'Add members' ? members : [];
    const wanted = stage.nexudus
      .records(resource)
      .filter(own)
      .filter(({ Id }) => !there.includes(Id));
    expect(wanted.length).toBeGreaterThan(0);
    const offered = (await form.search(label, '')).map(({ value }) => Number(value));
    // Some lists leave out what is archived; none shows what is elsewhere.
    expect(wanted.map(({ Id }) => Id)).toEqual(expect.arrayContaining(offered));
    expect(offered.length).toBeGreaterThanOrEqual(wanted.length - 3);
  });

  test.each(['billing', 'prices'])(
    'plans and rates in the %s of a team are of that location',
    async (section) => {
      const form = await openForm(stage.slack.as('Leo'), `/nexudus team ${section} Acme`, 'Section');
      const pickers = form.fields().filter(({ element }) => element.type.endsWith('external_select'));
      const offered = (await Promise.all(pickers.map(({ label }) => optionsOf(form, label)))).flat();
      const prices = [...stage.nexudus.records('tariffs'), ...stage.nexudus.records('extraservices')];
      const locations = prices
        .filter(({ Id }) => offered.includes(String(Id)))
        .map(({ BusinessId }) => BusinessId);
      expect([...new Set(locations)]).toEqual([SOHO]);
    },
  );

  test('a record can’t be moved away, nor be given customers of elsewhere, past the pickers', async () => {
    const leo = stage.slack.as('Leo');
    const form = await openForm(leo, '/nexudus workspace update Newsletter', 'Location');
    const elsewhere = stage.nexudus.records('coworkers').find((c) => c.InvoicingBusinessId === CAMDEN)?.Id;
    const moves: Record<string, object>[] = [
      { Location: { selected_option: { value: String(CAMDEN) } } },
      { Administrator: { selected_option: { value: String(elsewhere) } } },
      { 'Add members': { selected_options: [{ value: String(elsewhere) }] } },
    ];
    for (const replaced of moves) {
      const before = found(stage, 'workspaces', 1_414_700_001);
      const { status, body } = await submitRaw(stage, form, replaced, leo.person);
      expect(status).toBe(200);
      expect([LOCATION_DENIED, SAID.notOnTheList].some((text) => JSON.stringify(body).includes(text))).toBe(
        true,
      );
      expect(found(stage, 'workspaces', 1_414_700_001)).toEqual(before);
    }
    expect(writes(stage)).toEqual([]);
    expect(botMessages(stage)).toEqual([]);
  });

  test('a new record doesn’t start with a location of others that was last used in the channel', async () => {
    const theirs = await openForm(
      stage.ana,
      '/nexudus video-room create name=Den participants=8 location=Camden',
      'Name',
    );
    expectClosed(stage.ana, await theirs.submit());
    await announced(stage);
    const again = await openForm(stage.ana, '/nexudus video-room create', 'Name');
    expect(again.value('Location')).toBe('Camden');
    const form = await openForm(stage.slack.as('Leo'), '/nexudus video-room create', 'Name');
    expect(form.value('Location')).toBe('');
  });

  test('Slack people who are admin users of elsewhere are not named in a review', async () => {
    bringInCast(stage);
    await letPass(stage.bot, 70);
    stage.nexudus.put('userroles', { Id: DESK, Name: 'Camden desk', BusinessId: CAMDEN });
    const cam = stage.slack.as('Cam');
    const form = await openForm(cam, '/nexudus role add-users "Camden desk"', 'Slack people');
    await form.pick('Slack people', 'Leo Brandt');
    await form.submit();
    expect(form.errors()).toEqual({ Users: NOT_YOURS });
    expect(writes(stage)).toEqual([]);
  });

  test('names typed after the command find nothing that the pickers wouldn’t offer', async () => {
    const leo = stage.slack.as('Leo');
    const form = await openForm(leo, '/nexudus video-room create name=Den location=Camden', 'Name');
    expect(form.value('Location')).toBe('');
    expect(form.text()).toContain(say.notOne('businesses', 'Camden', 0));
  });
});

describe('a person who may change things, but not list customers and admin users', () => {
  beforeEach(() => letTessEdit(stage));

  test.each([
    ['/nexudus workspace update Newsletter', 'Administrator'],
    ['/nexudus workspace update Newsletter', 'Add members'],
    ['/nexudus workspace update Newsletter', 'Remove members'],
    ['/nexudus role add-users Reception', 'Users'],
    ['/nexudus role update Reception', 'Add users'],
    ['/nexudus role update Reception', 'Remove users'],
  ])('%s: “%s” offers nothing but a sentence', async (command, label) => {
    const form = await openForm(stage.slack.as('Tess'), command, label);
    expect((await form.search(label, 'a')).map(({ text }) => text)).toEqual(MAY_NOT_LIST);
  });

  test.each(['Nia Roberts', '1415000014'])(
    'administrator="%s": it isn’t told whether there is such a customer',
    async (typed) => {
      const command = `/nexudus workspace update Newsletter administrator="${typed}"`;
      const form = await openForm(stage.slack.as('Tess'), command, 'Administrator');
      expect(form.text()).toContain(say.notOne('coworkers', typed, 0));
      expect(form.value('Administrator')).not.toBe('Nia Roberts');
    },
  );

  test('nor whether an e-mail address is an admin user’s', async () => {
    const form = await openForm(
      stage.slack.as('Tess'),
      '/nexudus role add-users Reception leo@harbour.example nobody@harbour.example',
      'Users',
    );
    expect(form.value('Users')).toEqual([]);
    expect(form.text()).toContain('“leo@harbour.example”, “nobody@harbour.example”');
  });

  test('ids sent past the pickers are refused, and no one is named', async () => {
    const tess = stage.slack.as('Tess');
    const form = await openForm(tess, '/nexudus workspace update Newsletter', 'Administrator');
    const customer = await submitRaw(
      stage,
      form,
      { 'Add members': { selected_options: [{ value: String(MARCUS + 3) }] } },
      tess.person,
    );
    expect(customer.errors).toEqual({ 'Add members': NOT_YOURS });
    await form.close();
    const role = await openForm(tess, '/nexudus role add-users Reception', 'Users');
    const user = await submitRaw(
      stage,
      role,
      { Users: { selected_options: [{ value: '1412000005' }] } },
      tess.person,
    );
    expect(user.errors).toEqual({ Users: NOT_YOURS });
    const people = { 'Slack people': { selected_users: [stage.slack.person('Leo').id] } };
    const person = await submitRaw(stage, role, people, tess.person);
    expect(JSON.stringify(person.body)).not.toContain('Brandt');
    expect(person.errors).toEqual({ 'Slack people': MAY_NOT_LIST_PEOPLE });
    expect(writes(stage)).toEqual([]);
  });
});

describe('asked for by a forged payload', () => {
  test('a picker of another person’s form offers nothing', async () => {
    const form = await openForm(stage.ana, '/nexudus workspace update Newsletter', 'Administrator');
    for (const name of ['Priya', 'Sam', 'Gus', 'Stella']) {
      expect(await optionsAsked(stage, form, 'administrator~1', name)).toEqual([]);
    }
  });

  test.each(['Sam', 'Gus', 'Nora', 'Stella', 'Dan'])(
    'nor does one of the form that %s was refused',
    async (name) => {
      const person = stage.slack.as(name);
      for (const command of ['/nexudus role update Reception', '/nexudus team update Acme']) {
        await person.command(command);
        const modal = await person.waitForModal((each) => !each.text().includes('Opening…'), {
          timeoutMs: 10_000,
        });
        for (const field of [
          'role',
          'location',
          'addPermissions',
          'addUsers',
          'team',
          'payingCustomer',
          'addMembers',
        ]) {
          const options = await optionsAsked(stage, modal, `${field}~1`, name);
          expect([[], MAY_NOT_LIST]).toContainEqual(options);
        }
        await modal.close();
      }
    },
  );

  test.each(['__proto__', 'constructor', 'toString', 'section', '', '~', 'name~1'])(
    'a field called “%s” has no list',
    async (field) => {
      const form = await openForm(stage.ana, '/nexudus team update Acme', 'Section');
      expect(await optionsAsked(stage, form, field, 'Ana')).toEqual([]);
    },
  );
});
