import { isDeepStrictEqual } from 'node:util';
import type { NexudusRecord } from '../../src/nexudus/resources.ts';
import type { Submission } from '../../src/submissions/submission.ts';
import { askedOf, type GrantAsked, PERMISSION } from './asked.ts';
import { memberOf } from './cast.ts';
import type { Sending, Watcher } from './nexudus-client.ts';
import type { NexudusServer } from './nexudus-server.ts';
import type { Machine, Timeline } from './timeline.ts';
import type { RoleAct } from './watch-access.ts';

/** What Nexudus did for a submission. */
export interface Act {
  submission: Submission;
  endpoint: string;
  recordId: number;
  sentAt: number;
  before?: NexudusRecord;
}

/** Someone pressed Approve on a card. */
export interface ApprovalPress {
  approver: string;
  /** Permissions that the role had while it was pressed. */
  permissions: Set<number>;
}

/** Rights may be so old at a write: what is known of a person for 50 seconds, and checked 10 seconds before. */
const RIGHTS_MS = 60_000;

const idsOf = (value: unknown): number[] => (Array.isArray(value) ? value.map(Number) : []);
const isBlank = (value: unknown) => value === null || value === undefined || value === false || value === '';
const isSame = (one: unknown, other: unknown): boolean =>
  Array.isArray(one) && Array.isArray(other)
    ? isDeepStrictEqual([...one].sort(), [...other].sort())
    : (isBlank(one) && isBlank(other)) || isDeepStrictEqual(one, other);

/** Looks at every write: in the moment in which it is sent, and in which Nexudus acts on it. */
export class WriteWatch implements Watcher<Submission | undefined> {
  readonly acts = new Map<string, Act[]>();
  readonly approvals = new Map<string, ApprovalPress[]>();
  onAct: (act: Act) => void = () => {};
  onRole: (act: RoleAct) => void = () => {};
  /** Users whom the first submission of an undo gave a role. */
  gaveFirst: (submission: Submission) => readonly number[] = () => [];
  readonly #server: NexudusServer;
  readonly #timeline: Timeline;
  readonly #fail: (what: string) => void;
  readonly #log: (machine: Machine, what: string) => void;

  constructor(
    server: NexudusServer,
    timeline: Timeline,
    fail: (what: string) => void,
    log: (machine: Machine, what: string) => void,
  ) {
    this.#server = server;
    this.#timeline = timeline;
    this.#fail = fail;
    this.#log = log;
  }

  sent(sending: Sending, submission: Submission | undefined): void {
    const { endpoint, body, base, machine } = sending;
    if (!submission) {
      this.#fail(`${endpoint} was sent for no submission`);
      return;
    }
    const { id, operation, input, requester } = submission;
    this.#log(
      machine,
      `sends ${endpoint} #${String(body.Id ?? 'new')} for ${id} (attempt ${submission.attempts})`,
    );
    // What was promised is done whoever has left since.
    if (submission.cause?.kind === 'end-of-access') return;
    const places = [...(base ? [placeOf(base)] : []), ...(isBlank(body.BusinessId) ? [] : [placeOf(body)])];
    if (!this.#mayNow(requester, operation, places))
      this.#fail(`${id} was sent although ${requester} may not, for more than a minute`);
    const asked = askedOf(operation, input);
    this.#checkTheirs(submission, asked, base);
    if (asked.grants) this.#checkApproval(submission, asked, base, places);
  }

