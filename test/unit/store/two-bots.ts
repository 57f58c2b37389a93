import { afterAll, beforeAll, expect } from '@jest/globals';
import { systemClock } from '../../../src/clock.ts';
import { openDatabase } from '../../../src/store/database.ts';
import { migrate } from '../../../src/store/migrations.ts';
import type { Database } from '../../../src/store/schema.ts';
import { createStore } from '../../../src/store/store.ts';
import type { Announcement } from '../../../src/submissions/outbox.ts';
import type { Submission } from '../../../src/submissions/submission.ts';
import type { NewSubmission } from '../../../src/submissions/submission-store.ts';
import { postgres, press, waiting } from './store-on.ts';

const role = { users: [1], permissions: [11] };
const words = { role: 'Reception' } as never;
export const CARD = { channel: 'C', ts: '1' };
/** RACES=2000 looks longer. A guard that is taken out of a statement shows within thirty. */
export const TRIES = Number(process.env.RACES ?? 60);
/** A race that were cut short would go on beside the next one, and clear its rows away. */
export const WITHIN_MS = Math.max(120_000, TRIES * 500);

export const formOf = (id: string) => id.split(':')[0] as string;

/** Two processes on one PostgreSQL, and what they do in the races. */
export function useTwoBots() {
  let databases: Database[];
  let drop: () => Promise<void>;
  const at = (which: number) => databases[which] as Database;
  /** @param aheadMs how far the clock of its machine is ahead */
  const bot = (which: number, aheadMs = 0) =>
    createStore(at(which), `there/${which}/x`, { ...systemClock, now: () => Date.now() + aheadMs });
  beforeAll(async () => {
    const [url, dropSchema] = await postgres();
    drop = dropSchema;
    // How long a statement may take is no matter here.
    databases = [0, 1].map(() => openDatabase(url, { unhurried: true }));
    await migrate(at(0));
  }, 60_000);
  afterAll(async () => {
    await Promise.all(databases.map((db) => db.destroy()));
    await drop();
  });

  const statusOf = async (id: string) => (await bot(0).submissions.byId(id))?.status;
  const clear = async () => {
    for (const table of ['outbox', 'approvals', 'temporary_access', 'submissions'] as const)
      await at(0).deleteFrom(table).execute();
  };

  /** Has each pair meet many times; `won` says which of the two were carried out. */
  const race = async (
    prepare: () => Promise<string>,
    one: (id: string) => Promise<boolean>,
    other: (id: string) => Promise<boolean>,
    statuses: [string, string],
  ): Promise<void> => {
    const wrong: unknown[] = [];
    const won = { one: 0, other: 0 };
    for (let n = 0; n < TRIES; n++) {
      await clear();
      const id = await prepare();
      // Neither is always first.
      const acts = n % 2 === 0 ? [one(id), other(id)] : [other(id), one(id)].reverse();
      const [first, second] = await Promise.all(acts);
      const status = await statusOf(id);
      won[first ? 'one' : 'other'] += 1;
      if (first === second || status !== statuses[first ? 0 : 1]) wrong.push({ first, second, status });
    }
    expect(wrong.slice(0, 3)).toEqual([]);
    // A short race need not have gone both ways.
    if (TRIES >= 600) expect(Math.min(won.one, won.other)).toBeGreaterThan(0);
  };

  const accept = async (one: NewSubmission, which = 0): Promise<Submission> =>
    (await bot(which).submissions.accept(one)).submission;
  const wait = async (): Promise<string> => {
    const submission = await accept(press());
    await bot(0).submissions.finish(submission, waiting);
    return submission.id;
  };
  const claimedCard = async (which = 0): Promise<Announcement | undefined> => {
    for (let due = await bot(which).outbox.claim(); due; due = await bot(which).outbox.claim())
      if (due.announcement.kind === 'card') return due.announcement;
    return undefined;
  };
  const show = async (card: Announcement | undefined): Promise<void> => {
    if (!card) throw new Error('no card to show');
    await bot(0).outbox.placed(card, CARD);
    await bot(0).approvals.shown(card.submissionId, 'd', words);
    await bot(0).outbox.delivered(card, { posted: CARD, shows: 'awaiting-approval' });
  };
  const ask = async (more: Partial<NewSubmission> = {}): Promise<string> => {
    const submission = await accept(press({ approvalUntil: Date.now() + 60_000, ...more }));
    await show(await claimedCard());
    return submission.id;
  };
  const claims = (which: number) => async (id: string) =>
    (await bot(which).submissions.claimDue([]))?.id === id;
  const cancels = async (id: string) => (await bot(1).submissions.cancel(formOf(id), 'U')) !== undefined;
  const approves = (which: number) => (id: string) => bot(which).approvals.approve(id, 'U', 'd', role);
  const denies = async (id: string) => (await bot(1).approvals.deny(id, 'U', 'd', undefined)) !== undefined;

  return {
    at,
    bot,
    clear,
    race,
    accept,
    wait,
    ask,
    show,
    claimedCard,
    claims,
    cancels,
    approves,
    denies,
    statusOf,
  };
}
