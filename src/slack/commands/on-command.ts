import type { RespondFn } from '@slack/bolt';
import type { Person } from '../../access/person.ts';
import { readCommand } from '../../forms/command-text.ts';
import type { Operation } from '../../operations/operation.ts';
import { askAdmin, canBeGiven } from '../ask-admin/ask-button.ts';
import { ephemeral } from '../http/ephemeral.ts';
import type { FormOpener } from '../modal/open-form.ts';
import { denialSentence } from '../text/denial-sentence.ts';
import { say } from '../text/say.ts';
import { type AccessListParts, accessBlocks } from './access-list.ts';
import { allowedTo, helpBlocks, isOutsider } from './help.ts';
import { type HistoryParts, historyBlocks } from './history.ts';
import { entries } from './open-buttons.ts';
import { type StatusAsking, statusText } from './status.ts';
import { whoami } from './whoami.ts';

export interface Typed {
  text: string;
  trigger: string;
  user: string;
  channel: string;
  responseUrl: string;
}

export interface OnCommandParts extends HistoryParts, StatusAsking, AccessListParts {
  personOf(id: string): Promise<Person>;
  openForm: FormOpener;
}

/** Answers a slash command, after its ack. What is answered in words only the person sees. */
export async function onCommand(parts: OnCommandParts, typed: Typed, respond: RespondFn): Promise<void> {
  const only = ephemeral(respond);
  const asked = readCommand(typed.text, parts.operations);

  if (asked.kind === 'operation') {
    const place = { channel: typed.channel, responseUrl: typed.responseUrl };
    const opened = await parts.openForm(
      asked.operation,
      { id: typed.trigger, owner: typed.user, place },
      { text: asked.prefill, command: typed.text },
    );
    if (!opened)
      await only(
        say.tooSlow,
        entries([asked.operation], () => ({ command: typed.text })),
      );
    return;
  }
  const person = await parts.personOf(typed.user).catch(() => undefined);
  if (!person) return only(say.unknownPerson);
  if (asked.kind === 'help') {
    const decision = await parts.access.decide(person, {});
    if (!decision.allowed && isOutsider(decision)) return only(denialSentence(decision));
    const allowed = decision.allowed ? await allowedTo(parts, person) : [];
    return only(allowed.length > 0 ? say.intro : say.introNone, await helpBlocks(parts, person));
  }
  if (asked.kind === 'whoami') {
    const { text, blocks } = await whoami(parts, person);
    return only(text, blocks);
  }
  if (asked.kind === 'access') {
    const { text, blocks } = await accessBlocks(parts, person);
    return only(text, blocks);
  }
  if (asked.kind === 'status') return only(await statusText(parts, person));
  if (asked.kind === 'history') {
    const { text, blocks } = await historyBlocks(parts, person, asked.about);
    return only(text, blocks);
  }
  const meant: Operation[] =
    asked.kind === 'choose'
      ? asked.among
      : parts.operations.filter(({ id }) => id.replace('.', ' ') === asked.suggestion);
  const nearest = await allowedTo(parts, person, meant);
  const text = asked.kind === 'choose' ? say.whichOne : say.unknownCommand(typed.text, asked.suggestion);
  // What was typed after the words that were not understood is for whichever form is chosen.
  const { rest = '' } = asked;
  const offered = entries(nearest, ({ id }) => (rest ? { command: `${id.replace('.', ' ')} ${rest}` } : {}));
  const [first] = meant;
  if (!first || nearest.length > 0) return only(text, offered);
  // What is meant is not for this person: they read why, as the form would say it.
  const decision = await parts.access.decide(person, { permission: first.permission });
  const canAsk = parts.requestsChannel !== undefined && !decision.allowed && canBeGiven(decision);
  const ask = canAsk ? [askAdmin(`${first.id.replace('.', ' ')} ${rest}`.trim())] : [];
  await only(decision.allowed ? text : denialSentence(decision, first), ask);
}
