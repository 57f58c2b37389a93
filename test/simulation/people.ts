import { operations } from '../../src/operations/index.ts';
import { locationsOf } from '../../src/operations/location-field.ts';
import type { Operation, Values } from '../../src/operations/operation.ts';
import type { Answer, Submission } from '../../src/submissions/submission.ts';
import type { BotProcess } from './bot-process.ts';
import { APPROVERS, CAST } from './cast.ts';
import { CAMDEN, EVENTS, type NexudusServer, permissionIds, RECEPTION, SOHO } from './nexudus-server.ts';
import type { Random } from './random.ts';
import { EPOCH, type Timeline } from './timeline.ts';
import { createUndoing } from './undoing.ts';
import type { WordsWatch } from './watch-words.ts';
import type { WriteWatch } from './watch-writes.ts';

interface OpenForm {
  id: string;
  operation: Operation;
  requester: string;
  input: Values;
  /** As it was when the form was opened. */
  base: ReturnType<NexudusServer['get']>;
  presses: number;
}

export interface PeopleParts {
  timeline: Timeline;
  random: Random;
  server: NexudusServer;
  writes: WriteWatch;
  words: WordsWatch;
  /** One of the processes that live, as the load balancer chooses. */
  someProcess(): BotProcess | undefined;
  log(what: string): void;
  /** Whether they create records at all. */
  creates: boolean;
}

const MOST_PRESSES = 4;

const operationOf = (id: string): Operation => {
  const found = operations.find((one) => one.id === id);
  if (!found) throw new Error(`there is no ${id}`);
  return found;
};

