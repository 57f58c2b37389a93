import {
  type BlockJson,
  type ElementJson,
  type OptionGroupJson,
  type OptionJson,
  optionsOf,
} from './block-kit.ts';
import { checkSuggestions } from './check-suggestions.ts';
import { type Field, isEmpty, type StateValue, valueIn } from './input-state.ts';
import { acked, type PersonSession } from './person-session.ts';
import { readBlocks } from './read-blocks.ts';
import type { StoredView } from './view-store.ts';

export type Offer = { text: string; value: string; group?: string; option?: OptionJson };

export const listFailed = 'The list could not be loaded.';
const defaultMinimum = 3;

/** What a menu offers for a query; external menus ask the bot, once the query is long enough. */
export async function offersFor(
  session: PersonSession,
  view: StoredView,
  field: Field,
  query: string,
): Promise<Offer[]> {
  const { element } = field;
  const { world } = session.stage.slack;
  const fits = (offer: Offer): boolean => offer.text.toLowerCase().includes(query.toLowerCase());
  if (element.type.endsWith('external_select')) return suggestions(session, view, field, query);
  if (element.type.endsWith('users_select')) {
    const people = world.people.filter((each) => !each.deleted);
    return people
      .filter(
        (each) => fits({ text: each.realName, value: each.id }) || each.name.includes(query.toLowerCase()),
      )
      .map((each) => ({ text: each.realName, value: each.id }));
  }
  if (/(conversations|channels)_select$/.test(element.type)) return channels(session, element).filter(fits);
  return optionsOf(element).map(offerOf).filter(fits);
}

export function shownConversation(session: PersonSession, id: string): string {
  const channel = session.stage.slack.world.channels.find((each) => each.id === id);
  return channel ? (channel.kind === 'im' ? channel.name : `#${channel.name}`) : id;
}

function channels(session: PersonSession, element: ElementJson): Offer[] {
  const { include, exclude_external_shared_channels } = element.filter ?? {};
  const only = element.type.endsWith('channels_select') ? ['public'] : include;
  return session.stage.slack.world.channels
    .filter((each) => each.kind === 'public' || each.members.includes(session.person.id))
    .filter((each) => !only || only.includes(each.kind))
    .filter((each) => !(exclude_external_shared_channels && each.isExtShared))
    .map((each) => ({ text: shownConversation(session, each.id), value: each.id }));
}

export function offerOf({ group, ...option }: OptionJson & { group?: string }): Offer {
  return { text: option.text.text, value: option.value, ...(group !== undefined && { group }), option };
}

async function suggestions(
  session: PersonSession,
  view: StoredView,
  field: Field,
  query: string,
): Promise<Offer[]> {
  if (query.length < (field.element.min_query_length ?? defaultMinimum)) return [];
  const payload = session.stage.payloads.suggestion(
    session.person,
    view,
    field.blockId,
    field.actionId,
    query,
  );
  const ack = await session.interact('block_suggestion', field.actionId, payload, listFailed);
  if (!acked(ack)) return [];
  const found = checkSuggestions(ack.body);
  if (found.length > 0) {
    for (const each of found)
      session.stage.slack.world.problem(`block_suggestion ${field.actionId} answered wrongly: ${each}`);
    session.show(listFailed);
    return [];
  }
  const { options, option_groups } = ack.body as {
    options?: OptionJson[];
    option_groups?: OptionGroupJson[];
  };
  return optionsOf({ type: '', options, option_groups }).map((each) =>
    offerOf({ ...each, text: { emoji: true, ...each.text } }),
  );
}

/** What is chosen or typed in a field, in the words that the person sees. */
export function chosenIn(session: PersonSession, state: StateValue): Offer[] {
  const { world } = session.stage.slack;
  return [valueIn(state)]
    .flat()
    .filter((each) => !isEmpty(each))
    .map((raw) => {
      const option = raw as OptionJson;
      if (option.text) return { text: option.text.text, value: option.value, option };
      const value = String(raw);
      if (state.type.endsWith('users_select'))
        return { text: (world.nameOf(value) ?? value).replace(/^@/, ''), value };
      if (/(conversations|channels)_select$/.test(state.type))
        return { text: shownConversation(session, value), value };
      if (state.type === 'rich_text_input')
        return { text: readBlocks([raw as BlockJson], world).plain, value };
      return { text: value, value };
    });
}

/** The one offer with this text, else with this value, else the only one that contains the text. */
export function chooseOffer(offers: Offer[], text: string): Offer | 'none' | 'several' {
  const exact = offers.find((each) => each.text === text) ?? offers.find((each) => each.value === text);
  if (exact) return exact;
  const containing = offers.filter((each) => each.text.toLowerCase().includes(text.toLowerCase()));
  return containing.length === 1 && containing[0]
    ? containing[0]
    : containing.length === 0
      ? 'none'
      : 'several';
}

/** What a person types to find a text: all of it, then what comes before a separator, then the first word. */
export function queriesFor(text: string): string[] {
  const head = text.split(/\s+[·—–|(]|\s-\s/)[0] ?? text;
  return [...new Set([text, head.trim(), text.split(/\s+/)[0] ?? text])];
}
