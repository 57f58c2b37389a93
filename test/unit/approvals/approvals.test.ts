import { expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { type ApprovalsOptions, createApprovals } from '../../../src/approvals/approvals.ts';
import { type ApprovedGuardsOptions, createApprovedGuards } from '../../../src/approvals/approved-guards.ts';
import { createDirectory } from '../../../src/nexudus/directory.ts';
import { failureOf } from '../../../src/nexudus/failure.ts';
import { operations } from '../../../src/operations/index.ts';
import { addUsersToRole } from '../../../src/operations/role.ts';
import { createStore } from '../../../src/store/store.ts';
import { asBot } from '../nexudus/bot-account.ts';
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

const addLeo = (formId: string) =>
  press({ formId, operation: addUsersToRole.id, input: { role: 5, users: [7] }, approvalUntil: 9e15 });

test('an approval of what can’t be looked up is not decided, and why is logged', async () => {
  const on = await storeOn('SQLite');
  const store = createStore(on.db, 'bot', on.clock);
  const problems: string[] = [];
  const approvals = createApprovals({
    store: store.approvals,
    policy: { answer: async () => 'may', eligible: async () => ({ found: [] }), isMember: async () => true },
    operations,
    directory: createDirectory(asBot('http://127.0.0.1:1')),
    isChannelOurs: async () => true,
    problem: (_error, what) => problems.push(what),
  } as Partial<ApprovalsOptions> as ApprovalsOptions);
  const { submission } = await store.submissions.accept(addLeo('unknown'));
  expect(await approvals.approve(submission, 'UPRIYA', 'abc')).toBe('unknown');
  expect(problems).toEqual([`what ${submission.receipt} grants could not be looked up`]);
});

test('an approval that the store can’t read makes the write wait for the store, and not for Slack', async () => {
  const on = await storeOn('SQLite');
  const store = createStore(on.db, 'bot', on.clock);
  const problems: string[] = [];
  const guardsOf = createApprovedGuards({
    store: store.approvals,
    required: true,
    problem: (_error, what) => problems.push(what),
  } as Partial<ApprovedGuardsOptions> as ApprovedGuardsOptions);
  const { submission } = await store.submissions.accept(addLeo('unread'));
  await sql`alter table approvals rename to away`.execute(on.db);
  const refused = await guardsOf(submission, addUsersToRole).catch((error: unknown) => error);
  await sql`alter table away rename to approvals`.execute(on.db);
  expect(failureOf(refused)).toEqual({ why: 'store', passing: true, mayHaveActed: false, answered: true });
  expect(problems).toEqual([`the approval of ${submission.receipt} could not be read`]);
});
