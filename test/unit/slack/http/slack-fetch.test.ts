import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { createSlackFetch } from '../../../../src/slack/http/slack-fetch.ts';

const slackFetch = createSlackFetch(300);
let server: Server;
let connections: number;
async function serve(listener: RequestListener): Promise<string> {
  connections = 0;
  server = createServer(listener).on('connection', () => {
    connections += 1;
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/views.open`;
}
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

test('calls one after another share a connection, and bring what was sent', async () => {
  const bodies: string[] = [];
  const url = await serve(async (request, response) => {
    let body = `${request.method} ${request.headers.authorization} `;
    for await (const chunk of request) body += chunk;
    bodies.push(body);
    response.end('{"ok":true}');
  });
  for (const body of ['a=1', 'b=Zoë'])
    await slackFetch(url, { method: 'POST', headers: { authorization: 'Bearer t' }, body });
  expect(bodies).toEqual(['POST Bearer t a=1', 'POST Bearer t b=Zoë']);
  expect(connections).toBe(1);
});

test('hands on status, headers and text', async () => {
  const url = await serve((_, response) => {
    response.writeHead(429, { 'Retry-After': '7' }).end('Später');
  });
  const answer = await slackFetch(url, { method: 'POST' });
  expect([answer.ok, answer.status, answer.headers.get('retry-after'), answer.headers.get('x')]).toEqual([
    false,
    429,
    '7',
    null,
  ]);
  expect(await answer.text()).toBe('Später');
});

test('of a view that Slack repeats its id and hash are kept, and all else that it said', async () => {
  const view = { id: 'V1', hash: '1.a', blocks: [{ type: 'divider' }] };
  const said = JSON.stringify({ ok: true, view, response_metadata: { messages: ['[WARN] old'] } });
  const url = await serve((_, response) => void response.end(said));
  const textOf = async (method: string) =>
    (await slackFetch(url.replace('views.open', method), { method: 'POST' })).text();
  for (const method of ['views.open', 'views.push', 'views.update', 'views.publish'])
    expect(JSON.parse(await textOf(method))).toEqual({
      ok: true,
      response_metadata: { messages: ['[WARN] old'] },
      view: { id: 'V1', hash: '1.a' },
    });
  expect(await textOf('chat.update')).toBe(said);
});

test('an answer that does not come in time is an error', async () => {
  const url = await serve(() => {});
  await expect(slackFetch(url, { method: 'POST' })).rejects.toThrow('no answer within 300 ms');
});

test('an answer that stops in the middle is an error, also when it never ends', async () => {
  const url = await serve((request, response) => {
    response.writeHead(200, { 'content-length': '100' }).write('{"ok":');
    if (request.headers.cut) setTimeout(() => request.socket.destroy(), 20);
  });
  await expect(slackFetch(url, { headers: { cut: 'yes' } })).rejects.toThrow('aborted');
  await expect(slackFetch(url)).rejects.toThrow('no answer within 300 ms');
});

test('a server that is not there is an error', async () => {
  const url = await serve(() => {});
  await new Promise((resolve) => server.close(resolve));
  await expect(slackFetch(url)).rejects.toThrow('ECONNREFUSED');
});

describe('a server that closed an idle connection in the moment it was used again', () => {
  const closing = async () => {
    const asked: string[] = [];
    const url = await serve((request, response) => {
      asked.push(String(request.url));
      // The second call comes over the first one's connection.
      if (asked.length === 2) request.socket.resetAndDestroy();
      else response.end('{"ok":true}');
    });
    return { asked, at: (method: string) => url.replace('views.open', method) };
  };

  test('is asked again for what is only read', async () => {
    const { asked, at } = await closing();
    await slackFetch(at('users.info'));
    expect((await slackFetch(at('users.info'))).ok).toBe(true);
    expect(asked).toHaveLength(3);
    expect(connections).toBe(2);
  });

  test.each(['chat.postMessage', 'views.open', 'chat.update'])('is not sent %s twice', async (method) => {
    const { asked, at } = await closing();
    await slackFetch(at('users.info'));
    await expect(slackFetch(at(method))).rejects.toThrow('ECONNRESET');
    expect(asked).toHaveLength(2);
  });
});
