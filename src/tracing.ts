import { createHash } from 'node:crypto';
import {
  type Attributes,
  context,
  INVALID_SPAN_CONTEXT,
  ROOT_CONTEXT,
  type Span,
  SpanStatusCode,
  TraceFlags,
  trace,
} from '@opentelemetry/api';

/** False while there is nowhere for spans to go: then they cost nothing. */
let isOn = false;
export const turnTracingOn = (): void => {
  isOn = true;
};

const NO_SPAN = trace.wrapSpanContext(INVALID_SPAN_CONTEXT);
const tracer = trace.getTracer('nexudus-for-slack');

interface Ids {
  traceId: string;
  spanId: string;
}

/** The ids of the root span that is started in this moment. */
let rootIds: Ids | undefined;

const hex = (bytes: number): string => {
  const id = new Uint8Array(bytes);
  crypto.getRandomValues(id);
  return Buffer.from(id).toString('hex');
};

/** Gives the first span of a form's trace the ids that everything else of the form knows it by. */
export const idGenerator = {
  generateTraceId: (): string => rootIds?.traceId ?? hex(16),
  generateSpanId: (): string => rootIds?.spanId ?? hex(8),
};

/**
 * The trace of a form, from the opening to the announcement. It follows from the form's id, so no one has to hand it on: not
 * through Slack, where it could be forged, nor from one process to the next. The id itself stays here.
 */
function idsOf(formId: string): Ids {
  const digest = createHash('sha256').update(`trace of ${formId}`).digest('hex');
  return { traceId: digest.slice(0, 32), spanId: digest.slice(32, 48) };
}

async function during<T>(span: Span, act: (span: Span) => Promise<T>): Promise<T> {
  try {
    return await act(span);
  } catch (error) {
    // Messages of errors may name people and records.
    span.setStatus({ code: SpanStatusCode.ERROR, message: (error as Error | undefined)?.name });
    throw error;
  } finally {
    span.end();
  }
}

/**
 * The first span of a form's trace, linked to the click that asked for it. Attributes never hold what is personal: no names, no
 * addresses, no ids of people or records.
 */
export function inFirstSpan<T>(
  name: string,
  formId: string,
  attributes: Attributes,
  act: (span: Span) => Promise<T>,
): Promise<T> {
  if (!isOn) return act(NO_SPAN);
  const click = trace.getSpanContext(context.active());
  rootIds = idsOf(formId);
  const span = tracer.startSpan(name, { attributes, root: true, links: click ? [{ context: click }] : [] });
  rootIds = undefined;
  return context.with(trace.setSpan(ROOT_CONTEXT, span), () => during(span, act));
}

/** The first span of a submission that no form was opened for, such as an undo. */
export const firstSpan = (name: string, formId: string, attributes: Attributes): void =>
  void inFirstSpan(name, formId, attributes, async () => {});

/**
 * A span of what is under way.
 * @param formId of the form whose trace it belongs to; absent: of the trace of the caller
 */
export function inSpan<T>(
  name: string,
  attributes: Attributes,
  act: (span: Span) => Promise<T>,
  formId?: string,
): Promise<T> {
  if (!isOn) return act(NO_SPAN);
  const parent =
    formId === undefined
      ? context.active()
      : trace.setSpanContext(ROOT_CONTEXT, {
          ...idsOf(formId),
          traceFlags: TraceFlags.SAMPLED,
          isRemote: true,
        });
  return tracer.startActiveSpan(name, { attributes }, parent, (span) => during(span, act));
}
