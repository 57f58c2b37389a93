import { expect, test } from '@jest/globals';
import type { Modal, SlackClient, SlackMessage } from '../../src/sandbox/slack/start-slack.ts';
import { bringInCast, NOT_YOUR_LOCATION } from '../support/access-cast.ts';
import { holders, RECEPTION } from '../support/approvals.ts';
import { say } from '../support/sentences.ts';
import { giveUntil } from '../support/temporary.ts';
import { useStore } from '../support/use-store.ts';

// Who may end access now, and where the button finds what was given.
const stage = useStore({ settings: { REQUESTS_CHANNEL: 'C0SOHO000' } });
const [SAM, LEO] = [1_412_000_003, 1_412_000_005];
const [SHOREDITCH, CAMDEN] = [1_414_940_211, 1_414_940_212];

async function pressEnd(person: SlackClient, message: SlackMessage): Promise<Modal> {
  await person.click(message, say.endNow);
  return person.waitForModal((modal) => !modal.text().includes(say.undoChecking), {
    what: 'what End now says',
    timeoutMs: 15_000,
  });
}

/** What `/nexudus access` answers. */
async function listOf(name: string): Promise<SlackMessage> {
  const { slack } = stage;
  const before = slack.ephemerals(name).length;
  await slack.as(name).command('/nexudus access');
  await stage.until(() => slack.ephemerals(name).length > before, 'the list', 15_000);
  return slack.ephemerals(name).at(-1) as SlackMessage;
}

test('once the role has moved, no one of its old location ends access to it', async () => {
  bringInCast(stage);
  stage.nexudus.put('userroles', { Id: RECEPTION, BusinessId: CAMDEN });
  const message = await giveUntil(stage);
  expect((await listOf('Cam')).buttons).toEqual([say.extend, say.endNow]);
  stage.nexudus.put('userroles', { Id: RECEPTION, BusinessId: SHOREDITCH });
  // What it knew of roles is some minutes old.
  await stage.bot.stop();
  await stage.startAgain();
  expect((await listOf('Cam')).plain).toContain(`${say.noAccess} ${say.howToGive}`);
  expect((await listOf('Ana')).buttons).toEqual([say.extend, say.endNow]);
  const said = await pressEnd(stage.slack.as('Cam'), message);
  expect(said.submitText).toBeUndefined();
  expect(said.text()).toContain(NOT_YOUR_LOCATION);
  expect(holders(stage)).toEqual([SAM, LEO]);
  // An admin is asked, and finds the button in what is asked.
  await said.press(say.askAdmin);
  const asking = await stage.slack
    .as('Cam')
    .waitForModal((modal) => modal.labels().includes(say.askNote), { timeoutMs: 15_000 });
  await asking.submit();
  const asked = () => stage.slack.messages('#soho-desk').find(({ bot_id }) => bot_id !== undefined);
  await stage.until(() => asked() !== undefined, 'the wish', 15_000);
  expect(asked()?.plain).toMatch(/asks an admin: End now: Add users to role \(NX-\w{7}\)/);
  const confirm = await pressEnd(stage.ana, asked() as SlackMessage);
  await confirm.submit();
  await stage.until(() => JSON.stringify(holders(stage)) === JSON.stringify([SAM]), 'the end', 20_000);
}, 60_000);

test('what an attempt of unknown outcome may have given is ended, though its form was sent again in vain', async () => {
  const { ana } = stage;
  await giveUntil(stage);
  const failure = { why: 'silent', passing: true, mayHaveActed: true, answered: false };
  stage.sql("update submissions set status = 'failed', standing = ?", JSON.stringify({ failure }));
  const [row] = stage.sql('select * from submissions');
  const again = { ...row, id: `${row?.form_id}:2`, press: 2, status: 'cancelled', standing: '{}' };
  const columns = Object.entries(again).filter(([, value]) => value !== null) as [string, string | number][];
  stage.sql(
    `insert into submissions (${columns.map(([name]) => name)}) values (${columns.map(() => '?')})`,
    ...columns.map(([, value]) => value),
  );
  await ana.command('/nexudus access');
  const shown = () => stage.slack.ephemerals(ana.person.id).at(-1);
  await stage.until(() => shown()?.buttons.includes(say.endNow) === true, 'the list');
  const question = await pressEnd(ana, shown() as SlackMessage);
  expect(question.submitText).toBe(say.endNow);
  await question.submit();
  await stage.until(() => JSON.stringify(holders(stage)) === JSON.stringify([SAM]), 'the end', 20_000);
}, 60_000);