/** Those who submit, click twice, cancel, approve, deny, fix and try again. */
export function createPeople(parts: PeopleParts) {
  const { timeline, random, server, writes, words, someProcess, log, creates } = parts;
  let forms = 0;
  const undo = createUndoing(parts);
  const soon = (most: number, act: () => void, least = 0) =>
    timeline.after(random.between(least, most), undefined, act);

  /** For good, or until a moment. */
  const until = (): Values =>
    random.happens(0.6)
      ? { until: EPOCH + timeline.now + random.pick([60_000, 300_000, 1_200_000, 7_200_000]) }
      : {};

  /** What is asked for: the operation, the input, and the record that it is about. */
  const wish = (): { operation: string; input: Values } => {
    const n = random.between(0, 1);
    // Few, so that several give one of them the same role.
    const users = [120, 121, 122, 123].filter(() => random.happens(0.5));
    const role = random.pick([RECEPTION, EVENTS]);
    switch (
      random.weighted({ create: creates ? 5 : 0, rename: 3, grant: 4, room: 2, team: 2, space: 1, role: 2 })
    ) {
      case 'create':
        return {
          operation: 'video-room.create',
          input: {
            location: random.pick([SOHO, CAMDEN]),
            // Few names, so that two ask for just the same.
            name: `blue ${random.between(1, 2)}`,
            participants: random.pick([4, 8]),
            active: true,
          },
        };
      case 'rename':
        return {
          operation: 'team.rename',
          input: { team: 10 + n, newName: `name ${random.between(1, 999)}` },
        };
      case 'grant':
        return {
          operation: 'role.add-users',
          input: { role, users: users.length > 0 ? users : [120], ...until() },
        };
      case 'room':
        return {
          operation: 'video-room.update',
          input: { room: 20 + n, participants: random.between(2, 40) },
        };
      case 'team':
        return {
          operation: 'team.update',
          input: { team: 10 + n, summary: `about ${random.between(1, 999)}` },
        };
      case 'space':
        return { operation: 'workspace.update', input: { workspace: 30 + n, addMembers: [301 + n] } };
      case 'role':
        return random.happens(0.5)
          ? { operation: 'role.update', input: { role, addPermissions: permissionIds('Team-Delete') } }
          : { operation: 'role.update', input: { role, removeUsers: [120, 121] } };
    }
  };

  const recordOf = (operation: Operation, input: Values) =>
    operation.record ? server.get(operation.resource, Number(input[operation.record])) : undefined;

  const reads = (form: OpenForm, answer: Answer): void => {
    words.answered(form.id, answer);
    if (answer.status === 'succeeded' || form.presses >= MOST_PRESSES) return;
    if (answer.status === 'awaiting-approval' || answer.status === 'waiting') {
      if (random.happens(0.35)) soon(40_000, () => cancel(form));
    } else if (random.happens(0.5)) soon(30_000, () => pressAgain(form), 500);
  };

  const press = (form: OpenForm): void => {
    const process = someProcess();
    // Slack finds no one there; people try again.
    if (!process || process.machine.stalledUntil > timeline.now) {
      if (form.presses < MOST_PRESSES) soon(5_000, () => press(form), 1_000);
      form.presses += 1;
      return;
    }
    form.presses += 1;
    const { id, operation, input, base, requester } = form;
    log(`${requester} submits ${id} to ${process.machine.name}: ${operation.id} ${JSON.stringify(input)}`);
    void process.submissions
      .submit({
        formId: id,
        receipt: id,
        operation,
        input,
        base,
        requester,
        channel: 'general',
        responseUrlUntil: 0,
        locations: locationsOf(operation, base, input),
      })
      .then((answer) => reads(form, answer));
    if (random.happens(0.7)) timeline.after(2_500, process.machine, () => process.submissions.unattended(id));
  };

  /** The same again, or with other values: the form shows the record as it is by now. */
  const pressAgain = (form: OpenForm): void => {
    if (random.happens(0.5)) {
      const { operation, input } = form;
      const other =
        operation.id === 'team.rename'
          ? { newName: `fixed ${random.between(1, 999)}` }
          : operation.id === 'video-room.create'
            ? { participants: 12 }
            : {};
      form.input = { ...input, ...other };
      form.base = recordOf(operation, form.input);
    }
    press(form);
  };

  const cancel = (form: OpenForm): void => {
    const process = someProcess();
    if (!process || process.machine.stalledUntil > timeline.now) return;
    log(`${form.requester} cancels ${form.id}`);
    void process.submissions.cancel(form.id, form.requester).catch(() => {});
    if (random.happens(0.3)) soon(20_000, () => pressAgain(form), 1_000);
  };

  const decide = (submission: Submission, digest: string): void => {
    const process = someProcess();
    if (!process || process.machine.stalledUntil > timeline.now) return;
    // Also those who may not: the requester, or someone of another place.
    const user = random.pick(random.happens(0.85) ? APPROVERS : CAST.map(({ id }) => id));
    const { id } = submission;
    if (random.happens(0.15)) {
      log(`${user} denies ${id}`);
      void process.approvals.deny(submission, user, digest, undefined).catch(() => {});
      return;
    }
    log(`${user} approves ${id}`);
    const role = recordOf(operationOf(submission.operation), submission.input);
    const seen = { approver: user, permissions: new Set((role?.Roles as number[]) ?? []) };
    writes.approvals.set(id, [...(writes.approvals.get(id) ?? []), seen]);
    const noteRole = () => {
      const by = recordOf(operationOf(submission.operation), submission.input);
      for (const one of (by?.Roles as number[]) ?? []) seen.permissions.add(one);
    };
    void process.approvals.approve(submission, user, digest).then(noteRole, noteRole);
  };

  const submit = (id: string, input: Values): void => {
    const operation = operationOf(id);
    const record = recordOf(operation, input);
    const requester = random.pick(CAST).id;
    const form: OpenForm = { id: `f${++forms}`, operation, requester, input, base: record, presses: 0 };
    soon(20_000, () => {
      press(form);
      // Delivered twice, to whichever process.
      if (random.happens(0.2)) soon(random.pick([0, 50, 3_000, 40_000]), () => press(form));
      if (random.happens(0.08)) soon(2_000, () => pressAgain(form));
      if (random.happens(0.12)) soon(random.pick([500, 5_000, 60_000]), () => cancel(form));
      if (random.happens(0.1)) soon(120_000, () => pressAgain(form), 5_000);
      if (random.happens(0.4)) soon(random.pick([20_000, 300_000, 3_600_000]), () => undo(form.id), 5_000);
    });
  };

  words.askable = (submission, digest) => {
    const shares = [1, 0.5, 0.2];
    for (const share of shares)
      if (random.happens(share * 0.9))
        soon(random.pick([3_000, 30_000, 600_000]), () => decide(submission, digest), 300);
  };

  return {
    /** Someone fills a form and sends it. */
    arrive(): void {
      const { operation: id, input } = wish();
      submit(id, input);
      // Another person wants just the same.
      if (random.happens(0.15)) submit(id, input);
    },
  };
}
