import { isOver } from '../../src/submissions/status.ts';
import { type Answer, hasUnknownOutcome, type Submission } from '../../src/submissions/submission.ts';
import { askedOf } from './asked.ts';
import type { NexudusServer } from './nexudus-server.ts';
import type { SharedStore } from './shared-store.ts';
import type { Shown, SlackWatcher } from './slack-world.ts';
import type { Act, WriteWatch } from './watch-writes.ts';

/** What a reader takes from an answer or a message. */
type Claim = 'done' | 'not-done' | 'unknown' | 'open';

const claimOf = (submission: Submission): Claim => {
  if (submission.status === 'succeeded') return 'done';
  if (hasUnknownOutcome(submission)) return 'unknown';
  return isOver(submission.status) ? 'not-done' : 'open';
};

interface Row {
  id: string;
  form_id: string;
  press: number;
  status: string;
  operation: string;
  input: string;
  unknown_outcome_since: number | null;
  standing: string | null;
}

/** Looks at everything that is written down, said and shown, and compares it with what Nexudus truly did. */
export class WordsWatch implements SlackWatcher {
  /** Which submissions' end someone has read: at the form, or in Slack. */
  readonly heard = new Set<string>();
  askable: SlackWatcher['askable'] = () => {};
  readonly #store: SharedStore;
  readonly #server: NexudusServer;
  readonly #writes: WriteWatch;
  readonly #fail: (what: string) => void;
  readonly #log: (what: string) => void;
  readonly #unmarked = new Set<string>();
  #version = -1;

  constructor(
    store: SharedStore,
    server: NexudusServer,
    writes: WriteWatch,
    fail: (what: string) => void,
    log: (what: string) => void,
  ) {
    this.#store = store;
    this.#server = server;
    this.#writes = writes;
    this.#fail = fail;
    this.#log = log;
    writes.onAct = (act) => this.#acted(act);
  }

  posted({ kind, submission, marked, anew }: Shown): void {
    this.#log(
      `Slack shows a new ${kind} of ${submission.id}: ${submission.status}${marked ? ', maybe again' : ''}`,
    );
    if (kind === 'card' || marked || anew) return;
    const what = `${kind} of ${submission.id}: ${submission.status}`;
    if (this.#unmarked.has(what)) this.#fail(`two messages without a mark: ${what}`);
    this.#unmarked.add(what);
  }

  read({ kind, submission }: Shown): void {
    if (kind !== 'card' && isOver(submission.status)) this.heard.add(`${submission.id} ${submission.status}`);
    this.#check(submission, claimOf(submission), `a ${kind}`);
  }

  answered(formId: string, answer: Answer): void {
    this.#log(`the person at ${formId} reads: ${answer.status}`);
    if (answer.status === 'lost') this.#fail(`${formId} was said to be lost`);
    if (
      answer.status === 'lost' ||
      answer.status === 'unrecorded' ||
      answer.status === 'conflicting-resubmission'
    )
      return;
    const [row] = this.#rows('where form_id = ? order by press desc limit 1', formId);
    if (!row) {
      this.#fail(`${formId} was answered but is not in the store`);
      return;
    }
    this.heard.add(`${row.id} ${answer.status}`);
    const doubt = 'failure' in answer ? answer.failure.mayHaveActed : row.unknown_outcome_since !== null;
    const open = answer.status === 'waiting' || answer.status === 'awaiting-approval';
    const claim = answer.status === 'succeeded' ? 'done' : doubt ? 'unknown' : open ? 'open' : 'not-done';
    this.#check({ id: row.id, formId }, claim, 'the form');
  }

