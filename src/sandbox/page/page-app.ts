import { once } from 'node:events';
import { Hono } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import { streamSSE } from 'hono/streaming';
import { z } from 'zod';
import { RESOURCE_NAMES } from '../nexudus/resources.ts';
import type { ResourceName } from '../nexudus/start-nexudus.ts';
import { asked } from './act.ts';
import type { Client } from './bundle-client.ts';
import { type Backstage, perform } from './perform.ts';
import { type Scene, show } from './show.ts';
import type { Stream } from './stream.ts';

const shell = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Sandbox – Nexudus for Slack</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/page.css">
</head>
<body>
<div id="page"></div>
<script type="module" src="/page.js"></script>
</body>
</html>
`;

const ownNames = new Set(['localhost', '127.0.0.1', '[::1]']);
const recordQuery = z.object({
  query: z.string().default(''),
  limit: z.coerce.number().max(200).default(50),
});

export function pageApp(
  stage: Backstage & Scene,
  stream: Stream,
  client: Client,
  closing: AbortSignal,
): Hono {
  const { sandbox, log } = stage;
  const app = new Hono();

  // Another site's page could otherwise reach this one through a name of its own that leads to 127.0.0.1.
  app.use(async (c, next) => {
    const { hostname } = new URL(`http://${c.req.header('host') ?? ''}`);
    const foreign = c.req.header('sec-fetch-site') === 'cross-site' && c.req.method !== 'GET';
    if (!ownNames.has(hostname) || foreign) return c.text('Only for pages of this machine.', 403);
    return next();
  });
  app.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        connectSrc: ["'self'"],
        imgSrc: ['data:', 'http:', 'https:'],
        baseUri: ["'none'"],
        formAction: ["'none'"],
        frameAncestors: ["'none'"],
      },
    }),
  );

  app.get('/', (c) => c.html(shell));
  app.get('/page.js', (c) =>
    c.body(client.script, 200, { 'Content-Type': 'text/javascript; charset=utf-8' }),
  );
  app.get('/page.css', (c) => c.body(client.style, 200, { 'Content-Type': 'text/css; charset=utf-8' }));

  app.get('/events', (c) => {
    const as = c.req.query('as') ?? 'ana';
    const panel = c.req.query('panel') === 'open';
    if (!sandbox.slack.people.some(({ id, name }) => [id, name].includes(as))) return c.notFound();
    return streamSSE(c, async (sse) => {
      const stop = stream.watch({
        look: () => show(stage, as, panel),
        send: (patch) => void sse.writeSSE({ data: JSON.stringify(patch) }),
      });
      const left = new AbortController();
      sse.onAbort(() => left.abort());
      closing.addEventListener('abort', () => left.abort(), { once: true, signal: left.signal });
      await once(left.signal, 'abort');
      stop();
    });
  });

  app.post('/acts', async (c) => {
    const given = asked.safeParse(await c.req.json().catch(() => undefined));
    if (!given.success) return c.json({ error: z.prettifyError(given.error) }, 400);
    try {
      const answer = await perform(stage, given.data.as, given.data.act);
      return c.json({ answer: answer ?? null });
    } catch (error) {
      return c.json({ error: error instanceof Error ? error.message : String(error) }, 422);
    } finally {
      stream.changed();
    }
  });

  app.get('/calls/:id{[0-9]+}', (c) => {
    const bodies = log.bodies(Number(c.req.param('id')));
    return bodies ? c.json(bodies) : c.notFound();
  });

  app.get('/records/:resource', (c) => {
    const resource = RESOURCE_NAMES.find((name) => name === c.req.param('resource'));
    if (!resource) return c.notFound();
    const { query, limit } = recordQuery.parse(c.req.query());
    return c.json(sandbox.nexudus.names(resource, query, limit));
  });

  app.get('/records/:resource/:id{[0-9]+}', (c) => {
    const resource = c.req.param('resource') as ResourceName;
    if (!RESOURCE_NAMES.includes(resource)) return c.notFound();
    const record = sandbox.nexudus.record(resource, Number(c.req.param('id')));
    return record ? c.json(record) : c.notFound();
  });
  return app;
}
