import { expect, test } from '@jest/globals';
import { ask, resultSaying } from '../support/approvals.ts';
import { SIGN } from '../support/outcomes.ts';
import { letPass } from '../support/time-passes.ts';
import { useCosts } from '../support/use-costs.ts';

// What adding users to a role costs where it has to be approved. The table of docs/performance.md says the same.
const { stage, costOf } = useCosts({ APPROVAL_CHANNEL: 'C0APPROVE' });

const ROLE = 'GET /api/security/userroles/#';
const WRITE = ['PUT /api/security/userroles', ROLE];

test('an approval, from the command to the result', async () => {
  const submit = (email: string, count: number) =>
    ask(stage, stage.ana, `/nexudus role add-users Reception ${email}`, count);
  const approve = async (card: Awaited<ReturnType<typeof ask>>) => {
    await stage.slack.as('Priya').click(card, 'Approve');
    await resultSaying(stage, SIGN.done);
  };
  await approve(await submit('leo@harbour.example', 1));

  let card = undefined as unknown as Awaited<ReturnType<typeof ask>>;
  const submitting = await costOf(async () => {
    card = await submit('tess@harbour.example', 2);
  });
  expect({ ...submitting, nexudus: submitting.nexudus.sort(), slack: submitting.slack.sort() }).toEqual({
    nexudus: [
      // Who may approve: the roles that hold the permission, and their users in one call.
      ...['GET /api/security/roles/#', ROLE],
      // The form, its review, and who asks: after each change of a role all rights are read anew.
      ...[ROLE, ROLE, ROLE],
      ...['GET /api/sys/users', 'GET /api/sys/users/#'],
    ],
    slack: [
      ...['chat.postMessage', 'chat.postMessage', 'chat.update'],
      ...['conversations.members', 'conversations.members'],
      ...['views.open', 'views.update', 'views.update'],
    ],
    statements: 18,
  });
  const approving = await costOf(() => approve(card));
  expect(approving.nexudus).toEqual([ROLE, ROLE, ...WRITE]);
  expect(approving.slack).toEqual(['chat.update', 'chat.update', 'chat.update', 'chat.postMessage']);
  // One more where a busy machine takes so long that something is looked at again.
  expect([33, 34]).toContain(approving.statements);
});

test('an approval that is given minutes later asks for the rights of both again', async () => {
  const card = await ask(stage, stage.ana);
  await letPass(stage.bot, 2 * 60);
  const { nexudus } = await costOf(async () => {
    await stage.slack.as('Priya').click(card, 'Approve');
    await resultSaying(stage, SIGN.done);
  });
  expect(nexudus).toEqual(['GET /api/sys/users', 'GET /api/sys/users', ROLE, ROLE, ROLE, ...WRITE]);
});
