import { expect, test } from '@jest/globals';
import { expectRefused, holders } from '../support/approvals.ts';
import { newest, openForm } from '../support/channel.ts';
import { writes } from '../support/nexudus-calls.ts';
import { giveUntil, HOUR_MS, inPicker } from '../support/temporary.ts';
import { useStore } from '../support/use-store.ts';

// An operator who sets ROLE_MAX_DAYS: no one is added to a role for good, or for longer than that.
const stage = useStore({ settings: { ROLE_MAX_DAYS: '3' } });
const [SAM, LEO] = [1_412_000_003, 1_412_000_005];
const ADD = '/nexudus role add-users Reception leo@harbour.example';

test('a later end is refused under its field, and so is none; neither reaches Nexudus', async () => {
  const { ana } = stage;
  const late = await openForm(ana, ADD, 'Until');
  expect(late.text()).toContain('at most 3 days from now');
  await late.type('Until', inPicker(Date.now() + 73 * HOUR_MS));
  await expectRefused(ana, late, {
    Until: 'Access can last at most 3 days here. Choose an earlier date and time.',
  });
  await late.close();
  const blank = await openForm(ana, ADD, 'Until');
  await blank.submit();
  // Slack itself wants it, and sends nothing.
  expect(blank.errors()).toEqual({ Until: 'Please complete this required field.' });
  expect(writes(stage)).toEqual([]);
  expect(stage.submissions()).toEqual([]);
}, 60_000);

test('an end within these days is given', async () => {
  await giveUntil(stage, 'in 2 days');
  expect(holders(stage)).toEqual([SAM, LEO]);
}, 60_000);

test('Update role adds no one, and goes on changing the rest', async () => {
  const { ana } = stage;
  const form = await openForm(ana, '/nexudus role update Reception', 'Add users');
  await form.pick('Add users', 'Leo Brandt');
  await expectRefused(ana, form, {
    'Add users':
      'Users can only be added for a limited time here. Use “Add users to role”, which asks until when.',
  });
  await form.close();
  const other = await openForm(ana, '/nexudus role update Reception', 'Name');
  await other.type('Name', 'Front desk');
  await other.submit();
  await stage.until(() => newest(stage)?.plain.startsWith('✅') ?? false, 'the message', 15_000);
  expect(holders(stage)).toEqual([SAM]);
}, 60_000);
