import { describe, expect, test } from '@jest/globals';
import { openForm } from '../support/channel.ts';
import { isQuestion } from '../support/is-question.ts';
import { writes } from '../support/nexudus-calls.ts';
import { say } from '../support/sentences.ts';
import { useSandbox } from '../support/use-sandbox.ts';

// A change after which no one could change roles any more, or not even who asks, is asked about first.
const stage = useSandbox();
const NETWORK_ADMIN = 1_413_000_001;
const [ANA, PRIYA, LEO, IAN] = [1_412_000_002, 1_412_000_004, 1_412_000_005, 1_412_000_006];
const NOBODY = say.noEditorLeft;
const YOURSELF = say.notYouAnyMore;

/** The review of a change of the network admins' role. */
async function asked(label: string, ...names: string[]): Promise<string> {
  const { ana } = stage;
  const form = await openForm(ana, '/nexudus role update "Network admin"', label);
  await form.pick(label, ...names);
  await form.submit();
  const review = await ana.waitForModal(isQuestion, { timeoutMs: 15_000 });
  expect(writes(stage)).toEqual([]);
  return review.text();
}

describe('a change of who may change roles', () => {
  test('that leaves others is only reviewed', async () => {
    const text = await asked('Remove users', 'Priya Nair');
    expect(text).not.toContain(NOBODY);
    expect(text).not.toContain(YOURSELF);
  });

  test('that takes it from oneself is asked about', async () => {
    const text = await asked('Remove users', 'Ana Ruiz');
    expect(text).toContain(YOURSELF);
    expect(text).not.toContain(NOBODY);
  });

  test('that leaves none but inactive ones is asked about', async () => {
    stage.nexudus.put('userroles', { Id: NETWORK_ADMIN, Users: [ANA, IAN] });
    const text = await asked('Remove users', 'Ana Ruiz');
    expect(text).toContain(YOURSELF);
    expect(text).toContain(NOBODY);
  });

  test('that leaves none but a user that Nexudus does not list is asked about', async () => {
    stage.nexudus.put('userroles', { Id: NETWORK_ADMIN, Users: [ANA, 1_412_999_999] });
    const text = await asked('Remove users', 'Ana Ruiz');
    expect(text).toContain(YOURSELF);
    expect(text).toContain(NOBODY);
  });

  test('by taking the permission out of the role, likewise', async () => {
    const text = await asked('Remove permissions', 'UserRole-Edit');
    expect(text).toContain(YOURSELF);
    expect(text).toContain(NOBODY);
  });

  test('is not asked about when another role gives it too', async () => {
    const permission = stage.nexudus.named('roles', 'UserRole-Edit').Id;
    stage.nexudus.put('userroles', {
      Name: 'Second',
      BusinessId: 1_414_940_210,
      Roles: [permission],
      Users: [ANA],
    });
    const text = await asked('Remove users', 'Ana Ruiz');
    expect(text).not.toContain(YOURSELF);
    expect(text).not.toContain(NOBODY);
  });

  test('and what is said yes to is done', async () => {
    stage.nexudus.put('userroles', { Id: NETWORK_ADMIN, Users: [ANA, PRIYA, LEO] });
    await asked('Remove users', 'Ana Ruiz');
    await stage.ana.modal()?.submit();
    await stage.until(() => writes(stage).length === 1, 'the write', 15_000);
    expect(stage.nexudus.record('userroles', NETWORK_ADMIN)?.Users).toEqual([PRIYA, LEO]);
  });
});
