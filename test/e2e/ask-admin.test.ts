import { describe, expect, test } from '@jest/globals';
import type { Modal, SlackClient, SlackMessage } from '../../src/sandbox/slack/start-slack.ts';
import { BUT_ROLES, titlesOf } from '../support/all-operations.ts';
import { RECEPTION } from '../support/approvals.ts';
import { newest, openForm } from '../support/channel.ts';
import { CANCELLED } from '../support/outcomes.ts';
import { denied, say } from '../support/sentences.ts';
import { press, untilSays } from '../support/undo.ts';
import { useSandbox } from '../support/use-sandbox.ts';

// Who may not do something sees that it is so, and asks those who may.
const stage = useSandbox({ settings: { APPROVAL_CHANNEL: 'C0APPROVE', REQUESTS_CHANNEL: 'C0SOHO000' } });
const COMMAND = 'role add-users Reception leo@harbour.example';
const leo = () => stage.slack.as('Leo');
const requests = () => stage.slack.messages('#soho-desk').filter(({ bot_id }) => bot_id !== undefined);

/** Presses the button in the refusal of a form, and comes to the question. */
async function asking(person: SlackClient, command = COMMAND): Promise<Modal> {
  await person.command(`/nexudus ${command}`);
  const refusal = await person.waitForModal((modal) => modal.buttons().includes(say.askAdmin), {
    timeoutMs: 15_000,
  });
  await refusal.press(say.askAdmin);
  return person.waitForModal((modal) => modal.labels().includes(say.askNote), { timeoutMs: 15_000 });
}

const untilAsked = (count: number) =>
  stage.until(() => requests().length === count, `${count} in #soho-desk`, 15_000);

