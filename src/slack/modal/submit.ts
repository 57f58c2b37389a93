import { setTimeout as sleep } from 'node:timers/promises';
import type { ModalView } from '@slack/types';
import { blockIdOf, fieldsInView } from '../../forms/form-view.ts';
import { locationOf } from '../../nexudus/ids.ts';
import type { Operation, Problems, Values } from '../../operations/operation.ts';
import { gives } from '../../operations/rights.ts';
import type { Ending, Succeeded } from '../../requests/ending.ts';
import type { Parts } from '../context.ts';
import { doneOf, failureSentence, refusalSentence, say, waitingReason } from '../text/say.ts';
import { ACK_SETTLES_MS, type Answering, ackKept, NAMES_IN_ACK_MS, untilLate } from './answering.ts';
import { drawForm } from './draw-form.ts';
import { bannerView, showView } from './open-form.ts';
import type { OpenForm } from './open-forms.ts';

/** Slack takes a response URL for half an hour. */
export const RESPONSE_URL_LIVES_MS = 30 * 60_000;
const APPROVAL_MS = 24 * 60 * 60_000;

/** The first field in view, for sentences about the form as a whole. */
export const firstFieldName = ({ operation, form }: OpenForm): string | undefined =>
  fieldsInView(operation, form)[0]?.[0] ?? operation.record;

/** Draws the form again, with sentences beside the fields and what was typed still in them. */
export async function formWithProblems(
  parts: Parts,
  open: OpenForm,
  problems: Problems,
  notices: readonly string[],
): Promise<ModalView> {
  const { form, operation } = open;
  form.problems = problems;
  const names = Object.keys(problems);
  const sectioned = names.map((name) => operation.fields[name]).filter((field) => field?.section);
  const section = sectioned[0]?.section;
  // The open section stays when it has a problem of its own.
  if (section && !sectioned.some((field) => field?.section === form.section)) form.section = section;
  const labels = sectioned
    .filter((field) => field?.section === form.section)
    .map((field) => field?.label ?? '');
  const texts = [...notices];
  if (labels.length > 0 && form.section) texts.push(say.elsewhere(labels, form.section));
  form.notices = texts.map((text) => ({ level: 'error', text }));
  return drawForm(parts, open, false, NAMES_IN_ACK_MS);
}

/** Puts sentences under their fields; fields out of view bring their section, and what fits no field the top. */
export async function ackProblems(
  parts: Parts,
  open: OpenForm,
  answering: Answering,
  problems: Problems,
  others: readonly string[] = [],
): Promise<void> {
  const { form, operation } = open;
  const inView = new Set([operation.record, ...fieldsInView(operation, form).map(([name]) => name)]);
  if (others.length === 0 && Object.keys(problems).every((name) => inView.has(name))) {
    const errors = Object.fromEntries(
      Object.entries(problems).map(([name, said]) => [blockIdOf(operation, form, name), said]),
    );
    return answering.ack({ response_action: 'errors', errors });
  }
  await ackDrawn(parts, open, answering, () => formWithProblems(parts, open, problems, others));
}

/** Answers with the form drawn anew; where that can't be kept, with its sentences alone, and the form stays as it was. */
async function ackDrawn(
  parts: Parts,
  open: OpenForm,
  answering: Answering,
  draw: () => Promise<ModalView | undefined>,
): Promise<void> {
  const { form } = open;
  const before = { ...form };
  const view = await draw();
  if (!view) return answering.ack();
  const sentences = [...form.notices.map(({ text }) => text), ...Object.values(form.problems)].join(' ');
  const kept = await ackKept(
    parts,
    open,
    answering,
    { response_action: 'update', view },
    sentences || undefined,
  );
  if (!kept) Object.assign(form, before);
}

/** The view that an ending calls for; undefined when the form has done its work. */
async function viewAfter(parts: Parts, open: OpenForm, ending: Ending): Promise<ModalView | undefined> {
  switch (ending.kind) {
    case 'succeeded':
      return undefined;
    case 'denied':
      return bannerView(open, 'error', refusalSentence(ending.decision, open.operation));
    case 'invalid':
      return formWithProblems(parts, open, ending.problems, [say.invalid]);
    case 'refused':
      return formWithProblems(
        parts,
        open,
        ending.problems,
        ending.others.length > 0 ? ending.others : [say.again],
      );
    case 'failed':
      return formWithProblems(parts, open, {}, [failureSentence(ending.failure, open.operation)]);
    case 'waiting':
      return bannerView(open, 'info', `${waitingReason(ending.failure, open.operation)} ${say.queued}`);
    case 'cancelled':
      return bannerView(open, 'info', say.cancelled);
    case 'awaiting':
      return bannerView(open, 'info', say.awaiting);
    case 'turned-down':
      return bannerView(open, 'info', say.turnedDown(ending.reason));
    case 'expired':
      return bannerView(open, 'info', say.expired);
    case 'unapprovable':
      return formWithProblems(parts, open, {}, [
        ending.why === 'content' ? say.cardRefused : say.unapprovable(),
      ]);
    case 'otherwise':
      return formWithProblems(parts, open, {}, [say.otherwise(open.receipt)]);
    case 'unrecorded':
      return formWithProblems(parts, open, {}, [say.unrecorded(ending.sure)]);
    case 'forgotten':
      return formWithProblems(parts, open, {}, [say.forgotten]);
  }
}

