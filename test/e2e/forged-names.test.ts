import { beforeEach, describe, expect, test } from '@jest/globals';
import { letTessEdit } from '../support/access-pickers.ts';
import { changeRaw, picked } from '../support/change-raw.ts';
import { announced, botMessages, openForm, receiptOf } from '../support/channel.ts';
import { isQuestion } from '../support/is-question.ts';
import { writes } from '../support/nexudus-calls.ts';
import { SAID } from '../support/sentences.ts';
import { submissionOf, submitRaw } from '../support/submit-raw.ts';
import { useSandbox } from '../support/use-sandbox.ts';

// Ids that came from the chat are shown by name only to whoever could have picked them.
const stage = useSandbox();
const ACCOUNTS = 1_413_000_004;
const SOHO = 1_414_940_210;
const CAMDEN = 1_414_940_212;
const SAM = 1_412_000_003;

describe('a person who may not list customers', () => {
  beforeEach(() => letTessEdit(stage));

  test('is not told their names for ids', async () => {
    const tess = stage.slack.as('Tess');
    const form = await openForm(tess, '/nexudus team people Acme', 'Add members');
    const ids = stage.nexudus
      .records('coworkers')
      .slice(0, 3)
      .map(({ Id }) => String(Id));
    const options = {
      selected_options: ids.map((value) => ({ value, text: { type: 'plain_text', text: 'x' } })),
    };
    await changeRaw(stage, form, tess.person, 'Section', picked('Basics'), { 'Add members': options });
    const basics = await tess.waitForModal((modal) => modal.labels().includes('Name'));
    await changeRaw(stage, basics, tess.person, 'Section', picked('People'));
    const people = await tess.waitForModal((modal) => modal.labels().includes('Add members'));
    expect(people.value('Add members')).toEqual(ids.map((id) => `#${id}`));
    expect((await submitRaw(stage, people, {}, tess.person)).errors['Add members']).toContain(
      SAID.notOnTheList,
    );
    expect(writes(stage)).toEqual([]);
  });

  test('is not told whether a person is an admin user, nor who has a role', async () => {
    const tess = stage.slack.as('Tess');
    const form = await openForm(tess, '/nexudus role add-users Reception', 'Slack people');
    await form.pick('Slack people', 'Leo Brandt');
    await form.submit();
    expect(form.errors()).toEqual({
      'Slack people': expect.stringContaining(SAID.mayNotListPeople),
    });
    await form.close();
    const update = await openForm(tess, '/nexudus role update Reception', 'Remove permissions');
    await update.pick('Remove permissions', 'Booking-List');
    await update.submit();
    const question = await tess.waitForModal(isQuestion);
    expect(question.text()).toContain('Everyone with Reception (1 admin user) may no longer view bookings');
    expect(question.text()).not.toContain('Sam Field');
  });

  test('can’t take anybody out of a role by an id either: the channel would be told who it was', async () => {
    const tess = stage.slack.as('Tess');
    const form = await openForm(tess, '/nexudus role update Reception', 'Remove users');
    const options = { selected_options: [{ value: String(SAM) }] };
    const { errors, body } = await submitRaw(stage, form, { 'Remove users': options }, tess.person);
    expect(JSON.stringify(body)).not.toContain('Sam Field');
    expect(errors).toEqual({
      'Remove users': expect.stringContaining(SAID.notOnTheList),
    });
    expect(writes(stage)).toEqual([]);
  });

  test('reads in what was done only that they were changed', async () => {
    const ana = stage.slack.as('Ana');
    const form = await openForm(ana, '/nexudus team people Acme', 'Add members');
    const [someone] = await form.search('Add members', 'marcus');
    await form.pick('Add members', String(someone?.text));
    await form.submit();
    const message = await announced(stage);
    const tess = stage.slack.as('Tess');
    await tess.click(message, 'Show changes');
    await stage.until(() => stage.slack.ephemerals(tess.person.id).length > 0, 'the changes', 10_000);
    expect(stage.slack.ephemerals(tess.person.id).at(-1)?.plain).toContain('1 member added');
    await tess.command(`/nexudus history ${receiptOf(message)}`);
    await stage.until(() => stage.slack.ephemerals(tess.person.id).length > 1, 'the history', 10_000);
    const history = stage.slack.ephemerals(tess.person.id).at(-1)?.plain;
    expect(history).toContain('1 member added');
    expect(history).not.toContain('Marcus');
    await ana.click(message, 'Show changes');
    await stage.until(() => stage.slack.ephemerals(ana.person.id).length > 0, 'the changes', 10_000);
    expect(stage.slack.ephemerals(ana.person.id).at(-1)?.plain).toContain('1 member added: Marcus');
  });
});

