import { checkMessage } from './check-message.ts';
import { isObject } from './check-shape.ts';
import { findButton } from './find-on-screen.ts';
import { ModalOnScreen } from './modal-on-screen.ts';
import type { SlackPerson } from './people.ts';
import { acked, type PersonSession, trouble } from './person-session.ts';
import type { Ack, ButtonName, HomeOnScreen, Modal, SlackMessage, WaitOptions } from './slack-stand-in.ts';
import type { SlackChannel } from './start-channels.ts';
import { Surface } from './surface.ts';
import { waitFor } from './wait-for.ts';

/** One person in front of Slack. */
export class ClientOnScreen {
  private readonly session: PersonSession;

  constructor(session: PersonSession) {
    this.session = session;
    session.picture = () => this.picture();
  }

  get person(): SlackPerson {
    return this.session.person;
  }

  async command(text: string, { channel: name }: { channel?: string } = {}): Promise<Ack> {
    const { person, session, world } = this;
    const channel = this.enter(name ?? this.usualChannel());
    const [, command = '', rest = ''] = /^(\/\S+)\s*([\s\S]*)$/.exec(text) ?? [];
    if (!command) throw new Error(`A command begins with '/': ${text}`);
    session.forgetNotice();
    const payload = session.stage.payloads.command(person, channel, command, world.escape(rest.trim()));
    const parcel = { kind: 'command', what: 'command', name: text, person: person.id, payload } as const;
    const ack = await session.stage.delivery.send(parcel);
    if (acked(ack)) this.showAnswer(command, channel, ack.body);
    else {
      const reason = ack.timedOut
        ? 'operation_timeout'
        : ack.status === 0
          ? 'dispatch_failed'
          : 'http_service_error';
      session.show(`${command} failed with the error "${reason}"`);
    }
    return ack;
  }

  /** @param channel which conversation is open meanwhile */
  shortcut(callbackId: string, { channel }: { channel?: string } = {}): Promise<Ack> {
    if (channel) this.enter(channel);
    return this.session.interact('shortcut', callbackId, this.payloads.shortcut(this.person, callbackId));
  }

  messageShortcut(callbackId: string, message: SlackMessage, channel: string): Promise<Ack> {
    const payload = this.payloads.messageShortcut(this.person, this.enter(channel), message, callbackId);
    return this.session.interact('message_action', callbackId, payload);
  }

  async click(message: SlackMessage, button: ButtonName): Promise<Ack> {
    const name = typeof button === 'string' ? button : button.actionId;
    const shown = this.session.stage.slack.messages.find(message.channel, message.ts);
    if (!shown) throw new Error(`That message is gone: ${message.plain}`);
    if (shown.ephemeralTo && shown.ephemeralTo !== this.person.id)
      throw new Error(`${this.person.realName} does not see that message: ${message.plain}`);
    const channel = this.enter(message.channel);
    const action = findButton(shown.blocks, button);
    if (!action) throw new Error(`There is no button "${name}" in: ${shown.plain}`);
    const payload = this.payloads.actionOnMessage(this.person, channel, shown, action);
    return this.session.interact('block_actions', String(action.action_id), payload);
  }

  async openHome(): Promise<void> {
    const payload = this.payloads.homeOpened(this.person);
    this.world.inFront.delete(this.person.id);
    const name = 'app_home_opened';
    const parcel = { kind: 'event', what: name, name, person: this.person.id, payload } as const;
    await this.session.stage.delivery.sendEvent(parcel);
  }

  home(): HomeOnScreen | undefined {
    const view = this.session.stage.slack.views.home(this.person.id);
    return view && new Surface(view, this.session);
  }

  modal(): Modal | undefined {
    return this.modals().at(-1);
  }

  modals(): Modal[] {
    return this.session.stage.slack.views
      .stack(this.person.id)
      .map((view) => new ModalOnScreen(view, this.session));
  }

  waitForModal(predicate: (modal: Modal) => boolean = () => true, options?: WaitOptions): Promise<Modal> {
    const look = () => [this.modal()].find((modal) => modal && predicate(modal));
    return this.wait(look, { what: 'The modal', ...options });
  }

  async waitForNoModal(options?: WaitOptions): Promise<void> {
    await this.wait(() => (this.modal() ? undefined : true), { what: 'A screen without modals', ...options });
  }

  waitForHome(
    predicate: (home: HomeOnScreen) => boolean = () => true,
    options?: WaitOptions,
  ): Promise<HomeOnScreen> {
    const look = () => [this.home()].find((home) => home && predicate(home));
    return this.wait(look, { what: 'App Home', ...options });
  }

  notice(): string | undefined {
    return this.session.notice;
  }

  picture(): string {
    const { world } = this;
    const part = (head: string, text: string) => `── ${head}\n${text.replace(/^/gm, '  ')}`;
    const alone = this.session.stage.slack.messages.ephemerals(this.person.id).slice(-3);
    return [
      `── On ${this.person.realName}'s screen`,
      ...(this.session.notice ? [part('Slack says', this.session.notice)] : []),
      ...this.modals().map((modal) => part(`modal ${modal.callbackId}`, modal.text())),
      ...alone.map((message) => part('only visible to you', message.plain)),
      ...world.channels.flatMap((channel) => {
        const last = this.session.stage.slack.messages.inChannel(channel.id).slice(-2);
        return last.map((message) => part(`in ${channel.name}, ${message.by}`, message.plain));
      }),
      ...(world.problems.length > 0 ? [part('problems', world.problems.slice(-5).join('\n'))] : []),
    ].join('\n');
  }

  private get world() {
    return this.session.stage.slack.world;
  }

  private get payloads() {
    return this.session.stage.payloads;
  }

  private wait<Found>(look: () => Found | undefined, options: WaitOptions): Promise<Found> {
    return waitFor(this.world, look, () => this.picture(), options);
  }

  private usualChannel(): string {
    const mine = this.world.channels.filter((each) => each.members.includes(this.person.id));
    return (mine.find((each) => each.name === 'ops') ?? mine[0])?.id ?? 'ops';
  }

  /** The channel, if this person can be in it; public ones are joined on the way. */
  private enter(name: string): SlackChannel {
    const channel = this.world.channel(name);
    if (!channel.members.includes(this.person.id)) {
      if (channel.kind !== 'public') throw new Error(`${this.person.realName} is not in ${channel.name}`);
      channel.members.push(this.person.id);
    }
    this.world.inFront.set(this.person.id, channel.id);
    return channel;
  }

  private showAnswer(command: string, channel: SlackChannel, body: unknown): void {
    if (body === '' || body === undefined || body === null) return;
    const answer = isObject(body) ? body : { text: String(body) };
    if (Object.keys(answer).length === 0) return;
    const found = checkMessage(answer);
    for (const each of found) this.world.problem(`${command} answered wrongly: ${each}`);
    if (found.length > 0) this.session.show(trouble);
    else this.session.stage.urls.showAck(this.person.id, channel.id, answer);
  }
}
