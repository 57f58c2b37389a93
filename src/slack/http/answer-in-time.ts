import type { App, ReceiverEvent } from '@slack/bolt';
import type { Logger } from 'pino';
import { inSpan } from '../../tracing.ts';
import type { Background } from '../background.ts';
import { onlyEntry } from '../lookup/suggest.ts';
import { say } from '../text/say.ts';
import { formMeant } from './form-meant.ts';
import { LAST_MOMENT_MS } from './in-time.ts';
import { sentenceIn } from './sentence-in.ts';

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
    // Also by a timer, where what is thrown would end the process.
    const ackWithoutAsking = async () => {
      try {
        await ack(lastAnswer(kind, body));
      } catch (err) {
        log.warn({ err }, 'an answer could not be sent');
      }
    };
    const lastMoment = setTimeout(ackWithoutAsking, LAST_MOMENT_MS);
    unanswered.add(
      new Promise<void>((resolve) => {
        done = resolve;
      }),
    );
    try {
      await inSpan(`slack ${kind}`, {}, () => processEvent({ ...received, ack }), formMeant(body));
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
