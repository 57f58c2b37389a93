import type { View } from '@slack/types';
import { textOf } from './block-kit.ts';
import { chooseOffer, chosenIn, type Offer, offerOf, offersFor, queriesFor } from './field-options.ts';
import { findButton, findField } from './find-on-screen.ts';
import { type Field, fieldsOf, type StateValue, withValue } from './input-state.ts';
import type { PersonSession } from './person-session.ts';
import { buttonTexts, readBlocks } from './read-blocks.ts';
import type { Ack, ButtonName, FieldName, FieldOnScreen, PickOption, Wanted } from './slack-stand-in.ts';
import { keyOf, type StoredView } from './view-store.ts';

type Held = { value: StateValue; touched: boolean };

/** A view on a person's screen: reads its present state, and acts on it as that person. */
export class Surface {
  protected readonly view: StoredView;
  protected readonly session: PersonSession;

  constructor(view: StoredView, session: PersonSession) {
    this.view = view;
    this.session = session;
  }

  get id(): string {
    return this.view.id;
  }

  get callbackId(): string {
    return this.view.json.callback_id ?? '';
  }

  get json(): View {
    return this.view.json as unknown as View;
  }

  text(): string {
    const { json, errors } = this.view;
    const lines = [textOf(json.title)];
    const fields = this.fields();
    for (const block of json.blocks) {
      lines.push(readBlocks([block], this.directory).plain);
      for (const field of fields.filter((each) => each.blockId === block.block_id))
        lines.push(this.shown(field));
      lines.push(errors.get(block.block_id ?? '') ?? '');
    }
    const ends = [json.submit, json.close].map(textOf).filter(Boolean);
    lines.push(ends.map((each) => `[${each}]`).join(' '));
    return lines.filter(Boolean).join('\n');
  }

  mentions(): string[] {
    return readBlocks(this.view.json.blocks, this.directory).mentions;
  }

  labels(): string[] {
    return fieldsOf(this.view.json).flatMap(({ label, element }) =>
      element.type === 'checkboxes' ? [label, ...textsOf(element)] : [label],
    );
  }

  buttons(): string[] {
    return buttonTexts(this.view.json.blocks);
  }

  fields(): FieldOnScreen[] {
    return fieldsOf(this.view.json).map(({ block, element, blockId, actionId, label }) => {
      const held = this.held(blockId, actionId, element.type);
      return {
        blockId,
        actionId,
        label,
        ...(block.hint && { hint: textOf(block.hint) }),
        optional: block.type !== 'input' || block.optional === true,
        element,
        state: held.value,
        chosen: this.chosen({ element, blockId, actionId }).map(({ text, value }) => ({ text, value })),
        touched: held.touched,
        ...(this.view.errors.has(blockId) && { error: this.view.errors.get(blockId) }),
      };
    });
  }

  value(label: FieldName): unknown {
    const field = this.field(label);
    const texts = this.chosen(field).map((each) => each.text);
    if (field.element.type === 'checkboxes') {
      const named = field.element.options?.find(
        (option) => option.text.text === label && field.label !== label,
      );
      if (named) return texts.includes(named.text.text);
      return field.element.options?.length === 1 ? texts.length === 1 : texts;
    }
    if (field.element.type.startsWith('multi_')) return texts;
    return texts[0] ?? '';
  }

  async type(label: FieldName, text: string): Promise<void> {
    const field = this.field(label);
    const { type } = field.element;
    // As seconds since 1970, which the page makes of what is chosen in its viewer's zone.
    if (type === 'datetimepicker') return this.put(field, text === '' ? undefined : Number(text));
    if (!type.endsWith('_input')) throw new Error(`"${field.label}" is a ${type}: use pick or tick`);
    await this.put(field, text);
  }

  async search(label: FieldName, query: string): Promise<PickOption[]> {
    this.alive();
    const field = this.field(label);
    const offers = await offersFor(this.session, this.view, field, query);
    this.session.offered.set(this.menuOf(field), offers);
    return offers.map(({ option: _, ...shown }) => shown);
  }

  async pick(label: FieldName, ...options: Wanted[]): Promise<void> {
    const field = this.field(label);
    const picked: Offer[] = [];
    for (const wanted of options) picked.push(await this.find(field, wanted));
    if (!isList(field)) return this.put(field, rawOf(picked.at(-1)));
    const before = this.chosen(field).filter((each) => !picked.some((offer) => offer.value === each.value));
    const most = field.element.max_selected_items;
    if (most !== undefined && before.length + picked.length > most)
      throw new Error(`"${field.label}" takes no more than ${most}\n${this.session.picture()}`);
    await this.put(field, [...before, ...picked].map(rawOf));
  }

  async unpick(label: FieldName, ...optionTexts: string[]): Promise<void> {
    const field = this.field(label);
    const chosen = this.chosen(field);
    const gone = optionTexts.map((text) => {
      const offer = chooseOffer(chosen, text);
      if (typeof offer === 'string')
        throw new Error(`"${text}" is not chosen in "${field.label}"\n${this.session.picture()}`);
      return offer.value;
    });
    const rest = chosen.filter((each) => !gone.includes(each.value));
    await this.put(field, isList(field) ? rest.map(rawOf) : undefined);
  }

