import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { SendKind } from '../../src/sandbox/slack/start-slack.ts';
import { afterAWord, botMessages, openForm } from '../support/channel.ts';
import { writes } from '../support/nexudus-calls.ts';
import { expectStillWell } from '../support/still-well.ts';
import { submissionOf } from '../support/submit-raw.ts';
import { useSandbox } from '../support/use-sandbox.ts';

// Requests that Slack didn't send, or not as they are. The bot answers each, does nothing, and lives on.
const stage = useSandbox();
const FORM = 'application/x-www-form-urlencoded';

/** A good request of every kind, recorded from Ana's own. */
let good: { kind: SendKind; what: string; payload: object }[];

beforeEach(async () => {
  const { ana, slack } = stage;
  const form = await openForm(ana, '/nexudus team rename Acme to "Acme Ltd"', 'New name');
  await form.search('Team', 'ac');
  const drawn = form.json;
  await form.pick('Team', 'Acme Studios');
  await ana.waitForModal((modal) => modal.json !== drawn && modal.labels().length > 1);
  await form.type('New name', 'Acme Labs');
  await ana.openHome();
  await ana.shortcut('rename-team');
  await ana.waitForModal((modal) => modal.labels().join() === 'Team');
  const kindOf = (kind: string): SendKind =>
    kind === 'command' ? 'command' : kind === 'app_home_opened' ? 'event' : 'interactive';
  good = slack.interactions.map(({ kind, payload }) => ({ kind: kindOf(kind), what: kind, payload }));
  good.push({ kind: 'interactive', what: 'view_submission', payload: submissionOf(stage, form, ana.person) });
  await afterAWord(stage, ana);
  slack.calls.length = 0;
});

afterEach(async () => {
  await expectStillWell(stage.bot);
  expect(writes(stage)).toEqual([]);
  expect(botMessages(stage)).toEqual([]);
  expect(stage.nexudus.record('teams', 1_414_300_002)?.Name).toBe('Acme Studios');
});

const KINDS = [
  'command',
  'shortcut',
  'block_actions',
  'block_suggestion',
  'view_submission',
  'app_home_opened',
];
const goodOf = (what: string) => {
  const found = good.find((each) => each.what === what);
  if (!found) throw new Error(`${what} was not recorded`);
  return found;
};

describe.each(KINDS)('%s', (what) => {
  test.each(['signature', 'stale', 'unsigned'] as const)(
    'with a wrong signature (%s): 401, and not read',
    async (tamper) => {
      const { kind, payload } = goodOf(what);
      const answer = await stage.slack.send(kind, payload, { tamper });
      expect({ status: answer.status, body: answer.body }).toEqual({ status: 401, body: '' });
      expect(stage.slack.calls).toEqual([]);
    },
  );

  test('signed, but of the body before it was changed: 401', async () => {
    const { kind, payload } = goodOf(what);
    const { signature, timestamp } = await signatureOf(kind, payload);
    const changed = JSON.stringify({ ...payload, api_app_id: 'A0OTHER00' });
    const tamper = {
      headers: { 'x-slack-signature': signature, 'x-slack-request-timestamp': timestamp },
      body: kind === 'event' ? changed : `payload=${encodeURIComponent(changed)}`,
    };
    expect((await stage.slack.send(kind, payload, { tamper })).status).toBe(401);
    expect(stage.slack.calls).toEqual([]);
  });

  test.each([false, true])(
    'of another workspace (of an organisation: %s): nothing is done',
    async (enterprise) => {
      const { kind, payload } = goodOf(what);
      const forged = JSON.parse(JSON.stringify(payload).replaceAll('T0HARBOUR', 'T0ELSEWHR')) as Record<
        string,
        unknown
      >;
      if (enterprise) {
        forged.is_enterprise_install = kind === 'command' ? 'true' : true;
        forged.enterprise = { id: 'E0ELSEWHR', name: 'Elsewhere' };
        for (const each of (forged.authorizations as { is_enterprise_install: boolean }[] | undefined) ?? [])
          each.is_enterprise_install = true;
      }
      const answer = await stage.slack.send(kind, forged);
      expect([200, 401]).toContain(answer.status);
      expect(answer.body).toBe('');
      expect(stage.slack.calls).toEqual([]);
    },
  );
});

