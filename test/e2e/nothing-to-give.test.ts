import { describe, expect, test } from '@jest/globals';
import { APPROVALS, cards, holders, RECEPTION } from '../support/approvals.ts';
import { botMessages, openForm } from '../support/channel.ts';
import { writes } from '../support/nexudus-calls.ts';
import { useSandbox } from '../support/use-sandbox.ts';

// What gives nobody anything, or may not be given, is said in the form: no review, no card, no write.
const stage = useSandbox({
  entry: 'bundle',
  settings: { APPROVAL_CHANNEL: 'C0APPROVE', NEXUDUS_LOGINS: 'U0NORA000=nexudus-bot@harbour.example' },
});
const [SAM, LEO] = [1_412_000_003, 1_412_000_005];
const ADD = '/nexudus role add-users Reception';
const UPDATE = '/nexudus role update Reception';

async function refused(command: string, picks: Record<string, string[]>): Promise<Record<string, string>> {
  const labels = Object.keys(picks);
  const form = await openForm(stage.ana, command, labels[0] ?? '');
  for (const [label, names] of Object.entries(picks)) await form.pick(label, ...names);
  const ack = await form.submit();
  expect(ack.body).toMatchObject({ response_action: 'errors' });
  expect(cards(stage)).toEqual([]);
  expect(botMessages(stage)).toEqual([]);
  expect(writes(stage)).toEqual([]);
  return form.errors();
}

describe('said under the field', () => {
  test.each([
    ['add-users: who has the role', ADD, 'Users', 'Sam Field', /^Sam Field already has this role\./],
    ['add-users: the same by Slack', ADD, 'Slack people', 'Sam Field', /^Sam Field already has this role\./],
    ['update: who has the role', UPDATE, 'Add users', 'Sam Field', /^Sam Field already has this role\./],
    ['add-users: the bot', ADD, 'Users', 'Nexudus bot', /bot’s own account/],
    ['add-users: the bot by Slack', ADD, 'Slack people', 'Nora New', /bot’s own account/],
    ['update: the bot', UPDATE, 'Add users', 'Nexudus bot', /bot’s own account/],
    ['add-users: somebody inactive', ADD, 'Users', 'Ian Cole', /^Ian Cole is not active in Nexudus\./],
    ['add-users: the same by Slack', ADD, 'Slack people', 'Ian Cole', /^Ian Cole is not active in Nexudus\./],
    ['update: somebody inactive', UPDATE, 'Add users', 'Ian Cole', /^Ian Cole is not active in Nexudus\./],
    [
      'update: a permission it has',
      UPDATE,
      'Add permissions',
      'Team-List',
      /^The role already has Team-List\./,
    ],
    ['add-users: the bot’s role', '/nexudus role add-users Bot', 'Users', 'Leo Brandt', undefined],
    ['update: the bot’s role', '/nexudus role update Bot', 'Add users', 'Leo Brandt', undefined],
  ])('%s', async (_what, command, label, name, sentence) => {
    const said = await refused(command, { [label]: [name] });
    if (sentence) expect(said).toEqual({ [label]: expect.stringMatching(sentence) });
    else expect(said).toEqual({ Role: expect.stringContaining('The bot’s own account holds this role') });
  });

  test('several are all named', async () => {
    stage.nexudus.put('userroles', { Id: RECEPTION, Users: [SAM, LEO] });
    expect(await refused(ADD, { Users: ['Sam Field', 'Leo Brandt'] })).toEqual({
      Users: expect.stringMatching(/^Sam Field and Leo Brandt already have this role\./),
    });
  });
});

test('who got the role after the form was opened is told from the role as it is now', async () => {
  const form = await openForm(stage.ana, `${ADD} leo@harbour.example`, 'Users');
  stage.nexudus.put('userroles', { Id: RECEPTION, Users: [SAM, LEO] });
  await form.submit();
  expect(form.errors()).toEqual({ Users: expect.stringContaining('Leo Brandt already has this role') });
  expect(cards(stage)).toEqual([]);
});

test('beside somebody new, who has the role is named in the review and left out of what is asked', async () => {
  const { ana, slack } = stage;
  const form = await openForm(ana, ADD, 'Users');
  await form.pick('Users', 'Sam Field', 'Leo Brandt');
  await form.submit();
  const review = await ana.waitForModal((modal) => modal.submitText === 'Continue');
  expect(review.text()).toContain('Added to the role:\nLeo Brandt (leo@harbour.example)');
  expect(review.text()).toMatch(/Already .*: Sam Field/);
  await review.submit();
  const card = await slack.waitForMessage(APPROVALS, ({ plain }) => plain.includes('[Approve]'), {
    timeoutMs: 15_000,
  });
  expect(card.plain).not.toMatch(/Added to the role:\n.*Sam/);
  await slack.as('Priya').click(card, 'Approve');
  await stage.until(() => writes(stage).length === 1, 'the write', 15_000);
  expect(holders(stage)).toEqual([SAM, LEO]);
});

test('a rename that also names who has the role asks nobody: there is nothing to give', async () => {
  const form = await openForm(stage.ana, UPDATE, 'Name');
  await form.type('Name', 'Front desk');
  await form.pick('Add users', 'Sam Field');
  await form.submit();
  expect(Object.keys(form.errors())).toEqual(['Add users']);
  expect(cards(stage)).toEqual([]);
});
