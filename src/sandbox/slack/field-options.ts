import type { ElementJson, OptionGroupJson, OptionJson } from './block-kit.ts';
import { checkSuggestions } from './check-suggestions.ts';
import { type Field, isEmpty, type StateValue, valueIn } from './input-state.ts';
import { acked, type PersonSession } from './person-session.ts';
import type { StoredView } from './view-store.ts';
import type { World } from './world.ts';

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
  const wanted = query.toLowerCase();
  if (element.type.endsWith('external_select')) return suggestions(session, view, field, query);
  if (element.type === 'multi_users_select') {
    const here = world.people.filter((each) => !each.deleted);
    const found = here.filter(({ realName, name }) => `${realName}\n${name}`.toLowerCase().includes(wanted));
    return found.map((each) => ({ text: each.realName, value: each.id }));
  }
  const all =
    element.type === 'conversations_select'
      ? channels(session, element)
      : (element.options ?? []).map(offerOf);
  return all.filter((offer) => offer.text.toLowerCase().includes(wanted));
}

function channels({ person, stage }: PersonSession, { filter }: ElementJson): Offer[] {
  const { world } = stage.slack;
  return world.channels
    .filter((each) => each.kind === 'public' || each.members.includes(person.id))
    .filter((each) => !filter?.include || filter.include.includes(each.kind))
    .map((each) => ({ text: nameOf(world, each.id), value: each.id }));
}

/** As the chosen entry shows it: people without '@', direct messages without '#'. */
function nameOf(world: World, id: string): string {
  const channel = world.channels.find((each) => each.id === id);
  return channel?.kind === 'im' ? channel.name : (world.nameOf(id) ?? id).replace(/^@/, '');
}

export function offerOf(option: OptionJson): Offer {
  return { text: option.text.text, value: option.value, option };
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
  const { options = [], option_groups = [] } = ack.body as {
    options?: OptionJson[];
    option_groups?: OptionGroupJson[];
  };
  const offer = (option: OptionJson) => offerOf({ ...option, text: { emoji: true, ...option.text } });
  const grouped = option_groups.flatMap(({ label, options: inside }) =>
    inside.map((option) => ({ ...offer(option), group: label.text })),
  );
  return [...options.map(offer), ...grouped];
}

/** What is chosen or typed in a field, in the words that the person sees. */
export function chosenIn(session: PersonSession, state: StateValue): Offer[] {
  const held = [valueIn(state)].flat().filter((each) => !isEmpty(each));
  return held.map((each) => {
    if (typeof each === 'object') return offerOf(each as OptionJson);
    const value = String(each);
    const isId = /^(multi_users|conversations)_select$/.test(state.type);
    return { text: isId ? nameOf(session.stage.slack.world, value) : value, value };
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
