import { beforeEach, describe, expect, test } from '@jest/globals';
import { announced, expectClosed, linesOf, openForm } from '../support/channel.ts';
import { done } from '../support/outcomes.ts';
import { useSandbox } from '../support/use-sandbox.ts';

const stage = useSandbox();
const CAMDEN = 1_414_940_212;
// Of the start data: a Northwind in Soho, and this one in Camden.
const NORTHWIND = 1_414_300_004;
const NORTHWIND_TOO = 1_414_300_901;

type Offered = { options: { description: { text: string } }[] } | undefined;

beforeEach(() => {
  const { nexudus } = stage;
  nexudus.put('businesses', { Id: 1_414_940_299, Name: 'Shoreditch' });
  nexudus.put('teams', { Id: NORTHWIND_TOO, Name: 'Northwind', BusinessId: CAMDEN });
  for (const Id of [1_414_100_901, 1_414_100_902])
    nexudus.put('users', { Id, FullName: 'Twin', Email: 'twin@harbour.example', Active: true });
});

describe('a name or an address of several', () => {
  test.each([
    ['team rename Northwind to "North"', 'Team', '', '3 teams match “Northwind”'],
    ['video-room create name=Den location=Shoreditch', 'Location', '', '2 locations match “Shoreditch”'],
    ['role add-users Events twin@harbour.example', 'Users', [], '2 admin users match “twin@harbour.example”'],
  ])('%s: how many match is said, and none is filled in', async (words, label, value, said) => {
    const form = await openForm(stage.ana, `/nexudus ${words}`, label);
    expect(form.value(label)).toEqual(value);
    expect(form.text()).toContain(said);
  });
});

describe('teams of one name', () => {
  test('are distinguished by location in the form, the result and the history', async () => {
    const { ana, slack } = stage;
    const form = await openForm(ana, '/nexudus team update 1414300003', 'Section');
    expect(form.value('Team')).toBe('Northwind (Soho)');
    await form.type('Maximum members', '6');
    expectClosed(ana, await form.submit());
    expect(linesOf(await announced(stage))[0]).toEqual(done('Northwind (Soho)', '@Ana Ruiz'));
    await ana.command('/nexudus history northwind');
    await stage.until(() => slack.ephemerals('Ana').length > 0, 'an answer');
    expect(slack.ephemerals('Ana')[0]?.plain).toContain('Northwind (Soho)');
  });

  test('and by id where the location is the same', async () => {
    const { ana, slack } = stage;
    const form = await openForm(ana, `/nexudus team update ${NORTHWIND_TOO}`, 'Section');
    expect(form.value('Team')).toBe(`Northwind (Camden, #${NORTHWIND_TOO})`);
    await form.search('Team', 'northwind');
    const offered = slack.interactions.at(-1)?.answer as Offered;
    expect(offered?.options.map(({ description }) => description.text).sort()).toEqual([
      `Camden, #${NORTHWIND}`,
      `Camden, #${NORTHWIND_TOO}`,
      'Soho',
    ]);
    await form.type('Maximum members', '7');
    expectClosed(ana, await form.submit());
    expect(linesOf(await announced(stage))[0]).toEqual(
      done(`Northwind (Camden, #${NORTHWIND_TOO})`, '@Ana Ruiz'),
    );
  });

  test('are distinguished too when they are picked by hand', async () => {
    const { ana } = stage;
    const form = await openForm(ana, '/nexudus team rename', 'Team');
    await form.search('Team', 'northwind');
    await form.pick('Team', { value: '1414300003' });
    await ana.waitForModal((modal) => modal.labels().includes('New name'));
    expect(form.value('Team')).toBe('Northwind (Soho)');
  });

  test('are distinguished in the history when nothing came of it', async () => {
    const { ana, slack, nexudus } = stage;
    nexudus.switches.refuse = [{ property: 'Name', message: 'is taken' }];
    const form = await openForm(ana, '/nexudus team rename 1414300003 to Southwind', 'New name');
    await form.submit();
    await announced(stage);
    await ana.command('/nexudus history northwind');
    await stage.until(() => slack.ephemerals('Ana').length > 0, 'an answer');
    expect(slack.ephemerals('Ana')[0]?.plain).toContain('Rejected · Rename team: Northwind (Soho)');
  });

  test('among them one that was just renamed so', async () => {
    const { ana } = stage;
    const form = await openForm(ana, '/nexudus team rename "Acme Studios" to Acme', 'New name');
    expectClosed(ana, await form.submit());
    expect(linesOf(await announced(stage))[0]).toMatch(
      /^✅ Renamed Acme Studios to Acme \(Shoreditch.*\) · By @Ana Ruiz$/,
    );
  });
});

test('customers of one name are distinguished by their e-mail in what is shown of a change', async () => {
  const { ana, slack } = stage;
  const form = await openForm(ana, '/nexudus team billing Acme', 'Section');
  await form.search('Paying customer', 'chris taylor');
  await form.pick('Paying customer', { value: '1415000007' });
  expectClosed(ana, await form.submit());
  await ana.click(await announced(stage), 'Show changes');
  await stage.until(() => slack.ephemerals('Ana').length > 0, 'an answer');
  expect(slack.ephemerals('Ana')[0]?.plain).toMatch(/→ Chris Taylor \(chris\.taylor\S*@example\.com\)/);
});
