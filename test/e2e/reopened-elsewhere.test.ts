import { expect, test } from '@jest/globals';
import { announced, botMessages, openForm } from '../support/channel.ts';
import { found, writes } from '../support/nexudus-calls.ts';
import { submissionOf } from '../support/submit-raw.ts';
import { useSandbox } from '../support/use-sandbox.ts';

const stage = useSandbox();
const ACME = 1_414_300_001;

test('a form that was reopened with Fix elsewhere is drawn anew where it was open, and reverts nothing', async () => {
  const { ana, nexudus, slack } = stage;
  const form = await openForm(ana, '/nexudus team update Acme', 'Name');
  await form.type('Name', 'Acme Ltd');
  nexudus.switches.refuse = [{ property: 'Name', message: 'is taken' }];
  await form.submit();
  nexudus.switches.refuse = [];
  const message = await announced(stage);
  // As her phone still shows it.
  const onPhone = submissionOf(stage, form, ana.person);
  nexudus.put('teams', { Id: ACME, Description: 'edited in the dashboard', TunnelPrivateGroupId: 'vlan-9' });
  await ana.click(message, 'Fix and resubmit');
  await ana.waitForModal(
    (modal) =>
      modal.labels().includes('Description') && modal.value('Description') === 'edited in the dashboard',
  );
  const before = writes(stage).length;

  const { body } = await slack.send('interactive', onPhone);

  await new Promise((resolve) => setTimeout(resolve, 1500));
  expect(found(stage, 'teams', ACME)).toMatchObject({
    Description: 'edited in the dashboard',
    TunnelPrivateGroupId: 'vlan-9',
  });
  expect(writes(stage)).toHaveLength(before);
  expect(body).not.toBe('');
  expect(botMessages(stage)).toHaveLength(1);
});