test('a person who looks after one location is told the names of its customers alone', async () => {
  const leo = stage.slack.as('Leo');
  const form = await openForm(leo, '/nexudus team people Acme', 'Add members');
  const inLocation = (id: number) => {
    const found = stage.nexudus.records('coworkers').find((each) => each.InvoicingBusinessId === id);
    return { id: String(found?.Id), name: String(found?.FullName) };
  };
  const [own, other] = [inLocation(SOHO), inLocation(CAMDEN)];
  const options = { selected_options: [own, other].map(({ id }) => ({ value: id })) };
  await changeRaw(stage, form, leo.person, 'Section', picked('Basics'), { 'Add members': options });
  const basics = await leo.waitForModal((modal) => modal.labels().includes('Name'));
  await changeRaw(stage, basics, leo.person, 'Section', picked('People'));
  const people = await leo.waitForModal((modal) => modal.labels().includes('Add members'));
  expect(people.value('Add members')).toEqual([own.name, `#${other.id}`]);
});

test('a guest is not told the name of a record while it loads', async () => {
  const gus = stage.slack.as('Gus');
  await gus.command('/nexudus role update Reception');
  const refused = await gus.waitForModal((modal) => modal.text().includes('Guests'));
  const json = JSON.stringify(refused.json);
  const before = stage.slack.calls.length;
  Object.assign(stage.nexudus.switches, { slowMs: 900 });
  await stage.slack.send('interactive', {
    ...(submissionOf(stage, refused, gus.person) as object),
    type: 'block_actions',
    container: { type: 'view', view_id: refused.id },
    view: {
      ...JSON.parse(json),
      id: refused.id,
      state: {
        values: {
          'role~0': { value: picked(String(ACCOUNTS)) },
          'role~1': { value: picked(String(ACCOUNTS)) },
          'role~2': { value: picked(String(ACCOUNTS)) },
        },
      },
    },
    actions: [
      { type: 'external_select', action_id: 'value', block_id: 'role~1', ...picked(String(ACCOUNTS)) },
    ],
  });
  await stage.until(
    () => stage.slack.calls.slice(before).some(({ method }) => method === 'views.update'),
    'an answer on the screen',
    10_000,
  );
  await new Promise((resolve) => setTimeout(resolve, 3000));
  const updates = stage.slack.calls.slice(before).filter(({ method }) => method === 'views.update');
  expect(JSON.stringify(updates)).toContain('Loading…');
  expect(JSON.stringify(updates)).not.toContain('Accounts');
});

test('a place to post that Slack gives no way into is not used', async () => {
  const uma = stage.slack.as('Uma');
  const management = stage.slack.channel('#management');
  management.members.push(stage.slack.bot.userId);
  await uma.shortcut('rename-team');
  const form = await uma.waitForModal((modal) => modal.labels().includes('Team'));
  await form.pick('Team', 'Acme');
  const loaded = await uma.waitForModal((modal) => modal.labels().includes('New name'));
  const chosen = { selected_conversation: management.id };
  const renamed = { 'New name': { value: 'Acme 2' }, 'Post the result in': chosen };
  expect((await submitRaw(stage, loaded, renamed, uma.person)).errors).toEqual({});
  // It goes to her alone.
  await announced(stage, stage.slack.dm('Uma').id);
  expect(botMessages(stage, '#management')).toEqual([]);
  expect(writes(stage)).toHaveLength(1);
});