describe('Ask an admin', () => {
  test('posts who wants what; an admin opens the form there as it was typed', async () => {
    const { ana } = stage;
    const question = await asking(leo());
    expect(question.text()).toContain(`/nexudus ${COMMAND}`);
    await question.type(say.askNote, 'For the evening shift');
    await question.submit();
    await untilAsked(1);
    const [message] = requests();
    expect(message?.plain).toContain('@Leo Brandt');
    expect(message?.plain).toContain(`/nexudus ${COMMAND}`);
    expect(message?.plain).toContain('For the evening shift');
    expect((await leo().waitForModal((modal) => modal.text().includes(say.askSent))).labels()).toEqual([]);
    if (!message) throw new Error('no message');
    await ana.click(message, 'Add users to role');
    const form = await ana.waitForModal((modal) => modal.labels().includes('Users'), { timeoutMs: 15_000 });
    expect([form.value('Role'), form.value('Users')]).toEqual(['Reception', ['Leo Brandt']]);
  });

  test('of an undo that one may not do, and an admin presses it there', async () => {
    const { ana, nexudus } = stage;
    const form = await openForm(ana, '/nexudus role update Reception', 'Name');
    await form.type('Name', 'Front desk');
    await form.submit();
    await stage.until(() => newest(stage)?.buttons.includes('Undo') === true, 'the result', 15_000);
    const refusal = await press(stage, leo());
    expect(refusal.text()).toContain('UserRole-Edit');
    await refusal.press(say.askAdmin);
    const question = await leo().waitForModal((modal) => modal.labels().includes(say.askNote), {
      timeoutMs: 15_000,
    });
    const [receipt] = /NX-\w{7}/.exec(newest(stage)?.plain ?? '') ?? [];
    expect(question.text()).toContain(`Undo: Update role (${receipt})`);
    await question.submit();
    await untilAsked(1);
    const [message] = requests();
    expect(message?.plain).toContain(`@Leo Brandt asks an admin: Undo: Update role (${receipt})`);
    if (!message) throw new Error('no message');
    await ana.click(message, 'Undo');
    const asked = await ana.waitForModal((modal) => modal.submitText === 'Undo', { timeoutMs: 15_000 });
    await asked.submit();
    await untilSays(stage, '↩️ Undone by @Ana Ruiz');
    expect(nexudus.record('userroles', RECEPTION)?.Name).toBe('Reception');
  });

  test('of a cancellation that one may not do', async () => {
    const { ana, nexudus, slack } = stage;
    const form = await openForm(ana, '/nexudus role update Reception', 'Name');
    await form.type('Name', 'Front desk');
    Object.assign(nexudus.switches, { down: '500', only: 'writes' });
    await form.submit();
    await stage.until(() => newest(stage)?.buttons.includes('Cancel') === true, 'what waits', 15_000);
    const before = slack.ephemerals('Leo').length;
    await leo().click(newest(stage) as SlackMessage, 'Cancel');
    await stage.until(() => slack.ephemerals('Leo').length > before, 'the refusal', 15_000);
    await leo().click(slack.ephemerals('Leo').at(-1) as SlackMessage, say.askAdmin);
    const question = await leo().waitForModal((modal) => modal.labels().includes(say.askNote), {
      timeoutMs: 15_000,
    });
    await question.submit();
    await untilAsked(1);
    expect(requests()[0]?.plain).toMatch(/asks an admin: Cancel: Update role \(NX-\w{7}\)\n\[Cancel\]/);
    await ana.click(requests()[0] as SlackMessage, 'Cancel');
    await stage.until(() => newest(stage)?.plain.includes(CANCELLED) === true, 'the cancellation', 15_000);
  });

  test('from whoami', async () => {
    const { slack } = stage;
    for (const name of ['Sam', 'Nora', 'Leo', 'Ana']) {
      const before = slack.ephemerals(name).length;
      await slack.as(name).command('/nexudus whoami');
      await stage.until(() => slack.ephemerals(name).length > before, 'an answer', 10_000);
      expect(slack.ephemerals(name).at(-1)?.buttons).toEqual(name === 'Ana' ? [] : [say.askAdmin]);
    }
  });

  test('what was typed mentions no one and formats nothing', async () => {
    const question = await asking(leo(), 'role add-users "<!channel> *Reception* @ana <@U0ANA0000>"');
    await question.type(say.askNote, '<!here> _now_ <@U0PRIYA00>');
    await question.submit();
    await untilAsked(1);
    const [message] = requests();
    expect(message?.mentions).toEqual([leo().person.id]);
    expect(message?.plain).toContain('<!here> _now_ <@U0PRIYA00>');
  });

  test('the same wish is posted once', async () => {
    const wish = 'role add-users Events leo@harbour.example';
    await (await asking(leo(), wish)).submit();
    await untilAsked(1);
    for (const modal of leo().modals().reverse()) await modal.close();
    const again = await asking(leo(), wish.toUpperCase().replace('ROLE ADD-USERS', 'role add-users'));
    await again.submit();
    expect(again.errors()[say.askNote]).toBe(say.askedBefore);
    expect(requests()).toHaveLength(1);
  });

  test('from help: only what one may do is listed, and what is wanted is chosen', async () => {
    const { slack } = stage;
    await leo().command('/nexudus help');
    await stage.until(() => slack.ephemerals('Leo').length > 0, 'help', 10_000);
    const help = slack.ephemerals('Leo').at(-1);
    if (!help) throw new Error('no help');
    expect(help.plain).not.toContain('Add users to a role');
    await leo().click(help, say.askAdmin);
    const question = await leo().waitForModal((modal) => modal.labels().includes(say.askWhat), {
      timeoutMs: 15_000,
    });
    await question.pick(say.askWhat, 'Add users to a role');
    await question.submit();
    await untilAsked(1);
    expect(requests()[0]?.plain).toContain('/nexudus role add-users');
  });

  test('help tells who may do nothing whom to ask, and no more', async () => {
    const { slack } = stage;
    const nora = slack.as('Nora');
    await nora.command('/nexudus');
    await stage.until(() => slack.ephemerals('Nora').length > 0, 'help', 10_000);
    const help = slack.ephemerals('Nora').at(-1);
    const reason = denied('no-user', 'nora@harbour.example');
    expect(help?.plain).toBe(`${say.introNone}\n${reason}\n${say.askIn}#soho-desk.\n[${say.askAdmin}]`);
  });

  test('a button whose question Slack doesn’t open says so', async () => {
    const { slack } = stage;
    await leo().command('/nexudus help');
    await stage.until(() => slack.ephemerals('Leo').length > 0, 'help', 10_000);
    const help = slack.ephemerals('Leo').at(-1);
    if (!help) throw new Error('no help');
    slack.faults.fail = { method: 'views.open', error: 'expired_trigger_id', times: 1 };
    await leo().click(help, say.askAdmin);
    await stage.until(() => slack.ephemerals('Leo').length > 1, 'an answer', 10_000);
    expect(slack.ephemerals('Leo').at(-1)?.plain).toBe(say.tooSlowAgain);
  });

  test('a channel that others read along gets nothing', async () => {
    await stage.withBot({ REQUESTS_CHANNEL: 'C0PARTNER' }, async () => {
      const question = await asking(leo());
      await question.submit();
      expect(question.errors()[say.askNote]).toBe(say.askUnusable);
      expect(stage.slack.messages('#partners')).toEqual([]);
    });
  });

  test('without a channel there is no button', async () => {
    await stage.withBot({ REQUESTS_CHANNEL: '', APPROVAL_CHANNEL: '' }, async () => {
      await leo().command(`/nexudus ${COMMAND}`);
      const refusal = await leo().waitForModal((modal) => modal.text().includes('UserRole-Edit'), {
        timeoutMs: 15_000,
      });
      expect(refusal.buttons()).toEqual([]);
    });
  });

  test('a guest is offered nothing', async () => {
    const gus = stage.slack.as('Gus');
    await gus.command(`/nexudus ${COMMAND}`);
    const refusal = await gus.waitForModal((modal) => modal.text().includes('Guests of this Slack'), {
      timeoutMs: 15_000,
    });
    expect(refusal.buttons()).toEqual([]);
  });
});

describe('who may do only some of it sees only that', () => {
  test('in the chooser', async () => {
    await leo().shortcut('more-actions');
    const chooser = await leo().waitForModal((modal) => modal.buttons().includes('Rename team'), {
      timeoutMs: 15_000,
    });
    expect(chooser.buttons()).toEqual([...titlesOf(BUT_ROLES), say.askAdmin]);
  });

  test('where a command is not complete', async () => {
    const { slack } = stage;
    await leo().command('/nexudus role');
    await stage.until(() => slack.ephemerals('Leo').length > 0, 'an answer', 10_000);
    const answer = slack.ephemerals('Leo').at(-1);
    expect(answer?.plain).toContain('UserRole-Edit');
    expect(answer?.buttons).toEqual([say.askAdmin]);
  });

  test('an admin still gets the form', async () => {
    const form = await openForm(stage.ana, `/nexudus ${COMMAND}`, 'Users');
    expect(form.value('Users')).toEqual(['Leo Brandt']);
  });
});
