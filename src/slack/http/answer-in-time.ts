import type { App, ReceiverEvent, ViewResponseAction } from '@slack/bolt';
import type { Logger } from 'pino';
import { banner, plain } from '../../forms/blocks.ts';
import { limits } from '../../forms/limits.ts';
import type { Background } from '../background.ts';
import { onlyEntry } from '../lookup/suggest.ts';
import { say } from '../text/say.ts';
import { ACK_BUDGET_MS, LAST_MOMENT_MS } from './in-time.ts';

/** What is waited for, as the metrics call it. Events are none of these: Bolt answers them before their listeners. */
const KINDS: Readonly<Record<string, string>> = {
  block_suggestion: 'options',
  block_actions: 'action',
  shortcut: 'shortcut',
  message_action: 'shortcut',
  view_submission: 'submission',
};

type Body = ReceiverEvent['body'];

const kindOf = (body: Body): string | undefined =>
  'command' in body ? 'command' : typeof body.type === 'string' ? KINDS[body.type] : undefined;

/** A sentence under the first input of a view: what was typed stays on the screen. A view without inputs goes away. */
export function underFirstInput(
  blocks: readonly { type?: string; block_id?: string }[],
  sentence: string,
): { response_action: 'errors'; errors: Record<string, string> } | undefined {
  const first = blocks.find(({ type }) => type === 'input')?.block_id;
  return first ? { response_action: 'errors', errors: { [first]: sentence } } : undefined;
}

/** What is read of a view that a sentence is put into. */
interface SaidIn {
  callback_id: string;
  private_metadata: string;
  title?: { text?: string };
  blocks: readonly { type?: string; block_id?: string }[];
}

/**
 * Says something under the first field rather than in its place: what was typed stays on the screen. A view without
 * fields is one on top of a form, and what is said takes its place: an empty answer would close it like a success.
 */
export const sentenceIn = (view: SaidIn, sentence: string): ViewResponseAction =>
  underFirstInput(view.blocks, sentence) ?? {
    response_action: 'update',
    view: {
      type: 'modal',
      callback_id: view.callback_id,
      private_metadata: view.private_metadata,
      title: plain(view.title?.text || 'Nexudus', limits.title),
      close: plain(say.back, limits.button),
      blocks: [banner('info', sentence)],
    },
  };

/** The answer that needs nothing to be looked up. */
function lastAnswer(kind: string, body: Body): unknown {
  if (kind === 'options') return onlyEntry(say.pickerSlow);
  if (kind === 'submission') return sentenceIn(body.view, say.slow);
  return undefined;
}

export interface AnswerInTimeParts {
  /** Interactions that Slack waits for an answer to. */
  unanswered: Background;
  /** How long an interaction waited for its answer. */
  acked(kind: string, ms: number): void;
  log: Logger;
}

/**
 * Every interaction is answered once, and before Slack stops waiting, whatever its listener does: an answer that comes
 * later is dropped.
 */
export function answerInTime(app: App, { unanswered, acked, log }: AnswerInTimeParts): void {
  const processEvent = app.processEvent.bind(app);
  app.processEvent = async (received: ReceiverEvent): Promise<void> => {
    const { body } = received;
    const kind = kindOf(body);
    if (!kind) return processEvent(received);
    const startedAt = Date.now();
    let answered = false;
    let done = () => {};
    const ack = async (answer?: unknown): Promise<void> => {
      if (answered) {
        log.debug({ kind, ms: Date.now() - startedAt }, 'an answer came too late and was dropped');
        return;
      }
      answered = true;
      clearTimeout(lastMoment);
      try {
        await received.ack(answer);
        acked(kind, Date.now() - startedAt);
      } finally {
        done();
      }
    };
    const ackWithoutAsking = () =>
      ack(lastAnswer(kind, body)).catch((err: unknown) => log.warn({ err }, 'an answer could not be sent'));
    // A picker has nothing else to race.
    const lastMoment = setTimeout(ackWithoutAsking, kind === 'options' ? ACK_BUDGET_MS : LAST_MOMENT_MS);
    unanswered.add(
      new Promise<void>((resolve) => {
        done = resolve;
      }),
    );
    try {
      await processEvent({ ...received, ack });
    } catch (error) {
      const isStranger = (error as { code?: unknown }).code === 'slack_bolt_authorization_error';
      if (!answered && !isStranger) return ackWithoutAsking();
      // The receiver answers what comes from another workspace.
      answered = true;
      clearTimeout(lastMoment);
      done();
      throw error;
    }
  };
}
