import { setTimeout as sleep } from 'node:timers/promises';
import type { Ack, Modal, SlackClient } from '../../src/sandbox/slack/start-slack.ts';
import { type CrashStage, Stuck } from './crash-stage.ts';
import { putBack } from './crash-undo.ts';
import type { AnnouncementSeen, Case } from './crash-watch.ts';
import { isForgotten, isPreparing, isRefusedLookUp, isTaken, standingOf } from './crash-words.ts';
import type { Plan } from './crash-work.ts';
import { isQuestion } from './is-question.ts';

const acked = ({ status }: Ack): boolean => status >= 200 && status < 300;
/** So often a living bot may leave a person where they are. */
const PATIENCE = 10;
/** Of what is done, so much is put back. */
const UNDONE = 0.35;
const FILLED_WITHIN_MS = 8000;
const NOTHING_COMES_MS = 6000;

/** Someone who does one piece of work after another, and presses again whatever a kill left without an answer. */
export class Requester {
  readonly stage: CrashStage;
  readonly client: SlackClient;
  private readonly plan: Plan;
  private readonly random: () => number;

  constructor(stage: CrashStage, client: SlackClient, plan: Plan, random: () => number) {
    [this.stage, this.client, this.plan, this.random] = [stage, client, plan, random];
  }

  async live(): Promise<void> {
    while (!this.stage.ending) {
      const one = this.stage.watch.begin(this.plan.next(), this.client.person.id);
      try {
        await this.open(one);
        await this.send(one);
        await this.follow(one);
      } catch (error) {
        const stuck = error instanceof Stuck;
        const what = stuck ? error.message : String((error as Error).stack);
        this.stage.watch.violation(stuck && one.taken ? 'lost' : 'stuck', what, one);
        one.ended = 'violation';
      }
      await this.closeAll();
    }
  }

  /** Types the command until its form is there, and fills it in. */
  private async open(one: Case): Promise<void> {
    const { stage, client } = this;
    const { command, channel, label, fill } = one.work;
    for (let quiet = 0; quiet < PATIENCE; ) {
      await this.ready();
      await this.closeAll();
      const { generation } = stage;
      one.phase = 'form opening';
      const ack = await client.command(command, { channel });
      const form = acked(ack) && (await this.formWith(label));
      try {
        if (form) {
          one.phase = 'form open';
          await fill?.(form);
          return;
        }
      } catch (error) {
        stage.watch.note(one, `could not fill it in: ${(error as Error).message.split('\n')[0]}`);
      }
      stage.count('forms opened again');
      stage.watch.note(one, `no form: ${client.modal()?.text().replaceAll('\n', ' / ') ?? 'nothing opened'}`);
      if (generation === stage.generation) quiet += 1;
    }
    throw new Stuck(`the form did not open: ${client.modal()?.text()}`);
  }

  private async formWith(label: string): Promise<Modal | undefined> {
    const { generation } = this.stage;
    const there = () => this.client.modal()?.labels().includes(label) === true;
    // A form whose bot was killed before it was filled stays as it is.
    await this.stage.wait(() => there() || generation !== this.stage.generation, FILLED_WITHIN_MS);
    return there() ? this.client.modal() : undefined;
  }

  /** Presses what there is to press until the form is gone or only tells something. */
  private async send(one: Case): Promise<void> {
    const { stage, client } = this;
    one.sentAt = Date.now();
    one.approvedAt = undefined;
    for (let quiet = 0; quiet < PATIENCE; ) {
      await this.ready();
      const top = client.modal();
      if (!top) break;
      const text = top.text();
      if (!top.submitText) {
        // Who is told that it is done presses nothing any more.
        if (!stage.watch.heard(one, text)) break;
        if (isTaken(text)) one.taken = true;
        // What is still at work turns into something else, and what only tells has been read.
        const changes = await stage.wait(
          () => !top.open || client.modal()?.text() !== text,
          NOTHING_COMES_MS,
        );
        if (changes) continue;
        stage.watch.note(one, `read: ${text.replaceAll('\n', ' / ')}`);
        if (!isPreparing(text) || client.modals().length === 1) break;
        stage.count('went back from a view that was still being prepared');
        await top.close();
        continue;
      }
      const { generation } = stage;
      const question = isQuestion(top);
      if (question && one.work.blank && top.fields().length > 0)
        await top.pick(top.fields()[0]?.label ?? '', one.work.blank);
      one.phase = question ? 'Continue pressed' : 'submitted';
      stage.act(question ? 'continue' : 'submit');
      const ack = await top.submit();
      stage.watch.note(one, `pressed ${top.submitText}: ${acked(ack) ? `in ${ack.ms} ms` : 'no answer'}`);
      const alive = generation === stage.generation;
      if (!acked(ack)) {
        // On a busy machine a bot that has just started may be late; what is pressed next is answered.
        if (ack.timedOut && alive) stage.count('presses that a living bot left without an answer for 3 s');
        continue;
      }
      const now = client.modal();
      if (!now) break;
      if (!question && now.id !== top.id) {
        one.phase = 'question or review shown';
        stage.act('review');
        await sleep(this.random() * 400);
        continue;
      }
      if (question && now.id !== top.id) {
        // The form under the question is about to tell how it went.
        const under = now.text();
        if (!(await stage.wait(() => client.modal()?.text() !== under, 3000)))
          stage.watch.note(one, 'the form under the question tells nothing');
        if (alive) quiet += 1;
        continue;
      }
      const problems = Object.values(top.errors()).join(' ') || now.text();
      if (!now.submitText) continue;
      stage.watch.heard(one, problems);
      stage.watch.note(one, `sent back: ${problems.replaceAll('\n', ' / ')}`);
      if (isForgotten(problems)) throw new Stuck(`the form was forgotten: ${problems}`);
      stage.sentBack(problems);
      if (alive && !isRefusedLookUp(problems)) quiet += 1;
      await sleep(1000);
    }
    if (client.modal()?.submitText)
      throw new Stuck(`nothing but this, press after press: ${client.modal()?.text()}`);
    if (!client.modal()) one.taken = true;
    if (one.phase !== 'written' && one.phase !== 'told' && one.phase !== 'card posted') one.phase = 'waiting';
    await this.closeAll();
  }

