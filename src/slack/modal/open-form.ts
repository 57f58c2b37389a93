import type { ModalView } from '@slack/types';
import { WebAPIPlatformError, type WebClient } from '@slack/web-api';
import type { Prefill } from '../../forms/command-text.ts';
import type { OpenForm, Place } from '../../forms/form-sessions.ts';
import { failureOf } from '../../nexudus/failure.ts';
import { type NexudusRecord, recordName } from '../../nexudus/resources.ts';
import { clashesOf, clashSentences } from '../../operations/clash.ts';
import type { Operation, Values } from '../../operations/operation.ts';
import type { Zone } from '../../operations/time-in-zone.ts';
import { newReceipt } from '../../submissions/receipt.ts';
import type { ClashSeen } from '../../submissions/submission.ts';
import { inFirstSpan } from '../../tracing.ts';
import { askAdmin, canBeGiven } from '../ask-admin/ask-button.ts';
import type { Channels } from '../lookup/channels.ts';
import type { Lookups } from '../lookup/lookups.ts';
import type { WhyAgain } from '../results/why-again.ts';
import { denialSentence } from '../text/denial-sentence.ts';
import { failureSentence } from '../text/failure-sentence.ts';
import { say } from '../text/say.ts';
import { drawForm } from './draw-form.ts';
import {
  chooseLocation,
  fillAgain,
  fillFromMessage,
  fillFromText,
  type LoadParts,
  loadIntoForm,
} from './fill-form.ts';
import { formWithClash, noteProblems } from './form-with-problems.ts';
import { bannerView, type ScreenParts, showView } from './show-view.ts';

/** What a form starts with: what was typed after the command, or the input of a submission that did not succeed. */
export interface Start {
  /** All that was typed after /nexudus. */
  command?: string;
  text?: Prefill;
  /** A message that becomes the text of a field. */
  message?: { field: string; text: string };
  /** What its fields hold. */
  filled?: Values;
  again?: {
    id: string;
    receipt: string;
    input: Values;
    locations: readonly (number | null)[];
    /** The record as the form showed it then. */
    base?: NexudusRecord;
    /** An earlier attempt may have been done. */
    mayBeOurs: boolean;
    /** Why it did not succeed. */
    why(zone: Zone): WhyAgain;
  };
}

export interface OpenFormParts extends ScreenParts, Lookups, LoadParts {
  channels: Channels;
  views: WebClient['views'];
  /** Where people may ask for what they can't do; absent when they can't. */
  requestsChannel?: string;
}

interface Filled {
  view: ModalView;
  /** It is the form that is shown, to a person who may do it. */
  isForm: boolean;
}

/**
 * What the opened form should show: the filled form, or why not.
 * @param opened whether it is on the screen
 */
async function fill(
  parts: OpenFormParts,
  open: OpenForm,
  { text, message, filled, again, command }: Start,
  opened: Promise<boolean>,
): Promise<Filled | undefined> {
  const { personOf, access, directory, forms } = parts;
  const { form, operation } = open;
  const said = (text: string): Filled => ({ view: bannerView(open, 'error', text), isForm: false });
  try {
    const person = await personOf(open.owner).catch(() => undefined);
    if (!person) return said(say.unknownPerson);
    const { permission } = operation;
    const decision = await access.decide(person, { permission, locations: again?.locations });
    if (!decision.allowed) {
      const { view } = said(denialSentence(decision, operation));
      const canAsk = parts.requestsChannel !== undefined && canBeGiven(decision);
      const ask = canAsk ? [askAdmin(command || operation.id.replace('.', ' '))] : [];
      return { view: { ...view, blocks: [...view.blocks, ...ask] }, isForm: false };
    }
    const unclear = text ? await fillFromText(open, text, parts) : [];
    if (message) await fillFromMessage(open, message.field, message.text, personOf);
    if (filled) fillAgain(open, filled);
    if (again) {
      // Only now: a person who may not do it, or sees no form, must not take it from the one who has it open.
      if (!(await opened)) return undefined;
      await forms.continue(open, again);
      fillAgain(open, again.input);
    }
    const last = () => forms.lastLocation(open.place.channel).catch(() => undefined);
    const given = { unclear, fromMessage: message !== undefined };
    await chooseLocation(open, last, given, { directory, access, person });
    const { channel } = open.place;
    if (channel && !(await parts.channels.about(channel))?.reachable) {
      // A direct message is not to be joined by a bot.
      const { conversation, channel: inChannel } = say.botNotThere;
      form.notices.push({ level: 'info', text: channel.startsWith('D') ? conversation : inChannel });
    }
    if (form.recordId !== undefined) await loadIntoForm(parts, open, form.recordId);
    if (text && isCalledOtherwise(open, text)) {
      // The names that were looked through are older than that: another record may have this one by now.
      directory.forget(operation.resource);
      const there: readonly string[] = Object.values(say.botNotThere);
      const notices = form.notices.filter(({ text }) => there.includes(text));
      Object.assign(form, { recordId: undefined, before: undefined, typed: {}, notices });
      await fillFromText(open, text, parts);
      if (form.recordId !== undefined) await loadIntoForm(parts, open, form.recordId);
    }
    const clash = again && (await clashSince(parts, open, again, person.timeZone));
    if (clash) return { view: await formWithClash(parts, open, clash), isForm: true };
    if (again) {
      const { notices } = form;
      const why = again.why(person.timeZone);
      noteProblems(open, why.problems, why.others);
      form.notices = [...notices, ...form.notices];
    }
    return { view: await drawForm(parts, open), isForm: true };
  } catch (error) {
    const failure = failureOf(error);
    const reference = newReceipt();
    parts.log.warn({ form: form.id, reference, err: error }, 'a form could not be filled');
    // Nothing was submitted yet, so nothing can have gone through.
    const isUnexpected = failure.why === 'unexpected';
    return said(isUnexpected ? say.unexpected(reference) : failureSentence(failure, operation));
  }
}

