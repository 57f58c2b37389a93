import { setTimeout as sleep } from 'node:timers/promises';
import type { SlackClient } from '../../src/sandbox/slack/start-slack.ts';
import type { CrashStage } from './crash-stage.ts';
import type { Card } from './crash-watch.ts';

const asks = ({ message }: Card): boolean => message.buttons.includes('Approve');
/** So often a living bot may leave a press without anything that comes of it. */
const PATIENCE = 10;

/** Decides on every card that asks, as the work about it wants it; also on those that ask for nothing any more. */
export class Approver {
  private readonly stage: CrashStage;
  private readonly client: SlackClient;
  private readonly random: () => number;
  private readonly busy = new Set<Card>();
  /** One question for a reason at a time is on their screen. */
  private screen: Promise<unknown> = Promise.resolve();

  constructor(stage: CrashStage, client: SlackClient, random: () => number) {
    [this.stage, this.client, this.random] = [stage, client, random];
  }

  async live(): Promise<void> {
    const { stage } = this;
    const due = () =>
      stage.watch.cards.filter((card) => asks(card) && !this.busy.has(card) && this.decision(card));
    while (!stage.over) {
      await stage.wait(() => due().length > 0, 1000);
      for (const card of due()) {
        this.busy.add(card);
        void this.decide(card).catch((error: unknown) =>
          stage.watch.violation('stuck', String((error as Error).stack), card.case),
        );
      }
    }
  }

  /** Presses Approve on what still asks when all is over: it decides nothing any more, and has to say so. */
  async pressWhatIsOver(): Promise<void> {
    const { stage, client } = this;
    for (const card of stage.watch.cards.filter(asks)) {
      const before = this.answers();
      await client.click(card.message, 'Approve').catch(() => undefined);
      const announced = await stage.wait(() => !asks(card) || this.answers() > before, 6000);
      stage.watch.note(
        card.case,
        `Approve pressed on what is over: ${this.saidSince(before) ?? 'no answer'}`,
      );
      if (!announced)
        stage.watch.violation('stuck', 'a press on a card of what is over gets no answer', card.case);
    }
  }

  private decision(card: Card) {
    const decision = card.case?.ended ? undefined : card.case?.work.decisions[card.case.epoch];
    return decision === 'cancel' ? undefined : decision;
  }

  private async decide(card: Card): Promise<void> {
    const { stage, client } = this;
    try {
      for (let quiet = 0; quiet < PATIENCE && asks(card) && !stage.over; ) {
        await sleep(this.random() * 600);
        await stage.up();
        const one = card.case;
        const decision = this.decision(card);
        if (!one || !decision || !asks(card)) return;
        const { generation } = stage;
        const [versions, answers] = [card.versions.length, this.answers()];
        if (decision === 'deny') await this.deny(card);
        else {
          // Only what asks for this sending counts: a card from before must decide nothing.
          const shows = one.work.shows ?? [];
          if (card.epoch === one.epoch && shows.every((text) => card.message.plain.includes(text)))
            one.approvedAt ??= Date.now();
          one.phase = 'decision pressed';
          stage.act('decide');
          const ack = await client.click(card.message, 'Approve').catch(() => undefined);
          stage.watch.note(one, `Approve pressed: ${ack?.status === 200 ? 'taken' : 'no answer'}`);
        }
        const changed = await stage.wait(() => card.versions.length > versions, 6000);
        const said = this.client.notice() ?? this.saidSince(answers);
        if (said) stage.watch.note(one, `the approver reads: ${said}`);
        if (said && !changed) stage.sentBack(said);
        if (!changed && generation === stage.generation) quiet += 1;
        if (quiet >= PATIENCE)
          stage.watch.violation(
            'stuck',
            `a card that can’t be decided: ${said ?? 'nothing comes of a press'}`,
            one,
          );
      }
    } finally {
      this.busy.delete(card);
    }
  }

  private deny(card: Card): Promise<void> {
    const mine = this.screen.catch(() => {}).then(() => this.giveReason(card));
    this.screen = mine;
    return mine;
  }

  private async giveReason(card: Card): Promise<void> {
    const { stage, client } = this;
    for (const modal of client.modals().reverse()) await modal.close();
    if (card.case) card.case.phase = 'decision pressed';
    stage.act('decide');
    await client.click(card.message, 'Deny').catch(() => undefined);
    stage.watch.note(card.case, 'Deny pressed');
    if (!(await stage.wait(() => client.modal()?.submitText === 'Deny', 4000))) return;
    for (let tries = 0; tries < 5 && client.modal()?.submitText === 'Deny'; tries++) {
      await stage.up();
      const question = client.modal();
      if (!question) return;
      await question.type('Reason', 'not now').catch(() => undefined);
      stage.act('decide');
      const ack = await question.submit();
      const errors = Object.values(question.errors()).join(' ');
      stage.watch.note(
        card.case,
        `Deny given a reason: ${ack.status === 200 ? errors || 'taken' : 'no answer'}`,
      );
      if (errors) {
        stage.sentBack(errors);
        await sleep(1000);
        if (!asks(card) || /already been decided/.test(errors)) break;
      }
    }
    for (const modal of client.modals().reverse()) await modal.close();
  }

  private answers = (): number => this.stage.slack.ephemerals(this.client.person.id).length;
  private saidSince(before: number): string | undefined {
    return this.stage.slack
      .ephemerals(this.client.person.id)
      .slice(before)
      .map(({ plain }) => plain)
      .at(-1);
  }
}
