import type { ModalView } from '@slack/types';
import { WebAPIPlatformError } from '@slack/web-api';
import { banner } from '../forms/blocks.ts';
import type { Prefill } from '../forms/command-text.ts';
import { textView } from '../forms/form-view.ts';
import { failureOf } from '../nexudus/failure.ts';
import { locationOf } from '../nexudus/ids.ts';
import type { Operation, Values } from '../operations/operation.ts';
import type { Parts } from './context.ts';
import { drawForm } from './draw-form.ts';
import { chooseLocation, fillAgain, fillFromMessage, fillFromText, putRecord } from './fill-form.ts';
import type { OpenForm, Place } from './open-forms.ts';
import { failureSentence, refusalSentence, say } from './say.ts';

/** What a form starts with: what was typed after the command, or what a request that did not succeed was sent with. */
export interface Start {
  text?: Prefill;
  /** A message that becomes the text of a field. */
  message?: { field: string; text: string };
  again?: { id: string; receipt: string; input: Values; locations: readonly (number | null)[] };
}

export const bannerView = (
  open: OpenForm,
  level: 'error' | 'info' | 'success',
  text: string,
  close = 'Close',
): ModalView => textView(open.operation, open.form, [banner(level, text)], close);

/** Shows a view in the form's place, if it is still on screen. */
export async function showView(parts: Parts, open: OpenForm, view: ModalView): Promise<void> {
  const { client, log, forms, background } = parts;
  // Not awaited: what is on the screen must not wait for the disk.
  background.add(forms.keep(open).catch((err: unknown) => log.warn({ err }, 'a form could not be kept')));
  try {
    if (open.viewId) await client.views.update({ view_id: open.viewId, view });
  } catch (error) {
    // Somebody closed the form: that is theirs to do, and it is never reopened by itself.
    log.info({ form: open.form.id, error: (error as Error).message }, 'a view could not be updated');
  }
}

/** What the opened form should show: the filled form, or why not. */
async function prepare(parts: Parts, open: OpenForm, { text, message, again }: Start): Promise<ModalView> {
  const { people, access, directory, forms } = parts;
  const { form, operation } = open;
  try {
    const person = await people.person(open.owner).catch(() => undefined);
    if (!person) return bannerView(open, 'error', say.unknownPerson);
    const { permission } = operation;
    const decision = await access.decide(person, { permission, locations: again?.locations });
    if (!decision.allowed) return bannerView(open, 'error', refusalSentence(decision, operation));
    const unclear = text ? await fillFromText(open, text, parts) : [];
    if (message) await fillFromMessage(open, message.field, message.text, people);
    if (again) {
      // Only now: whoever may not do it must not take the form from who has it open.
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
  } catch (error) {
    parts.log.warn({ form: form.id, err: error }, 'a form could not be prepared');
    return bannerView(open, 'error', failureSentence(failureOf(error), operation));
  }
  if (form.recordId !== undefined) await loadIntoForm(parts, open, form.recordId);
  return drawForm(parts, open);
}

/** Reads the record into the form; when that can't be, says so at its top and leaves the picker. */
export async function loadIntoForm(
  { nexudus, people, access }: Parts,
  open: OpenForm,
  id: number,
): Promise<void> {
  const { form, operation } = open;
  const giveUp = (text: string) => {
    // Somebody may have picked another record in the meantime.
    if (form.recordId !== id) return;
    form.recordId = undefined;
    form.before = undefined;
    form.notices = [...form.notices, { level: 'error', text }];
  };
  try {
    const record = await nexudus.get(operation.resource, id);
    const locations = [locationOf(record)];
    const person = await people.person(open.owner).catch(() => undefined);
    if (!person) return giveUp(say.unknownPerson);
    const decision = await access.decide(person, { permission: operation.permission, locations });
    // Only now: what is in the form may be drawn at any moment.
    if (decision.allowed) putRecord(open, record);
    else giveUp(refusalSentence(decision, operation));
  } catch (error) {
    giveUp(failureSentence(failureOf(error), operation));
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
  const skeleton = bannerView(open, 'info', say.opening, 'Cancel');
  const { client } = parts;
  const opening = trigger.viewId
    ? client.views.update({ view_id: trigger.viewId, view: skeleton })
    : client.views.open({ trigger_id: trigger.id, view: skeleton });
  const preparing = prepare(parts, open, start);
  try {
    open.viewId = (await opening).view?.id;
  } catch (error) {
    parts.log.warn({ operation: operation.id, error: (error as Error).message }, 'views.open was refused');
    await preparing;
    // Another process of the bot was delivered the same, and opened it.
    return error instanceof WebAPIPlatformError && error.data.error === 'exchanged_trigger_id';
  }
  await showView(parts, open, await preparing);
  return true;
}
