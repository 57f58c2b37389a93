import type { RespondFn } from '@slack/bolt';
import { shortened } from '../../forms/limits.ts';
import type { Operation, Values } from '../../operations/operation.ts';
import type { RequestRow } from '../../requests/database.ts';
import type { Ending } from '../../requests/ending.ts';
import { isOver, type State } from '../../requests/states.ts';
import type { Parts } from '../context.ts';
import { openForm } from '../modal/open-form.ts';
import { approvalUntil } from '../modal/submit.ts';
import { onlyToYou } from '../text/ephemeral.ts';
import { doneOf, refusalSentence, say } from '../text/say.ts';
import { changePages, LONGEST_VALUE, revealTo } from './change-lists.ts';
import { CANCEL, FIX, SHOW_CHANGES, TRY_AGAIN } from './message.ts';
import { showPages } from './pages.ts';

/** A click on a button under a result. */
export interface Click {
  actionId: string;
  /** Of the button: a key into the journal, so what it names is looked up and never believed. */
  value: string;
  user: string;
  trigger: string;
}

export const isResultButton = (actionId: string): boolean =>
  [FIX, TRY_AGAIN, CANCEL, SHOW_CHANGES].includes(actionId);

/** The sentence that says why this person may not act on a request; undefined when they may. */
export async function whyNot(
  { people, access }: Parts,
  user: string,
  row: RequestRow,
  operation: Operation,
): Promise<string | undefined> {
  const person = await people.person(user).catch(() => undefined);
  if (!person) return say.unknownPerson;
  const locations = JSON.parse(row.locations) as (number | null)[];
  const decision = await access.decide(person, { permission: operation.permission, locations });
  return decision.allowed ? undefined : refusalSentence(decision, operation);
}

function tryAgain(parts: Parts, user: string, row: RequestRow, operation: Operation): Promise<Ending> {
  const input = JSON.parse(row.input) as Values;
  return parts.requests.submit({
    formId: row.form_id,
    receipt: row.receipt,
    operation,
    input,
    base: row.base ? JSON.parse(row.base) : undefined,
    // Who presses the button answers for it.
    requester: user,
    channel: row.channel ?? undefined,
    thread: row.thread ?? undefined,
    responseUrl: row.response_url ?? undefined,
    responseUrlUntil: row.response_url_until,
    locations: JSON.parse(row.locations) as (number | null)[],
    approvalUntil: approvalUntil(parts, operation, input),
  });
}

/** Opens the form as it was sent. */
async function openAgain(
  parts: Parts,
  { trigger, user }: Click,
  row: RequestRow,
  operation: Operation,
  only: ReturnType<typeof onlyToYou>,
): Promise<void> {
  const responseUrl = row.response_url ? parts.seal.open(row.response_url) : undefined;
  const place = {
    channel: row.channel ?? undefined,
    thread: row.thread ?? undefined,
    responseUrl,
    responseUrlUntil: row.response_url_until,
  };
  const again = {
    id: row.form_id,
    receipt: row.receipt,
    input: JSON.parse(row.input) as Values,
    locations: JSON.parse(row.locations) as (number | null)[],
  };
  const opened = await openForm(parts, operation, { id: trigger, owner: user, place }, { again });
  if (!opened) await only(say.tooSlowAgain);
}

export async function onResultButton(parts: Parts, click: Click, respond: RespondFn): Promise<void> {
  const { actionId, user } = click;
  const [formId = '', from] = click.value.split(' ');
  const only = onlyToYou(respond);
  const row = await parts.journal.row(formId).catch(() => null);
  if (row === null) return only(say.buttonUnread);
  const operation = parts.operations.find(({ id }) => id === row?.operation);
  if (!row || !operation) return only(say.requestGone);

  if (actionId === SHOW_CHANGES) {
    const refused = await whyNot(parts, user, row, operation);
    if (refused) return only(refused);
    const ending = row.ending ? (JSON.parse(row.ending) as Ending) : undefined;
    const changes = ending?.kind === 'succeeded' ? (ending.aftermath?.changes ?? []) : [];
    if (ending?.kind !== 'succeeded' || changes.length === 0) return only(say.noChanges);
    const reveal = await revealTo(await parts.people.person(user), parts.access, operation);
    const { message } = ending.outcome;
    const said = message && user === row.requester ? `. Nexudus: ${shortened(message, LONGEST_VALUE)}` : '';
    const heading = `${doneOf(operation, ending.outcome)} (${row.receipt})${said}`;
    return showPages(only, heading, changePages(changes, reveal), Number(from), {
      actionId: SHOW_CHANGES,
      value: (next) => `${formId} ${next}`,
    });
  }
  if (actionId !== CANCEL) {
    if (row.state === 'succeeded') return only(say.alreadyDone(row.receipt));
    if (!isOver(row.state as State)) return only(say.underWay);
  }
  // Whoever gives rights has seen which: the form and its review show them what somebody else asked for.
  const asForm = actionId === FIX || (actionId === TRY_AGAIN && operation.rights && user !== row.requester);
  // A trigger lives for three seconds, so the form opens first and access decides what it shows.
  if (asForm) return openAgain(parts, click, row, operation, only);
  const refused = await whyNot(parts, user, row, operation);
  if (refused) return only(refused);
  if (actionId === TRY_AGAIN) {
    const ending = await tryAgain(parts, user, row, operation);
    // The channel is told of every other ending, where it has a message that can be edited.
    if (ending.kind === 'otherwise') await only(say.underWay);
    else if (ending.kind === 'unrecorded') await only(say.unrecorded(ending.sure));
    else if (ending.kind === 'denied' && !row.message_ts)
      await only(refusalSentence(ending.decision, operation));
    else if (ending.kind === 'invalid' && !row.message_ts)
      await only(Object.values(ending.problems).join(' '));
    return;
  }
  const cancelled = await parts.requests.cancel(formId).catch(() => undefined);
  if (cancelled === undefined) await only(say.cancelUnsure);
  else if (!cancelled) await only(say.cancelledTooLate);
}