  acted(
    sending: Sending,
    submission: Submission,
    before: NexudusRecord | undefined,
    after: NexudusRecord,
  ): void {
    if (!submission) return;
    const { endpoint, machine } = sending;
    this.#log(
      machine,
      `Nexudus acts: ${endpoint} #${after.Id} for ${submission.id}${sending.late ? ', late' : ''}`,
    );
    this.#checkProperties(sending, submission, before, after);
    this.#checkReversal(submission, after);
    const act = { submission, endpoint, recordId: after.Id, sentAt: sending.sentAt, before };
    this.acts.set(submission.formId, [...(this.acts.get(submission.formId) ?? []), act]);
    this.onAct(act);
    if (endpoint.startsWith('userroles'))
      this.onRole({ submission, role: after.Id, before: idsOf(before?.Users), after: idsOf(after.Users) });
  }

  readonly #firstActOf = (id: string): Act | undefined =>
    this.acts.get(id.split(':')[0] ?? '')?.find((act) => act.submission.id === id);

  /** What is undone is as it was before. */
  #checkReversal({ id, operation, input, cause }: Submission, after: NexudusRecord): void {
    const before = cause && this.#firstActOf(cause.of)?.before;
    if (!before) return;
    for (const name of Object.keys(askedOf(operation, input).values))
      if (!isSame(after[name], before[name]))
        this.#fail(
          `${id} left ${name} as ${JSON.stringify(after[name])}; before, it was ${JSON.stringify(before[name])}`,
        );
  }

  #mayNow(person: string, operation: string, places: readonly (number | null)[]): boolean {
    const since = this.#timeline.now - RIGHTS_MS;
    return this.#server.hadSince(since, memberOf(person).email, PERMISSION[operation] ?? '', places);
  }

  /** What someone else entered where the submission does, since its form showed the record, is not written over. */
  #checkTheirs({ id, base: shown }: Submission, asked: GrantAsked, base: NexudusRecord | undefined): void {
    if (!shown || !base) return;
    for (const [name, value] of Object.entries(asked.values))
      if (!isSame(shown[name], base[name]) && !isSame(base[name], value))
        this.#fail(
          `${id} writes ${JSON.stringify(value)} over ${name}, which became ${JSON.stringify(base[name])} since its form showed ${JSON.stringify(shown[name])}`,
        );
  }

  #checkApproval(
    { id, operation, requester }: Submission,
    asked: GrantAsked,
    base: NexudusRecord | undefined,
    places: readonly (number | null)[],
  ): void {
    const presses = this.approvals.get(id) ?? [];
    const mayCount = presses.filter(
      ({ approver }) =>
        approver !== requester &&
        !asked.added.Users?.includes(memberOf(approver).user) &&
        this.#mayNow(approver, operation, places),
    );
    if (mayCount.length === 0) {
      this.#fail(`${id} was sent without an approval that counts`);
      return;
    }
    const given = idsOf(base?.Roles);
    const grantsToUsers = (asked.added.Users?.length ?? 0) > 0;
    if (grantsToUsers && !mayCount.some(({ permissions }) => given.every((one) => permissions.has(one))))
      this.#fail(`${id} gives more than was approved`);
  }

  #checkProperties(
    { base, body, machine }: Sending,
    submission: Submission,
    before: NexudusRecord | undefined,
    after: NexudusRecord,
  ): void {
    const { id, operation, input } = submission;
    const { removed: named, ...asks } = askedOf(operation, input);
    const alsoGone = submission.cause ? this.gaveFirst(submission) : [];
    const asked = {
      ...asks,
      removed: named.Users ? { ...named, Users: [...named.Users, ...alsoGone] } : named,
    };
    if (!before) {
      for (const [name, value] of Object.entries(asked.values))
        if (!isSame(after[name], value)) this.#fail(`${id} created a record with another ${name}`);
      return;
    }
    for (const name of Object.keys(after)) {
      if (name === 'UpdatedOn' || name === 'UpdatedBy' || isSame(before[name], after[name])) continue;
      if (name in asked.values && isSame(after[name], asked.values[name])) continue;
      // Changed in the dashboard between the reading and the writing: nothing in the API could save that.
      if (base && name in base && isSame(base[name], after[name])) continue;
      if (name in asked.added || name in asked.removed) {
        const [was, is] = [idsOf(before[name]), idsOf(after[name])];
        const known = [...was, ...idsOf(base?.[name])];
        const came = is.filter((one) => !known.includes(one) && !asked.added[name]?.includes(one));
        const went = was.filter(
          (one) =>
            !is.includes(one) && !asked.removed[name]?.includes(one) && idsOf(base?.[name]).includes(one),
        );
        if (came.length === 0 && went.length === 0) continue;
      }
      this.#fail(
        `${id} changed ${name} of #${after.Id} from ${JSON.stringify(before[name])} to ${JSON.stringify(after[name])}` +
          ` (read: ${JSON.stringify(base?.[name])}, sent: ${JSON.stringify(body[name])}) by ${machine.name}`,
      );
    }
  }
}

const placeOf = (record: Readonly<Record<string, unknown>>): number | null =>
  typeof record.BusinessId === 'number' ? record.BusinessId : null;
