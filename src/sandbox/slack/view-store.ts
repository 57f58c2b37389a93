import { randomBytes } from 'node:crypto';
import { type BlockJson, interactiveElements, type ViewJson } from './block-kit.ts';
import {
  blankState,
  fieldsOf,
  hasInitial,
  initialState,
  type StateValue,
  stillOffered,
} from './input-state.ts';
import type { SlackChannel } from './start-channels.ts';
import type { World } from './world.ts';

type State = Map<string, { value: StateValue; touched: boolean }>;

export interface StoredView {
  id: string;
  owner: string;
  hash: string;
  json: ViewJson;
  state: State;
  /** The conversation that was open when the view was opened. */
  conversation?: SlackChannel;
  /** Inline errors by block_id. */
  errors: Map<string, string>;
  rootId: string;
  previousId: string | null;
  open: boolean;
  submitting: boolean;
  updates: number;
}

export const keyOf = (blockId: string, actionId: string): string => `${blockId}\n${actionId}`;
export const deepestStack = 3;

/** Modals per person, one stack each, and App Home. */
export class ViewStore {
  private readonly world: World;
  private readonly stacks = new Map<string, StoredView[]>();
  private readonly homes = new Map<string, StoredView>();

  constructor(world: World) {
    this.world = world;
  }

  stack(user: string): StoredView[] {
    return this.stacks.get(user) ?? [];
  }

  home(user: string): StoredView | undefined {
    return this.homes.get(user);
  }

  all(): StoredView[] {
    return [...[...this.stacks.values()].flat(), ...this.homes.values()];
  }

  find(id: unknown, externalId?: unknown): StoredView | undefined {
    return this.all().find((view) => (id ? view.id === id : view.json.external_id === externalId));
  }

  externalIdTaken(view: ViewJson, by?: StoredView): boolean {
    return (
      !!view.external_id &&
      this.all().some((each) => each !== by && each.json.external_id === view.external_id)
    );
  }

  /** Opens a first modal (in place of what the person had open) or puts one on top. */
  open(user: string, json: ViewJson, where: 'first' | 'on-top'): StoredView {
    if (where === 'first') this.clear(user);
    const below = this.stack(user).at(-1);
    const view = this.make(user, json);
    view.rootId = below?.rootId ?? view.id;
    view.previousId = below?.id ?? null;
    this.stacks.set(user, [...this.stack(user), view]);
    this.world.changed();
    return view;
  }

  publish(user: string, json: ViewJson): StoredView {
    const known = this.homes.get(user);
    if (known) return this.update(known, json);
    const view = this.make(user, json);
    this.homes.set(user, view);
    this.world.changed();
    return view;
  }

  update(view: StoredView, json: ViewJson): StoredView {
    const next = withIds(json);
    const state = stateOf(next, view.state, view.conversation);
    Object.assign(view, { json: next, state, hash: this.hash(), updates: view.updates + 1 });
    view.errors.clear();
    this.world.changed();
    return view;
  }

  close(view: StoredView): void {
    view.open = false;
    this.stacks.set(
      view.owner,
      this.stack(view.owner).filter((each) => each !== view),
    );
    this.world.changed();
  }

  clear(user: string): void {
    for (const view of this.stack(user)) view.open = false;
    this.stacks.set(user, []);
    this.world.changed();
  }

  reset(): void {
    this.stacks.clear();
    this.homes.clear();
  }

  /** view.state.values as it is sent to the bot. */
  values(view: StoredView): Record<string, Record<string, StateValue>> {
    const values: Record<string, Record<string, StateValue>> = {};
    for (const field of fieldsOf(view.json)) {
      const held = view.state.get(keyOf(field.blockId, field.actionId));
      const lost =
        this.world.faults.blankPrefilled && view.updates > 0 && !held?.touched && hasInitial(field.element);
      const value = lost || !held ? blankState(field.element) : held.value;
      values[field.blockId] = { ...values[field.blockId], [field.actionId]: structuredClone(value) };
    }
    return values;
  }

  /** The view as Slack gives it back to apps (bolt ViewOutput). */
  output(view: StoredView, withState = true): Record<string, unknown> {
    const { json } = view;
    return {
      id: view.id,
      team_id: this.world.team.id,
      type: json.type,
      blocks: structuredClone(json.blocks),
      private_metadata: json.private_metadata ?? '',
      callback_id: json.callback_id ?? '',
      state: { values: withState ? this.values(view) : {} },
      hash: view.hash,
      title: json.title ?? { type: 'plain_text', text: 'View Title', emoji: true },
      clear_on_close: false,
      notify_on_close: false,
      close: json.close ?? null,
      submit: json.submit ?? null,
      previous_view_id: view.previousId,
      root_view_id: view.rootId,
      app_id: this.world.bot.appId,
      external_id: json.external_id ?? '',
      app_installed_team_id: this.world.team.id,
      bot_id: this.world.bot.botId,
    };
  }

  private make(owner: string, given: ViewJson): StoredView {
    const id = this.world.nextId('V');
    const json = withIds(given);
    const inFront = this.world.inFront.get(owner);
    const conversation = this.world.channels.find((each) => each.id === inFront);
    const state = stateOf(json, undefined, conversation);
    const begun = {
      errors: new Map(),
      rootId: id,
      previousId: null,
      open: true,
      submitting: false,
      updates: 0,
    };
    return { id, owner, hash: this.hash(), json, state, conversation, ...begun };
  }

  private hash(): string {
    return `${Math.floor(this.world.now() / 1000)}.${randomBytes(4).toString('hex')}`;
  }
}

/** What people typed stays where block_id, action_id and kind of element are unchanged, whatever initial_* says. */
function stateOf(json: ViewJson, before?: State, conversation?: SlackChannel): State {
  const held = fieldsOf(json).map(({ blockId, actionId, element }) => {
    const key = keyOf(blockId, actionId);
    const old = before?.get(key);
    const stays = old && old.value.type === element.type && stillOffered(element, old.value);
    return [key, stays ? old : { value: initialState(element, conversation), touched: false }] as const;
  });
  return new Map(held);
}

/** Slack gives ids to blocks and elements that have none, and `emoji: true` to plain text. */
export function withIds<Given extends { blocks: BlockJson[] }>(given: Given): Given {
  const copy = JSON.parse(JSON.stringify(given), (_, value) =>
    value?.type === 'plain_text' && value.emoji === undefined ? { ...value, emoji: true } : value,
  ) as Given;
  for (const block of copy.blocks) {
    block.block_id ||= randomBytes(3).toString('base64url').slice(0, 5);
    for (const element of interactiveElements(block))
      element.action_id ||= randomBytes(4).toString('base64url');
  }
  return copy;
}