/**
 * What someone else changed of what was submitted. The form then goes on from the record that it showed before, so that their
 * values are not overwritten unseen.
 */
async function clashSince(
  { directory }: OpenFormParts,
  { form, operation }: OpenForm,
  { input, base, mayBeOurs }: NonNullable<Start['again']>,
  zone: Zone,
): Promise<ClashSeen | undefined> {
  const record = form.before;
  if (!base || !record) return undefined;
  const names = clashesOf(operation, input, base, record, { mayBeOurs });
  if (names.length === 0) return undefined;
  const sentences = await clashSentences(operation, names, record, directory, zone);
  form.before = base;
  return { record, sentences };
}

/** The record that was meant by its name has another one. */
function isCalledOtherwise({ form, operation }: OpenForm, { texts }: Prefill): boolean {
  const typed = texts[operation.record ?? ''];
  const name = form.before && recordName(operation.resource, form.before);
  if (typed === undefined || name === undefined || typed === String(form.recordId)) return false;
  return typed.trim().localeCompare(name.trim(), 'en', { sensitivity: 'base' }) !== 0;
}

/**
 * Opens the form at once and fills it afterwards: a trigger lives for three seconds from Slack's side, so nothing is
 * awaited before views.open.
 * @param trigger `viewId`: a modal on screen that turns into the form
 * @returns false when Slack would not open it
 */
export type FormOpener = (
  operation: Operation,
  trigger: { id: string; owner: string; place: Place; viewId?: string },
  start?: Start,
) => Promise<boolean>;

export const createOpenForm =
  (parts: OpenFormParts): FormOpener =>
  async (operation, trigger, start = {}) => {
    const open = parts.forms.add(operation, trigger.owner, trigger.place);
    return inFirstSpan('open form', open.form.id, { operation: operation.id }, () =>
      openAndFill(parts, open, trigger, start),
    );
  };

async function openAndFill(
  parts: OpenFormParts,
  open: OpenForm,
  trigger: { id: string; viewId?: string },
  start: Start,
): Promise<boolean> {
  const skeleton = bannerView(open, 'info', say.opening, say.cancel);
  const opening = trigger.viewId
    ? takeOver(parts, open, trigger.viewId, skeleton)
    : openFirst(parts, open, trigger.id, skeleton);
  const filling = fill(
    parts,
    open,
    start,
    opening.then((opened) => opened === 'here'),
  );
  const opened = await opening;
  if (opened !== 'here') return opened === 'elsewhere';
  const filled = await filling;
  if (filled && !(await showView(parts, open, filled.view)) && open.superseded) await sayGone(parts, open);
  // For people who may not do it, Nexudus is asked for nothing.
  if (filled?.isForm) readAhead(parts, open.operation);
  return true;
}

/** What the pickers of a form will be asked for is read once the form is there, after all that someone waits for. */
function readAhead({ directory, log }: OpenFormParts, { fields }: Operation): void {
  const listed = Object.values(fields).flatMap(({ control }) => ('of' in control ? control.of : []));
  for (const of of new Set(listed)) {
    directory.readAhead(of).catch((err: unknown) => log.debug({ err, of }, 'a list could not be read ahead'));
  }
}

/** Another process of the bot was delivered the same, and opened it. */
export const openedElsewhere = (error: unknown): boolean =>
  error instanceof WebAPIPlatformError && error.data.error === 'exchanged_trigger_id';

async function openFirst(
  parts: OpenFormParts,
  open: OpenForm,
  trigger_id: string,
  view: ModalView,
): Promise<'here' | 'elsewhere' | 'refused'> {
  try {
    open.viewId = (await parts.views.open({ trigger_id, view })).view?.id;
    return 'here';
  } catch (error) {
    parts.log.warn(
      { operation: open.operation.id, error: (error as Error).message },
      'views.open was refused',
    );
    return openedElsewhere(error) ? 'elsewhere' : 'refused';
  }
}

/** Another person reopened the same submission in this moment, and has its form. */
async function sayGone({ screens }: OpenFormParts, open: OpenForm): Promise<void> {
  const gone = bannerView(open, 'error', say.formGone);
  if (open.viewId)
    await screens.show({ view_id: open.viewId }, { ready: async () => gone, instead: () => gone });
}

/** Turns a modal that is on the screen into the form; what follows doesn't wait until Slack has shown that. */
async function takeOver(
  parts: OpenFormParts,
  open: OpenForm,
  viewId: string,
  view: ModalView,
): Promise<'here'> {
  open.viewId = viewId;
  void showView(parts, open, view);
  return 'here';
}
