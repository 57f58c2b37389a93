import { expect, test } from '@jest/globals';
import { changeRaw, picked } from '../support/change-raw.ts';
import { botMessages, openForm } from '../support/channel.ts';
import { writes } from '../support/nexudus-calls.ts';
import { say } from '../support/sentences.ts';
import { expectStillWell } from '../support/still-well.ts';
import { useSandbox } from '../support/use-sandbox.ts';

const stage = useSandbox();
/** What String() fails on. */
const NO_TEXT = { toString: 1, valueOf: 1 };

test.each([
  ['People', 'Add members', { selected_options: [{ value: NO_TEXT }, null, 5, { value: 'x' }] }],
  ['Basics', 'Description', { value: NO_TEXT }],
  ['Basics', 'Name', { value: [NO_TEXT] }],
])('%s: what is no text under “%s” spoils no section, and is refused', async (section, label, state) => {
  const { ana } = stage;
  const form = await openForm(ana, `/nexudus team ${section.toLowerCase()} Acme`, label);
  await changeRaw(stage, form, ana.person, 'Section', picked('Social'), { [label]: state });
  await ana.waitForModal((modal) => modal.labels().includes('Twitter'));
  await changeRaw(stage, form, ana.person, 'Section', picked(section));
  await ana.waitForModal((modal) => modal.labels().includes(label));
  await changeRaw(stage, form, ana.person, 'Section', picked('Social'), { [label]: state });
  await ana.waitForModal((modal) => modal.labels().includes('Twitter'));
  await form.submit();
  expect(form.text()).toContain(say.elsewhere([label], section));
  expect(writes(stage)).toEqual([]);
  expect(botMessages(stage)).toEqual([]);
  await expectStillWell(stage.bot);
});
