import { createServer } from 'node:http';

/** A span as OTLP's JSON has it (opentelemetry-proto, trace.proto). */
export interface SentSpan {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  links?: { traceId: string; spanId: string }[];
  attributes: { key: string; value: Record<string, unknown> }[];
}

/** Takes in what is sent to a collector of OpenTelemetry, on loopback. */
export async function startTraceCollector() {
  const bodies: string[] = [];
  const paths = new Set<string>();
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    bodies.push(body);
    paths.add(`${request.method} ${request.url}`);
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    paths,
    /** All that was sent, as it was sent. */
    text: () => bodies.join('\n'),
    spans: (): SentSpan[] =>
      bodies
        .flatMap((body) => JSON.parse(body).resourceSpans as { scopeSpans: { spans: SentSpan[] }[] }[])
        .flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans)),
    /** Forgets what was sent. */
    clear() {
      bodies.length = 0;
    },
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}
