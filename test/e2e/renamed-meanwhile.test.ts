import { expect, test } from '@jest/globals';
import { openForm } from '../support/channel.ts';
import { useSandbox } from '../support/use-sandbox.ts';

const stage = useSandbox();
const ACME = 1_414_300_001;
const KESTREL = 1_414_300_009;

test('a name that belongs to another team by now means that team', async () => {
  const { ana, nexudus } = stage;
  await (await openForm(ana, '/nexudus team rename Acme', 'New name')).close();
  nexudus.put('teams', { Id: ACME, Name: 'Acme (closed)' });
  nexudus.put('teams', { Id: KESTREL, Name: 'Acme' });
  const form = await openForm(ana, '/nexudus team rename Acme to "Acme Ltd"', 'New name');
  await form.submit();
  await stage.until(
    () => nexudus.record('teams', KESTREL)?.Name === 'Acme Ltd',
    'the rename of what is Acme now',
  );
  expect(nexudus.record('teams', ACME)?.Name).toBe('Acme (closed)');
});

test('a team that has no longer the name that was typed is shown by the name that it has', async () => {
  const { ana, nexudus } = stage;
  await (await openForm(ana, '/nexudus team rename Acme', 'New name')).close();
  nexudus.put('teams', { Id: ACME, Name: 'Acme (closed)' });
  await ana.command('/nexudus team rename Acme to "Acme Ltd"');
  const form = await ana.waitForModal((modal) => modal.labels().includes('Team'));
  expect(form.value('Team')).not.toBe('Acme');
});
