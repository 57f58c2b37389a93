import { textOf } from './block-kit.ts';
import { checkInputs } from './check-input.ts';
import { fieldsOf } from './input-state.ts';
import { acked, nothingSent } from './person-session.ts';
import type { Ack } from './slack-stand-in.ts';
import { takeSubmissionAnswer } from './submission-answer.ts';
import { Surface } from './surface.ts';

export class ModalOnScreen extends Surface {
  get title(): string {
    return textOf(this.view.json.title);
  }

  get submitText(): string | undefined {
    return textOf(this.view.json.submit) || undefined;
  }

  get closeText(): string | undefined {
    return textOf(this.view.json.close) || undefined;
  }

  get open(): boolean {
    return this.view.open;
  }

  get submitting(): boolean {
    return this.view.submitting;
  }

  errors(): Record<string, string> {
    const label = (blockId: string) =>
      fieldsOf(this.view.json).find((field) => field.blockId === blockId)?.label ?? blockId;
    return Object.fromEntries([...this.view.errors].map(([blockId, sentence]) => [label(blockId), sentence]));
  }

  async submit(): Promise<Ack> {
    this.alive();
    const { view, session } = this;
    const { world } = session.stage.slack;
    if (!view.json.submit) throw new Error(`"${this.title}" has no submit button.\n${session.picture()}`);
    view.errors = checkInputs(view);
    world.changed();
    if (view.errors.size > 0) return nothingSent;
    view.submitting = true;
    const payload = session.stage.payloads.submission(session.person, view);
    const ack = await session.interact('view_submission', this.callbackId, payload);
    view.submitting = false;
    if (acked(ack)) takeSubmissionAnswer(session, view, ack.body);
    world.changed();
    return ack;
  }

  async close(): Promise<void> {
    this.alive();
    this.session.stage.slack.views.close(this.view);
  }
}
