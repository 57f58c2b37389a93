import { DiagLogLevel, diag } from '@opentelemetry/api';
import type { Logger } from 'pino';
import { idGenerator, turnTracingOn } from './tracing.ts';

/**
 * Sends the spans of tracing.ts to a collector, as OTLP over HTTP. OTEL_EXPORTER_OTLP_HEADERS and OTEL_RESOURCE_ATTRIBUTES are the
 * SDK's own settings, which it reads by itself.
 * @param endpoint the collector's address, without `/v1/traces`; the SDK is loaded only when there is one
 * @returns sends what is left
 */
export async function startTelemetry(
  endpoint: string | undefined,
  version: string,
  log: Logger,
): Promise<() => Promise<void>> {
  if (endpoint === undefined) return async () => {};
  const [{ OTLPTraceExporter }, { detectResources, envDetector, resourceFromAttributes }, sdk] =
    await Promise.all([
      import('@opentelemetry/exporter-trace-otlp-http'),
      import('@opentelemetry/resources'),
      import('@opentelemetry/sdk-trace-node'),
    ]);
  const own = resourceFromAttributes({ 'service.name': 'nexudus-for-slack', 'service.version': version });
  // Spans that can't be sent are lost, and nothing else is.
  const said = (text: string) => log.warn({ text }, 'traces could not be sent');
  const provider = new sdk.NodeTracerProvider({
    idGenerator,
    resource: own.merge(detectResources({ detectors: [envDetector] })),
    sampler: new sdk.AlwaysOnSampler(),
    spanProcessors: [
      new sdk.BatchSpanProcessor(
        new OTLPTraceExporter({ url: `${endpoint.replace(/\/+$/, '')}/v1/traces`, timeoutMillis: 5000 }),
      ),
    ],
  });
  diag.setLogger(
    { error: said, warn: said, info() {}, debug() {}, verbose() {} },
    { logLevel: DiagLogLevel.WARN },
  );
  provider.register();
  turnTracingOn();
  return () => provider.shutdown().catch(() => undefined);
}