  /** Reads the channel until the work has ended as it should, and sends it again where that belongs to it. */
  private async follow(one: Case): Promise<void> {
    const { stage } = this;
    for (let resent = 0; !one.ended; ) {
      const announced = one.announced.at(-1);
      const last = announced?.versions.at(-1);
      if (!announced || !last || last.at < one.sentAt) {
        await this.changed(one, one.announced.length > 0 ? announced : undefined);
        continue;
      }
      const standing = standingOf(last.plain);
      const decision = one.work.decisions[one.epoch];
      const wanted =
        (standing === 'denied' && decision === 'deny') ||
        (standing === 'cancelled' && decision?.includes('cancel'));
      const more = one.work.decisions.length > one.epoch + 1;
      if (standing === 'done' || (wanted && !more)) {
        const isUndone =
          standing === 'done' && this.random() < UNDONE && (await putBack(this, one, announced));
        one.ended ??= isUndone ? 'undone' : standing;
        return;
      }
      if (standing === 'awaiting' && decision?.includes('cancel')) await this.press(one, announced, 'Cancel');
      else if (standing === 'queued' || standing === 'awaiting' || standing === 'unknown')
        await this.changed(one, announced);
      else {
        if (!wanted) {
          stage.sentBack(last.plain.split('\n').slice(1, 2).join(''));
          resent += 1;
        }
        if (resent > PATIENCE) throw new Stuck(`announced again and again: ${last.plain}`);
        await this.sendAgain(one, announced, wanted === true);
      }
    }
  }

  private async sendAgain(one: Case, announced: AnnouncementSeen, next: boolean): Promise<void> {
    const { client } = this;
    if (announced.message.buttons.includes('Try again')) {
      one.approvedAt = undefined;
      if (next) one.epoch += 1;
      await this.press(one, announced, 'Try again');
      if (!client.modal()) return;
    } else if (!(await this.press(one, announced, 'Fix and resubmit', one.work.label))) return;
    const form = await this.formWith(one.work.label);
    if (!form) return;
    try {
      if (next) await one.work.fix?.(form);
    } catch (error) {
      this.stage.watch.note(one, `could not put it right: ${(error as Error).message.split('\n')[0]}`);
      return this.closeAll();
    }
    if (
      next &&
      announced.message.buttons.includes('Fix and resubmit') &&
      !announced.message.buttons.includes('Try again')
    )
      one.epoch += 1;
    await this.send(one);
  }

  /** Presses a button under a message; true once something came of it. */
  private async press(
    one: Case,
    announced: AnnouncementSeen,
    button: string,
    label?: string,
  ): Promise<boolean> {
    const { stage, client } = this;
    await this.ready();
    await this.closeAll();
    if (!announced.message.buttons.includes(button)) return true;
    const [versions, announcedBefore] = [announced.versions.length, one.announced.length];
    stage.act('decide');
    const ack = await client.click(announced.message, button).catch(() => undefined);
    stage.watch.note(one, `clicked ${button}: ${ack && acked(ack) ? 'taken' : 'no answer'}`);
    if (!ack || !acked(ack)) return false;
    if (label) return (await this.formWith(label)) !== undefined;
    return stage.wait(
      () =>
        announced.versions.length > versions ||
        one.announced.length > announcedBefore ||
        client.modal() !== undefined,
      NOTHING_COMES_MS,
    );
  }

  private async changed(one: Case, announced: AnnouncementSeen | undefined): Promise<void> {
    const [versions, count] = [announced?.versions.length, one.announced.length];
    await this.stage.wait(
      () => announced?.versions.length !== versions || one.announced.length > count,
      2000,
    );
    if (this.stage.over)
      throw new Stuck(`no end was told; last: ${one.announced.at(-1)?.versions.at(-1)?.plain ?? 'nothing'}`);
  }

  private async ready(): Promise<void> {
    await this.stage.up();
    if (this.stage.over)
      throw new Stuck(`it was not over in the end; on the screen: ${this.client.modal()?.text()}`);
    await sleep(this.random() * 100);
  }

  private async closeAll(): Promise<void> {
    for (const modal of this.client.modals().reverse()) await modal.close();
  }
}