/** What Slack's own signature of a request would be: it is sent once to a place that only looks at it. */
async function signatureOf(
  kind: SendKind,
  payload: object,
): Promise<{ signature: string; timestamp: string }> {
  const { slack } = stage;
  const { createServer } = await import('node:http');
  const seen = new Promise<{ signature: string; timestamp: string }>((resolve) => {
    const server = createServer((req, res) => {
      const header = (name: string) => String(req.headers[name]);
      resolve({ signature: header('x-slack-signature'), timestamp: header('x-slack-request-timestamp') });
      res.end();
      server.close();
    });
    server.listen(0, '127.0.0.1', async () => {
      const before = slack.eventsUrl;
      const address = server.address();
      slack.eventsUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/`;
      const sent = slack.send(kind, payload);
      slack.eventsUrl = before;
      await sent;
    });
  });
  return seen;
}

describe('a body that is none', () => {
  test.each([
    ['payload=null', FORM, 400],
    ['payload=5', FORM, 400],
    ['payload=%22text%22', FORM, 400],
    ['payload=[]', FORM, 400],
    ['payload={', FORM, 400],
    ['payload=', FORM, 400],
    ['payload={}&payload={}', FORM, 200],
    ['payload={}', FORM, 200],
    ['payload=%7B%7D', FORM, 200],
    ['payload=%7B', FORM, 400],
    ['payload=%7B%7D&payload=null', FORM, 200],
    ['payload=%7B%7D', 'application/json', 400],
    ['', FORM, 200],
    ['%', FORM, 200],
    ['a=b', FORM, 200],
    ['ssl_check=1', FORM, 200],
    ['ssl_check=1&payload=%7B%22type%22%3A%22shortcut%22%7D', FORM, 200],
    ['null', 'application/json', 400],
    ['[1]', 'application/json', 400],
    ['{', 'application/json', 400],
    ['', 'application/json', 400],
    ['{"type":"url_verification","challenge":"abc"}', 'application/json', 200],
    ['{"type":"event_callback"}', 'application/json', 200],
    ['{"type":"event_callback","event":null}', 'application/json', 200],
    [
      '{"type":"event_callback","event":{"type":"message","user":null,"channel":null,"item":5}}',
      'application/json',
      200,
    ],
    ['a=b', `${FORM};charset=UTF-8`, 400],
    ['\u0000\u0001', 'text/plain', 400],
  ])('%j as %s: answered %i at once', async (body, type, status) => {
    const answer = await stage.slack.send(
      'interactive',
      {},
      { tamper: { body, headers: { 'content-type': type } } },
    );
    expect(answer.status).toBe(status);
    expect(answer.ms).toBeLessThan(1500);
  });

  test.each([
    ['payload', (x: string) => `payload=${x}`],
    ['text of a command', (x: string) => `command=%2Fnexudus&text=${x}`],
  ])('5 MB of %s: 413', async (_what, body) => {
    const answer = await stage.slack.send(
      'interactive',
      {},
      { tamper: { body: body('x'.repeat(5_000_000)) } },
    );
    expect(answer.status).toBe(413);
    expect(answer.ms).toBeLessThan(3000);
  });

  test('nested ten thousand deep', async () => {
    const body = `payload=${'['.repeat(10_000)}${']'.repeat(10_000)}`;
    expect((await stage.slack.send('interactive', {}, { tamper: { body } })).status).toBe(400);
    const deep = `payload={"type":"view_submission","user":{"id":"U0ANA0000"},"view":${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}}`;
    expect((await stage.slack.send('interactive', {}, { tamper: { body: deep } })).status).toBe(200);
  });
});

/** The first line of the answer to a request that no HTTP library would send. */
const answerTo = (port: number, request: string): Promise<string> =>
  new Promise((resolve) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(request));
    socket.setEncoding('utf8').on('data', (text: string) => {
      answer += text;
    });
    socket.setTimeout(3000, () => socket.destroy());
    socket.on('error', () => {}).on('close', () => resolve(answer.split('\r\n')[0] ?? ''));
  });

const REQUESTS = [
  'GET // HTTP/1.1',
  'GET http:// HTTP/1.1',
  'GET /%zz HTTP/1.1',
  'GET /../../etc/passwd HTTP/1.1',
  'OPTIONS * HTTP/1.1',
  'POST //slack/events HTTP/1.1',
  'DELETE /slack/events HTTP/1.1',
  'GET /slack/events HTTP/1.1',
  'GET /__proto__ HTTP/1.1',
  'POST /healthz HTTP/1.1',
];

test.each(REQUESTS)('%s: an error, and nothing else', async (line) => {
  expect(await answerTo(stage.bot.port, `${line}\r\nHost: x\r\nConnection: close\r\n\r\n`)).toMatch(
    /^HTTP\/1.1 (400|404) /,
  );
});

test('the same in Socket Mode, where only /healthz and /readyz are served', async () => {
  const { startSandbox } = await import('../../src/sandbox/start-sandbox.ts');
  const sandbox = await startSandbox({ transport: 'socket' });
  try {
    for (const line of [...REQUESTS, 'POST /slack/events HTTP/1.1']) {
      const answer = await answerTo(sandbox.bot.port, `${line}\r\nHost: x\r\nConnection: close\r\n\r\n`);
      expect([line, answer]).toEqual([line, expect.stringMatching(/^HTTP\/1.1 (400|404) /)]);
    }
    await expectStillWell(sandbox.bot);
  } finally {
    await sandbox.close();
  }
});