  async clear(label: FieldName): Promise<void> {
    await this.put(this.field(label), undefined);
  }

  async tick(label: FieldName, on = true, wanted?: string): Promise<void> {
    const field = this.field(label);
    const options = field.element.options ?? [];
    const option =
      options.find((each) => (wanted === undefined ? each.text.text === label : each.value === wanted)) ??
      (options.length === 1 ? options[0] : undefined);
    if (field.element.type !== 'checkboxes' || !option)
      throw new Error(`"${field.label}" is not one box to tick`);
    const rest = this.chosen(field).filter((each) => each.value !== option.value);
    const chosen = rest.map(rawOf);
    const ticked = options.filter((each) =>
      each === option ? on : rest.some((kept) => kept.value === each.value),
    );
    await this.put(field, on ? ticked : chosen);
  }

  async press(button: ButtonName): Promise<Ack> {
    this.alive();
    const action = findButton(this.view.json.blocks, button);
    const name = typeof button === 'string' ? button : button.actionId;
    if (!action) throw new Error(`There is no button "${name}" on screen.\n${this.session.picture()}`);
    return this.act(action);
  }

  protected alive(): void {
    if (!this.view.open)
      throw new Error(`"${textOf(this.view.json.title)}" is closed.\n${this.session.picture()}`);
  }

  protected act(action: Record<string, unknown>): Promise<Ack> {
    const payload = this.session.stage.payloads.actionInView(this.session.person, this.view, action);
    return this.session.interact('block_actions', String(action.action_id), payload);
  }

  private get directory() {
    return this.session.stage.slack.world;
  }

  private held(blockId: string, actionId: string, type: string): Held {
    return this.view.state.get(keyOf(blockId, actionId)) ?? { value: { type }, touched: false };
  }

  private field(wanted: FieldName): Field {
    const found = findField(fieldsOf(this.view.json), wanted);
    if (!found)
      throw new Error(`There is no field "${nameOf(wanted)}" on screen.\n${this.session.picture()}`);
    return found;
  }

  private chosen(field: Pick<Field, 'element' | 'blockId' | 'actionId'>): Offer[] {
    return chosenIn(this.session, this.held(field.blockId, field.actionId, field.element.type).value);
  }

  private shown(field: FieldOnScreen): string {
    const texts = this.chosen(field).map((each) => each.text);
    if (field.element.type === 'checkboxes' || field.element.type === 'radio_buttons')
      return (field.element.options ?? [])
        .map(({ text }) => `${texts.includes(text.text) ? '☑' : '☐'} ${text.text}`)
        .join('\n');
    return texts.join(', ') || textOf(field.element.placeholder);
  }

  private menuOf({ blockId, actionId }: Field): string {
    return `${this.view.id}\n${keyOf(blockId, actionId)}`;
  }

  private async find(field: Field, wanted: Wanted): Promise<Offer> {
    this.alive();
    if (typeof wanted !== 'string') {
      const shown = this.session.offered.get(this.menuOf(field)) ?? [];
      const offer = [...shown, ...(field.element.options ?? []).map(offerOf)].find(
        (each) => each.value === wanted.value,
      );
      if (!offer) throw new Error(`"${field.label}" has not shown ${wanted.value}`);
      return offer;
    }
    const text = wanted;
    const external = field.element.type.endsWith('external_select');
    let offers: Offer[] = [];
    for (const query of external ? queriesFor(text) : ['']) {
      offers = await offersFor(this.session, this.view, field, query);
      const offer = chooseOffer(offers, text);
      if (typeof offer !== 'string') return offer;
      if (offer === 'several')
        throw new Error(`Several options of "${field.label}" contain "${text}": ${listed(offers)}`);
    }
    throw new Error(
      `"${field.label}" does not offer "${text}". It offers: ${listed(offers)}\n${this.session.picture()}`,
    );
  }

  private async put(field: Field, value: unknown): Promise<void> {
    this.alive();
    const state = withValue(field.element, value);
    this.view.state.set(keyOf(field.blockId, field.actionId), { value: state, touched: true });
    this.directory.changed();
    if (field.block.type !== 'input' || field.block.dispatch_action === true)
      await this.act({ ...structuredClone(state), block_id: field.blockId, action_id: field.actionId });
  }
}

const nameOf = (wanted: FieldName): string => (typeof wanted === 'string' ? wanted : wanted.blockId);
const isList = (field: Field): boolean => /^multi_|^checkboxes$/.test(field.element.type);
const textsOf = ({ options = [] }: Field['element']): string[] => options.map(({ text }) => text.text);
const listed = (offers: Offer[]): string => offers.map((each) => each.text).join(' · ') || 'nothing';
const rawOf = (offer: Offer | undefined): unknown => offer?.option ?? offer?.value;
