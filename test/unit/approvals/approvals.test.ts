import { expect, test } from '@jest/globals';
import { type ApprovalsOptions, createApprovals } from '../../../src/approvals/approvals.ts';
import { operations } from '../../../src/operations/index.ts';
import { addUsersToRole } from '../../../src/operations/role.ts';
import { createStore } from '../../../src/store/store.ts';
import { press, storeOn } from '../store/store-on.ts';

test('the count of endings holds each that an approval comes to without being run, once', async () => {
  const on = await storeOn('SQLite');
  const store = createStore(on.db, 'bot', on.clock);
  const ended: string[] = [];
  const approvals = createApprovals({
    store: store.approvals,
    policy: { answer: async () => 'may', eligible: async () => ({ found: [] }), isMember: async () => true },
    operations,
    isChannelOurs: async () => true,
    wake: () => {},
    announce: async () => {},
    ended: ({ formId }, status) => ended.push(`${formId} ${status}`),
  } as Partial<ApprovalsOptions> as ApprovalsOptions);
  const ask = async (formId: string) => {
    const one = press({
      formId,
      operation: addUsersToRole.id,
      input: { role: 5, users: [7] },
      approvalUntil: on.clock.time + 1000,
    });
    return (await store.submissions.accept(one)).submission;
  };
  const denied = await ask('denied');
  await store.approvals.shown(denied.id, 'abc', { role: 'Reception' } as never);
  expect(await approvals.deny(denied, 'UPRIYA', 'abc', 'Not Leo')).toBeUndefined();
  expect(await approvals.deny(denied, 'UPRIYA', 'abc', 'Not Leo')).toBe('decided-before');
  const unreachable = await ask('unreachable');
  await approvals.undeliverable(unreachable, 'channel');
  await approvals.undeliverable(unreachable, 'channel');
  await ask('off');
  await approvals.start('C0APPROVE', [addUsersToRole.id]);
  expect(ended).toEqual(['denied denied', 'unreachable failed']);
  await approvals.start('C0APPROVE', []);
  expect(ended).toEqual(['denied denied', 'unreachable failed', 'off failed']);
});