const successView = (open: OpenForm, { outcome }: Succeeded): ModalView =>
  bannerView(
    open,
    'success',
    `${doneOf(open.operation, outcome)}. The channel has the details (${open.receipt}).`,
  );

/** Answers the ack with how the request ended. `asked` is true on the view that asked for a yes. */
async function ackEnding(
  parts: Parts,
  open: OpenForm,
  answering: Answering,
  ending: Ending,
  asked: boolean,
): Promise<void> {
  const { ack } = answering;
  if (ending.kind === 'succeeded') return asked ? ack({ response_action: 'clear' }) : ack();
  if (asked) {
    // The question goes away and the form under it tells what happened.
    const view = await viewAfter(parts, open, ending);
    await ack();
    if (view) await showView(parts, open, view);
    return;
  }
  if (ending.kind === 'invalid') return ackProblems(parts, open, answering, ending.problems);
  if (ending.kind === 'refused') return ackProblems(parts, open, answering, ending.problems, ending.others);
  await ackDrawn(parts, open, answering, () => viewAfter(parts, open, ending));
}

/** Changes that give rights wait for a second person, whichever way they are sent; taking away runs at once. */
export function approvalUntil({ approvals }: Parts, operation: Operation, input: Values): number | undefined {
  if (!approvals || !operation.rights) return undefined;
  // Against an empty role: whoever is named counts as added, even if they had the role when the form was opened.
  return gives(operation.rights(input, { Id: 0 })) ? Date.now() + APPROVAL_MS : undefined;
}

const movedTo = ({ fields }: Operation, input: Values): unknown => {
  const location = Object.entries(fields).find(([, { wire }]) => wire === 'BusinessId')?.[0];
  return location ? input[location] : undefined;
};

/** Locations of the record, before and after; null where it belongs to none. */
export function locationsOf(
  { form, operation }: Pick<OpenForm, 'form' | 'operation'>,
  input: Values,
): (number | null)[] {
  const to = movedTo(operation, input);
  return [...(form.before ? [locationOf(form.before)] : []), ...(typeof to === 'number' ? [to] : [])];
}

/**
 * Runs the request and races the ack. In time: the form closes, or shows its errors. Late: a "Working…" view takes its
 * place, and later the result or the form, filled.
 */
export async function race(
  parts: Parts,
  open: OpenForm,
  answering: Answering,
  input: Values,
  asked: boolean,
): Promise<void> {
  const { form, operation, owner } = open;
  const locations = locationsOf(open, input);
  const moved = movedTo(operation, input);
  const { channel, thread, responseUrl } = open.place;
  const ended = parts.requests.submit({
    formId: form.id,
    receipt: open.receipt,
    operation,
    input,
    base: form.before,
    requester: owner,
    channel,
    thread,
    responseUrl: responseUrl ? parts.seal.close(responseUrl) : undefined,
    responseUrlUntil: open.place.responseUrlUntil ?? open.openedAt + RESPONSE_URL_LIVES_MS,
    locations,
    approvalUntil: approvalUntil(parts, operation, input),
  });
  const inTime = await Promise.race([ended, sleep(untilLate(answering))]);
  if (inTime) await ackEnding(parts, open, answering, inTime, asked);
  else await ackLate(parts, open, answering, ended, asked);

  if ((await ended).kind === 'succeeded' && typeof moved === 'number') {
    parts.forms.rememberLocation(channel, moved);
  }
}

async function ackLate(
  parts: Parts,
  open: OpenForm,
  { ack }: Answering,
  ended: Promise<Ending>,
  asked: boolean,
): Promise<void> {
  // What the journal doesn't have yet, nobody may be told to hear of.
  const recorded = parts.requests.isRecorded(open.form.id);
  const working = bannerView(open, 'info', recorded ? say.working : say.saving);
  parts.requests.unattended(open.form.id);
  if (asked) {
    await ack();
    await showView(parts, open, working);
  } else {
    await ack({ response_action: 'update', view: working });
  }
  const [ending] = await Promise.all([ended, sleep(ACK_SETTLES_MS)]);
  const view = ending.kind === 'succeeded' ? successView(open, ending) : await viewAfter(parts, open, ending);
  if (view) await showView(parts, open, view);
}
