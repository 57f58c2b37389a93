import type { RespondFn } from '@slack/bolt';
import type { KnownBlock } from '@slack/types';
import { plain } from '../forms/blocks.ts';
import { readCommand } from '../forms/command-text.ts';
import { failureOf } from '../nexudus/failure.ts';
import type { Operation } from '../operations/operation.ts';
import type { Parts } from './context.ts';
import { entries, helpBlocks } from './help.ts';
import { historyBlocks } from './history.ts';
import { unformatted } from './message.ts';
import { openForm } from './open-form.ts';
import { decisionLine, refusalSentence, say } from './say.ts';

export interface Typed {
  text: string;
  trigger: string;
  user: string;
  channel: string;
  responseUrl: string;
}

const section = (text: string): KnownBlock => ({ type: 'section', text: plain(text) });

/** Answers a slash command, after its ack. What is answered in words only the person sees. */
export async function onCommand(parts: Parts, typed: Typed, respond: RespondFn): Promise<void> {
  const only = (text: string, blocks: KnownBlock[]) =>
    respond({ response_type: 'ephemeral', text: unformatted(text), blocks });
  const asked = readCommand(typed.text, parts.operations);

  if (asked.kind === 'operation') {
    const place = { channel: typed.channel, responseUrl: typed.responseUrl };
    const opened = await openForm(
      parts,
      asked.operation,
      { id: typed.trigger, owner: typed.user, place },
      { text: asked.prefill },
    );
    if (!opened) await only(say.tooSlow, [section(say.tooSlow), ...entries([asked.operation])]);
    return;
  }
  const person = await parts.people.person(typed.user).catch((error: unknown) => ({ error }));
  if ('error' in person) {
    const text = refusalSentence({
      allowed: false,
      reason: 'could-not-ask',
      failure: failureOf(person.error),
    });
    return void (await only(text, [section(text)]));
  }
  if (asked.kind === 'help')
    return void (await only('Nexudus: what you can do', await helpBlocks(parts, person)));
  if (asked.kind === 'whoami') {
    const text = decisionLine(await parts.access.decide(person, {}));
    return void (await only(text, [section(text)]));
  }
  if (asked.kind === 'history') {
    const blocks = await historyBlocks(parts, person, asked.about);
    return void (await only('Nexudus: what was done', blocks));
  }
  const nearest: Operation[] =
    asked.kind === 'choose'
      ? asked.among
      : parts.operations.filter(({ id }) => id.replace('.', ' ') === asked.suggestion);
  const first = asked.kind === 'unknown' ? `${say.unknownCommand(typed.text)} ` : '';
  const text =
    nearest.length > 0 ? `${first}Did you mean this?` : `${first}Type /nexudus help to see what it can do.`;
  await only(text, [section(text), ...entries(nearest)]);
}