  /** After every step: what the store says. */
  step(): void {
    if (this.#version === this.#store.version) return;
    this.#version = this.#store.version;
    const twice = this.#store.rows<{ form_id: string }>(
      `select form_id from submissions where status in ('awaiting-approval', 'queued', 'running', 'waiting', 'succeeded')
       group by form_id having count(*) > 1`,
    );
    for (const { form_id } of twice)
      this.#fail(`${form_id} has two submissions that are under way or succeeded`);
    for (const row of this.#rows(
      "where status in ('succeeded', 'cancelled', 'expired', 'denied', 'invalid', 'rejected')",
    ))
      this.#check({ id: row.id, formId: row.form_id }, claimOfRow(row), 'the store');
  }

  /** Once everything has come to rest. */
  end(): void {
    const rows = this.#rows('order by form_id, press');
    const undelivered = this.#store.rows<{ id: string }>("select id from outbox where state = 'pending'");
    for (const { id } of undelivered) this.#fail(`${id} was never announced`);
    for (const row of rows) {
      if (!isOver(row.status as Submission['status'])) this.#fail(`${row.id} never ended: ${row.status}`);
      this.#check({ id: row.id, formId: row.form_id }, claimOfRow(row), 'the store in the end');
      this.#checkFound(row, rows);
      const isLast = !rows.some(({ form_id, press }) => form_id === row.form_id && press > row.press);
      const [box] = this.#store.rows<{ state: string }>(
        `select state from outbox where id = ?`,
        `${row.id}/result`,
      );
      // Slack took it in no way at all.
      if (isLast && box?.state !== 'dropped' && !this.heard.has(`${row.id} ${row.status}`))
        this.#fail(`no one heard that ${row.id} ${row.status}`);
    }
  }

  /** A record that a person was shown, and who then asked for another one, is not taken for theirs. */
  #checkFound({ id, form_id, press, standing }: Row, rows: readonly Row[]): void {
    const success = JSON.parse(standing ?? '{}');
    if (success.status !== 'succeeded' || !success.found) return;
    const shown = rows
      .filter((row) => row.form_id === form_id && row.press < press)
      .flatMap((row) => JSON.parse(row.standing ?? '{}').failure?.lookAlikes ?? []);
    if (shown.some((alike: { id: number }) => alike.id === success.outcome.id))
      this.#fail(`${id} is said to be done by a record that was shown as another one`);
  }

  #rows(where: string, ...parameters: string[]): Row[] {
    return this.#store.rows<Row>(
      `select id, form_id, press, status, operation, input, unknown_outcome_since, standing from submissions ${where}`,
      ...parameters,
    );
  }

  #check({ id, formId }: Pick<Submission, 'id' | 'formId'>, claim: Claim, where: string): void {
    // What a later press of its form does says nothing of this one.
    const press = Number(id.split(':')[1]);
    const acts = (this.#writes.acts.get(formId) ?? []).filter(({ submission }) => submission.press <= press);
    if (claim === 'done' && acts.length === 0 && !this.#isTwinOf(formId) && !this.#isEnd(formId))
      this.#fail(`${where} says that ${id} is done, and it is not`);
    if (claim === 'not-done' && acts.length > 0)
      this.#fail(`${where} says that ${id} is not done, and it is`);
  }

  /** Of someone who lost the role before its end, there is nothing to take away. */
  #isEnd(formId: string): boolean {
    return this.#rows('where form_id = ? limit 1', formId)[0]?.operation === 'role.end-access';
  }

  /**
   * Where two asked for just the same, either may take either record for its own, and one that was made by hand as well:
   * the API has no key that would tell. There have to be as many as say that they are done.
   */
  #isTwinOf(formId: string): boolean {
    const [row] = this.#rows('where form_id = ? order by press desc limit 1', formId);
    if (row?.operation !== 'video-room.create') return false;
    const asked = Object.entries(askedOf(row.operation, JSON.parse(row.input)).values);
    const there = this.#server.records
      .all('videorooms')
      .filter((room) => asked.every(([name, value]) => room[name] === value)).length;
    return there >= this.#alike(row).ended;
  }

  /** Of all that asked for just the same: records that were made, and those that say they made one. */
  #alike({ operation, input }: Pick<Row, 'operation' | 'input'>) {
    const rows = this.#rows('where operation = ? and input = ?', operation, input);
    const records = [...this.#writes.acts.values()]
      .flat()
      .filter(
        (act) => act.submission.operation === operation && JSON.stringify(act.submission.input) === input,
      ).length;
    const ended = rows.filter(({ status }) => status === 'succeeded').length;
    const open = rows.filter(({ status }) => !isOver(status as Submission['status'])).length;
    const unknown = rows.filter(
      (row) => isOver(row.status as Submission['status']) && claimOfRow(row) === 'unknown',
    ).length;
    return { records, ended, most: ended + open + unknown };
  }

  #acted({ endpoint, submission }: Act): void {
    if (!endpoint.endsWith('POST')) return;
    const row = { operation: submission.operation, input: JSON.stringify(submission.input) };
    const { records, most } = this.#alike(row);
    if (records > most)
      this.#fail(`${records} records were created for ${submission.id}, at most ${most} were asked for`);
  }
}

const claimOfRow = (row: Row): Claim => {
  const standing = row.standing === null ? {} : JSON.parse(row.standing);
  const submission = {
    ...standing,
    status: row.status,
    unknownOutcomeSince: row.unknown_outcome_since ?? undefined,
  } as Submission;
  return claimOf(submission);
};
