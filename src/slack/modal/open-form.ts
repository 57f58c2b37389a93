import { setTimeout as sleep } from 'node:timers/promises';
import type { ModalView } from '@slack/types';
import { WebAPIPlatformError } from '@slack/web-api';
import { banner } from '../../forms/blocks.ts';
import type { Prefill } from '../../forms/command-text.ts';
import type { OpenForm, Place } from '../../forms/form-sessions.ts';
import { textView } from '../../forms/form-view.ts';
import { limits } from '../../forms/limits.ts';
import { failureOf } from '../../nexudus/failure.ts';
import { locationOf } from '../../nexudus/resources.ts';
import type { Operation, Values } from '../../operations/operation.ts';
import type { Parts } from '../context.ts';
import { denialSentence } from '../text/denial-sentence.ts';
import { failureSentence } from '../text/failure-sentence.ts';
import { say } from '../text/say.ts';
import { drawForm } from './draw-form.ts';
import { chooseLocation, fillAgain, fillFromMessage, fillFromText, putRecord } from './fill-form.ts';

/** What a form starts with: what was typed after the command, or the input of a submission that did not succeed. */
export interface Start {
  text?: Prefill;
  /** A message that becomes the text of a field. */
  message?: { field: string; text: string };
  again?: { id: string; receipt: string; input: Values; locations: readonly (number | null)[] };
}

/** The screen may wait for the store this long. */
const KEEP_WITHIN_MS = 3000;

export const bannerView = (
  open: OpenForm,
  level: 'error' | 'info' | 'success',
  text: string,
  close: string = say.close,
): ModalView => textView(open.operation, open.form, [banner(level, text)], close);

/** Keeps the form over a restart, or says that it can't be done in time. */
export async function isKept({ forms, log }: Parts, open: OpenForm, withinMs: number): Promise<boolean> {
  const kept = forms.keep(open).then(
    () => true,
    (err: unknown) => {
      log.warn({ err }, 'a form could not be kept');
      return false;
    },
  );
  return Promise.race([kept, sleep(Math.max(0, withinMs), false)]);
}

/**
 * Shows a view in the form's place, if it is still on screen. The form is kept before, so that what can be done in the
 * view goes on after a restart.
 * @returns false when it is not shown
 */
export function showView(parts: Parts, open: OpenForm, view: ModalView): Promise<boolean> {
  if (!open.viewId) return Promise.resolve(false);
  const showing = parts.screens.show(
    { view_id: open.viewId },
    {
      ready: async () =>
        (await isKept(parts, open, KEEP_WITHIN_MS)) || view.blocks.length >= limits.modalBlocks
          ? view
          : { ...view, blocks: [banner('warning', say.notKept), ...view.blocks] },
      instead: (reference) => bannerView(open, 'error', say.notShown(reference)),
    },
  );
  parts.background.add(showing);
  return showing;
}

/**
 * What the opened form should show: the filled form, or why not.
 * @param opened whether it is on the screen
 */
async function prepare(
  parts: Parts,
  open: OpenForm,
  { text, message, again }: Start,
  opened: Promise<boolean>,
): Promise<ModalView | undefined> {
  const { people, access, directory, forms } = parts;
  const { form, operation } = open;
  try {
    const person = await people.person(open.owner).catch(() => undefined);
    if (!person) return bannerView(open, 'error', say.unknownPerson);
    const { permission } = operation;
    const decision = await access.decide(person, { permission, locations: again?.locations });
    if (!decision.allowed) return bannerView(open, 'error', denialSentence(decision, operation));
    const unclear = text ? await fillFromText(open, text, parts) : [];
    if (message) await fillFromMessage(open, message.field, message.text, people);
    if (again) {
      // Only now: a person who may not do it, or sees no form, must not take it from the one who has it open.
      if (!(await opened)) return undefined;
      forms.continue(open, again);
      fillAgain(open, again.input);
    }
    const last = forms.lastLocation(open.place.channel);
    const given = { unclear, fromMessage: message !== undefined };
    await chooseLocation(open, last, given, { directory, access, person });
    const { channel } = open.place;
    if (channel && !(await parts.channels.about(channel))?.reachable) {
      form.notices.push({ level: 'info', text: say.inviteMe });
    }
    if (form.recordId !== undefined) await loadIntoForm(parts, open, form.recordId);
    return await drawForm(parts, open);
  } catch (error) {
    parts.log.warn({ form: form.id, err: error }, 'a form could not be prepared');
    return bannerView(open, 'error', failureSentence(failureOf(error), operation));
  }
}

/** Reads the record into the form; when that can't be, says so at its top and leaves the picker. */
export async function loadIntoForm(
  { nexudus, people, access }: Parts,
  open: OpenForm,
  id: number,
): Promise<void> {
  const { form, operation } = open;
  const giveUp = (text: string) => {
    // Another record may have been picked in the meantime.
    if (form.recordId !== id) return;
    form.recordId = undefined;
    form.before = undefined;
    form.notices = [...form.notices, { level: 'error', text }];
  };
  open.loading = id;
  try {
    const record = await nexudus.get(operation.resource, id);
    const locations = [locationOf(operation.resource, record)];
    const person = await people.person(open.owner).catch(() => undefined);
    if (!person) return giveUp(say.unknownPerson);
    const decision = await access.decide(person, { permission: operation.permission, locations });
    // Only now: what is in the form may be drawn at any moment.
    if (decision.allowed) putRecord(open, record);
    else giveUp(denialSentence(decision, operation));
  } catch (error) {
    giveUp(failureSentence(failureOf(error), operation));
  } finally {
    if (open.loading === id) open.loading = undefined;
  }
}

/**
 * Opens the form at once and fills it afterwards: a trigger lives for three seconds from Slack's side, so nothing is
 * awaited before views.open.
 * @param trigger `viewId`: a modal on screen that turns into the form
 * @returns false when Slack would not open it
 */
export async function openForm(
  parts: Parts,
  operation: Operation,
  trigger: { id: string; owner: string; place: Place; viewId?: string },
  start: Start = {},
): Promise<boolean> {
  const open = parts.forms.add(operation, trigger.owner, trigger.place);
  const skeleton = bannerView(open, 'info', say.opening, say.cancel);
  const opening = trigger.viewId
    ? takeOver(parts, open, trigger.viewId, skeleton)
    : openFirst(parts, open, trigger.id, skeleton);
  const preparing = prepare(
    parts,
    open,
    start,
    opening.then((opened) => opened === 'here'),
  );
  const opened = await opening;
  if (opened !== 'here') return opened === 'elsewhere';
  const view = await preparing;
  if (view) await showView(parts, open, view);
  return true;
}

/** Another process of the bot was delivered the same, and opened it. */
export const openedElsewhere = (error: unknown): boolean =>
  error instanceof WebAPIPlatformError && error.data.error === 'exchanged_trigger_id';

async function openFirst(
  parts: Parts,
  open: OpenForm,
  trigger_id: string,
  view: ModalView,
): Promise<'here' | 'elsewhere' | 'refused'> {
  try {
    open.viewId = (await parts.client.views.open({ trigger_id, view })).view?.id;
    return 'here';
  } catch (error) {
    parts.log.warn(
      { operation: open.operation.id, error: (error as Error).message },
      'views.open was refused',
    );
    return openedElsewhere(error) ? 'elsewhere' : 'refused';
  }
}

/** Turns a modal that is on the screen into the form; what follows doesn't wait until Slack has shown that. */
async function takeOver(parts: Parts, open: OpenForm, viewId: string, view: ModalView): Promise<'here'> {
  open.viewId = viewId;
  void showView(parts, open, view);
  return 'here';
}
