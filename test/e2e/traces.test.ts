import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { announced, expectClosed, openForm } from '../support/channel.ts';
import { startTraceCollector } from '../support/trace-collector.ts';
import { useSandbox } from '../support/use-sandbox.ts';

const stage = useSandbox();
let collector: Awaited<ReturnType<typeof startTraceCollector>>;
beforeAll(async () => {
  collector = await startTraceCollector();
});
afterAll(() => collector.close());

async function renameAcme() {
  const { ana } = stage;
  const form = await openForm(ana, '/nexudus team rename Acme Studios to "Acme Labs"', 'New name');
  expectClosed(ana, await form.submit());
  await announced(stage);
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
  // Everything hangs together: each span's parent is in the trace, but for the first.
  const ids = new Set(ofForm.map(({ spanId }) => spanId));
  expect(ofForm.filter(({ parentSpanId }) => !parentSpanId).map(({ name }) => name)).toEqual(['open form']);
  expect(ofForm.filter(({ parentSpanId }) => parentSpanId && !ids.has(parentSpanId))).toEqual([]);
  expect(collector.text()).toContain('nexudus-for-slack');
  for (const personal of ['Acme', 'Ana', 'U0ANA', 'harbour', '1414300002', 'C0', 'xoxb'])
    expect([personal, collector.text().includes(personal)]).toEqual([personal, false]);
});

test('where the collector is out of reach, all is as it is without', async () => {
  await stage.withBot({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' }, renameAcme);
  expect(stage.nexudus.record('teams', 1_414_300_002)?.Name).toBe('Acme Labs');
});
