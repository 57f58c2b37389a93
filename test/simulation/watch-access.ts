import type { Submission } from '../../src/submissions/submission.ts';
import { askedOf } from './asked.ts';
import type { NexudusServer } from './nexudus-server.ts';
import type { SharedStore } from './shared-store.ts';
import { EPOCH, type Timeline } from './timeline.ts';

/** Someone was given a role by a submission, as Nexudus saw it. */
interface Given {
  /** The submission, or the first of those that were undone and redone. */
  id: string;
  role: number;
  user: number;
  until: number;
  at: number;
  /** They did not have it before. */
  fresh: boolean;
}

export interface RoleAct {
  submission: Submission;
  role: number;
  before: readonly number[];
  after: readonly number[];
}

/**
 * Who was given a role until a moment loses it once after that, and no one else does; while another submission gives it to them,
 * they keep it. A model of its own: it knows only what was asked, and what Nexudus did.
 */
export class AccessWatch {
  readonly #given: Given[] = [];
  /** By submission that ends access, and user: how often it took it away since they got it. */
  readonly #taken = new Map<string, number>();
  /** Roles and users whose story an undo, a redo or the dashboard is part of. */
  readonly #unsure = new Set<string>();
  readonly #lost = new Map<string, number>();
  readonly #store: SharedStore;
  readonly #server: NexudusServer;
  readonly #timeline: Timeline;
  readonly #fail: (what: string) => void;
  readonly #slackMs: number;

  /** @param mostSkewMs so far may a clock be from the true time */
  constructor(
    store: SharedStore,
    server: NexudusServer,
    timeline: Timeline,
    fail: (what: string) => void,
    mostSkewMs: number,
  ) {
    this.#store = store;
    this.#server = server;
    this.#timeline = timeline;
    this.#fail = fail;
    this.#slackMs = 2 * mostSkewMs + 5_000;
  }

  get #now(): number {
    return EPOCH + this.#timeline.now;
  }

  acted(act: RoleAct): void {
    const { submission, role, before, after } = act;
    const came = after.filter((user) => !before.includes(user));
    const went = before.filter((user) => !after.includes(user));
    // What a person asked to be taken away is no one else's doing.
    const byHand = askedOf(submission.operation, submission.input).removed.Users ?? [];
    for (const user of went)
      if (submission.cause || !byHand.includes(user)) this.#lost.set(`${role} ${user}`, this.#now);
      else this.#unsure.add(`${role} ${user}`);
    if (submission.cause?.kind === 'end-of-access') this.#checkEnd(act, went);
    else if (submission.cause) this.#noteReversal(act, came, went);
    else this.#noteGiven(act, came);
    for (const user of came)
      for (const key of this.#taken.keys()) if (key.endsWith(` ${user}`)) this.#taken.delete(key);
  }

  #noteGiven({ submission, role, before }: RoleAct, came: readonly number[]): void {
    const { id, operation, input } = submission;
    for (const user of askedOf(operation, input).added.Users ?? []) {
      const of = this.#given.filter((one) => one.role === role && one.user === user);
      const own = of.find((one) => one.id === id);
      // Someone who has it for good is given nothing.
      const isLent = of.some(({ until }) => until < Number.POSITIVE_INFINITY);
      if (own) own.fresh ||= came.includes(user);
      else if (!before.includes(user) || isLent)
        this.#given.push({
          id,
          role,
          user,
          until: typeof input.until === 'number' ? input.until : Number.POSITIVE_INFINITY,
          at: this.#now,
          fresh: came.includes(user),
        });
    }
  }

  #checkEnd({ submission: { id, cause }, role }: RoleAct, went: readonly number[]): void {
    for (const user of went) {
      const given = this.#given.find((one) => one.id === cause?.of && one.role === role && one.user === user);
      if (!given) {
        this.#fail(`${id} took ${user} out of ${role}, whom ${cause?.of} did not give it`);
        continue;
      }
      if (this.#now < given.until - this.#slackMs) this.#fail(`${id} took ${user} out of ${role} too early`);
      const by = this.#heldBy(given);
      if (by) this.#fail(`${id} took ${user} out of ${role}, whom ${by.id} still gives it`);
      const key = `${id} ${user}`;
      this.#taken.set(key, (this.#taken.get(key) ?? 0) + 1);
      if (this.#taken.get(key) !== 1) this.#fail(`${id} took ${user} out of ${role} twice`);
    }
  }

  #noteReversal({ submission, role }: RoleAct, came: readonly number[], went: readonly number[]): void {
    const first = this.firstOf(submission);
    for (const user of went) {
      const given = this.#given.find((one) => one.id === first && one.role === role && one.user === user);
      const by = given && this.#heldBy(given);
      if (by) this.#fail(`${submission.id} took ${user} out of ${role}, whom ${by.id} still gives it`);
    }
    for (const user of [...came, ...went]) this.#unsure.add(`${role} ${user}`);
    for (const one of this.#given) if (one.id === first) this.#unsure.add(`${role} ${one.user}`);
  }

  /** The submission that gives it to them for longer for certain. */
  #heldBy(own: Given): Given | undefined {
    if (this.#unsure.has(`${own.role} ${own.user}`)) return undefined;
    const others = this.#given.filter(
      (one) => one.role === own.role && one.user === own.user && one.id !== own.id,
    );
    return others.find(
      (one) =>
        one.until > this.#now + this.#slackMs &&
        this.#succeeded(one.id) &&
        [own, ...others].every((later) => later.at <= one.at || !later.fresh),
    );
  }

  #succeeded(id: string): boolean {
    return this.#store.rows("select 1 from submissions where id = ? and status = 'succeeded'", id).length > 0;
  }

  /** Where all that was undone and redone began. */
  firstOf({ id, cause }: Pick<Submission, 'id' | 'cause'>): string {
    let first = cause?.of ?? id;
    for (;;) {
      const [row] = this.#store.rows<{ cause_of: string | null }>(
        'select cause_of from submissions where id = ?',
        first,
      );
      if (!row?.cause_of) return first;
      first = row.cause_of;
    }
  }

  /** Whom it gave a role. */
  gaveFirst(submission: Pick<Submission, 'id' | 'cause'>): number[] {
    const first = this.firstOf(submission);
    return this.#given.filter(({ id }) => id === first).map(({ user }) => user);
  }

  /** Once everything has come to rest, long after the last end. */
  end(): void {
    for (const role of new Set(this.#given.map((one) => one.role))) {
      const users = this.#server.get('userroles', role)?.Users as number[];
      for (const user of new Set(this.#given.filter((one) => one.role === role).map((one) => one.user))) {
        const key = `${role} ${user}`;
        if (this.#unsure.has(key)) continue;
        const all = this.#given.filter((one) => one.role === role && one.user === user);
        const forGood = all.filter(({ until }) => until === Number.POSITIVE_INFINITY);
        const has = users.includes(user);
        if (has && forGood.length === 0 && all.some(({ until }) => until < this.#now - this.#slackMs))
          this.#fail(`${user} still has ${role}, which was to end`);
        const kept = forGood.find(
          ({ id, at }) => this.#succeeded(id) && all.every((one) => one.at <= at || !one.fresh),
        );
        const lostAt = this.#lost.get(key) ?? 0;
        if (!has && kept && lostAt > kept.at)
          this.#fail(`${user} lost ${role}, which ${kept.id} gave for good`);
      }
    }
  }
}
