import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { SlackMessage } from '../../src/sandbox/slack/start-slack.ts';
import { ask, deny, holders, resultSaying } from '../support/approvals.ts';
import { announced, botMessages, expectClosed, newest, openForm } from '../support/channel.ts';
import { say } from '../support/sentences.ts';
import { endNow, LEO_UNTIL } from '../support/temporary.ts';
import { startTraceCollector } from '../support/trace-collector.ts';
import { putBack } from '../support/undo.ts';
import { useSandbox } from '../support/use-sandbox.ts';

const stage = useSandbox();
let collector: Awaited<ReturnType<typeof startTraceCollector>>;
beforeAll(async () => {
  collector = await startTraceCollector();
});
beforeEach(() => collector.clear());
afterAll(() => collector.close());

async function renameAcme() {
  const { ana } = stage;
  const form = await openForm(ana, '/nexudus team rename Acme Studios to "Acme Labs"', 'New name');
  expectClosed(ana, await form.submit());
  await announced(stage);
}

/** Each trace has one first span, and each other one hangs on a span that was sent. */
function expectWhole(): void {
  const spans = collector.spans();
  const ids = new Set(spans.map(({ traceId, spanId }) => `${traceId} ${spanId}`));
  expect(ids.size).toBe(spans.length);
  const hanging = spans.filter(
    ({ traceId, parentSpanId }) => parentSpanId && !ids.has(`${traceId} ${parentSpanId}`),
  );
  expect(hanging.map(({ name }) => name)).toEqual([]);
  const first = spans.filter(({ parentSpanId }) => !parentSpanId).map(({ traceId }) => traceId);
  expect(new Set(first).size).toBe(first.length);
}

/** The names of a trace's spans, and the one that the click for it hangs in. */
function traceOf(firstSpan: string) {
  const spans = collector.spans();
  const first = spans.find(({ name, parentSpanId }) => name === firstSpan && !parentSpanId);
  const [click] = first?.links ?? [];
  const askedIn = spans.find(({ spanId, traceId }) => click?.spanId === spanId && click.traceId === traceId);
  return {
    names: spans.filter(({ traceId }) => traceId === first?.traceId).map(({ name }) => name),
    askedIn: askedIn?.name,
    /** The trace that the click is in began with it. */
    of: spans.find(({ traceId, parentSpanId }) => traceId === askedIn?.traceId && !parentSpanId)?.name,
  };
}

function expectNothingPersonal(...more: string[]): void {
  for (const personal of ['Acme', 'Ana', 'U0ANA', 'harbour', '1414300002', 'C0', 'xoxb', ...more])
    expect([personal, collector.text().includes(personal)]).toEqual([personal, false]);
}

test('a rename is one trace, from the form to the announcement, and says nothing of whom or what', async () => {
  await stage.withBot({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url }, renameAcme);
  // The bot has stopped, and sent what was left.
  expect([...collector.paths]).toEqual(['POST /v1/traces']);
  const spans = collector.spans();
  const first = spans.find(({ name }) => name === 'open form');
  const ofForm = spans.filter(({ traceId }) => traceId === first?.traceId);
  const names = ofForm.map(({ name }) => name);
  for (const name of ['open form', 'slack submission', 'run submission', 'announce'])
    expect([name, names.filter((each) => each === name).length]).toEqual([name, 1]);
  expect(names).toEqual(
    expect.arrayContaining(['slack views.open', 'slack chat.postMessage', 'nexudus put']),
  );
  const put = ofForm.find(({ name }) => name === 'nexudus put');
  const run = ofForm.find(({ name }) => name === 'run submission');
  expect(put?.parentSpanId).toBe(run?.spanId);
  expect(traceOf('open form').askedIn).toBe('slack command');
  expect(collector.text()).toContain('nexudus-for-slack');
  expectWhole();
  expectNothingPersonal();
});

test('what no form was opened for has a trace of its own, and what is clicked is in the trace of its form', async () => {
  const settings = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, APPROVAL_CHANNEL: 'C0APPROVE' };
  const { ana, slack } = stage;
  await stage.withBot(settings, async () => {
    await renameAcme();
    await putBack(stage, ana);
    await putBack(stage, ana, 'Redo');
    const priya = slack.as('Priya');
    await priya.click(await ask(stage, ana, `${LEO_UNTIL} in 3 days`), 'Approve');
    await stage.until(() => newest(stage)?.buttons.includes(say.endNow) === true, 'access', 20_000);
    for (const modal of ana.modals()) await modal.close();
    await endNow(ana, newest(stage) as SlackMessage);
    const ended = () => botMessages(stage).some(({ plain }) => plain.includes('Ended temporary access'));
    await stage.until(ended, 'the end', 20_000);
    expect(holders(stage)).toEqual([1_412_000_003]);
    expect(await deny(priya, await ask(stage, ana, undefined, 2), 'Not Leo')).toBe('');
    await resultSaying(stage, 'Not Leo');
  });
  for (const [name, of] of [
    ['undo', 'open form'],
    ['redo', 'undo'],
  ] as const) {
    const { names, ...asked } = traceOf(name);
    expect(asked).toEqual({ askedIn: 'slack submission', of });
    expect(names).toEqual(expect.arrayContaining(['run submission', 'nexudus put', 'announce']));
  }
  expect(traceOf('end-of-access').names).toEqual(expect.arrayContaining(['run submission', 'announce']));
  expectWhole();
  expectNothingPersonal('Leo', 'Reception', 'U0PRIYA', '1413000002', '1412000005');
}, 90_000);

test('where the collector is out of reach, all is as it is without', async () => {
  await stage.withBot({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' }, renameAcme);
  expect(stage.nexudus.record('teams', 1_414_300_002)?.Name).toBe('Acme Labs');
});
