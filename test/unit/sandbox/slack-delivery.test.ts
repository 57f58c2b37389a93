import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type SlackStandIn, startSlack } from '../../../src/sandbox/slack/start-slack.ts';
import { modal, plain, type RunningBolt, startBolt, textInput } from './slack-bolt.ts';

let slack: SlackStandIn;
let bolt: RunningBolt | undefined;

beforeEach(async () => {
  slack = await startSlack();
});

afterEach(async () => {
  await bolt?.stop();
  bolt = undefined;
  await slack.close();
});

describe.each(['http', 'socket'] as const)('real Bolt over %s', (mode) => {
  test('a command opens a form, a submission with errors keeps it, a good one closes it and posts', async () => {
    bolt = await startBolt(slack, mode, (app) => {
      app.command('/nexudus', async ({ ack, body, client }) => {
        await ack();
        const blocks = [textInput('name', 'Name')];
        await client.views.open({
          trigger_id: body.trigger_id,
          view: modal(blocks, { private_metadata: body.channel_id }),
        });
      });
      app.view('form', async ({ ack, view, client }) => {
        const name = view.state.values.name?.text?.value;
        if (name === 'x') return ack({ response_action: 'errors', errors: { name: 'Too short.' } });
        await ack();
        await client.chat.postMessage({ channel: view.private_metadata, text: `created ${name}` });
      });
    });
    const ana = slack.as('Ana');
    expect(await ana.command('/nexudus video-room create')).toMatchObject({ status: 200, timedOut: false });
    const form = await ana.waitForModal((each) => each.title === 'Video room');
    await form.type('Name', 'x');
    await form.submit();
    expect(form.errors()).toEqual({ Name: 'Too short.' });
    expect(form.value('Name')).toBe('x');
    await form.type('Name', 'Blue room');
    await form.submit();
    expect(form.open).toBe(false);
    const message = await slack.waitForMessage('#ops', () => true);
    expect(message).toMatchObject({ text: 'created Blue room', user: 'U0NEXUDUS', by: 'Nexudus' });
    expect(slack.interactions.map(({ kind, status, via }) => [kind, status, via])).toEqual([
      ['command', 200, mode],
      ['view_submission', 200, mode],
      ['view_submission', 200, mode],
    ]);
    expect(slack.problems).toEqual([]);
  });

  test('typing in an external select asks the bot for suggestions', async () => {
    const asked: unknown[] = [];
    bolt = await startBolt(slack, mode, (app) => {
      app.command('/nexudus', async ({ ack, body, client }) => {
        await ack();
        const element = { type: 'external_select', action_id: 'team', min_query_length: 2 } as const;
        await client.views.open({
          trigger_id: body.trigger_id,
          view: modal([{ type: 'input', block_id: 'b', label: plain('Team'), element }]),
        });
      });
      app.options('team', async ({ ack, options, body }) => {
        asked.push([options.value, body.container, body.view?.callback_id]);
        await ack({
          options: [
            { text: plain('Acme'), value: '7' },
            { text: plain('Acme Labs'), value: '8' },
          ],
        });
      });
    });
    const ana = slack.as('Ana');
    await ana.command('/nexudus team rename');
    const form = await ana.waitForModal(() => true);
    expect(await form.search('Team', 'A')).toEqual([]);
    expect(await form.search('Team', 'Ac')).toEqual([
      { text: 'Acme', value: '7' },
      { text: 'Acme Labs', value: '8' },
    ]);
    expect(asked).toEqual([['Ac', { type: 'view', view_id: form.id }, 'form']]);
    await form.pick('Team', 'Labs');
    expect(form.value('Team')).toBe('Acme Labs');
    await expect(form.pick('Team', 'cme')).rejects.toThrow(
      'Several options of "Team" contain "cme": Acme · Acme Labs',
    );
  });

  test('without an ack for 3 s people see Slack’s own words and the modal stays as it was', async () => {
    bolt = await startBolt(slack, mode, (app) => {
      app.shortcut('open', async ({ ack, body, client }) => {
        await ack();
        await client.views.open({ trigger_id: body.trigger_id, view: modal([textInput('name', 'Name')]) });
      });
      app.command('/nexudus', async () => {});
      let deliveries = 0;
      app.view('form', async ({ ack }) => {
        deliveries += 1;
        if (deliveries > 1) await ack();
      });
    });
    const ana = slack.as('Ana');
    await ana.shortcut('open');
    const form = await ana.waitForModal(() => true);
    await form.type('Name', 'Blue room');
    // Bolt answers HTTP 404 at 3 s by itself; Slack's patience ends at the same moment.
    const [late] = await Promise.all([form.submit(), slack.as('Sam').command('/nexudus help')]);
    expect(late.status === 0 || late.status === 404).toBe(true);
    expect(ana.notice()).toBe('We had some trouble connecting. Try again?');
    expect(slack.as('Sam').notice()).toMatch(
      /^\/nexudus failed with the error "(operation_timeout|http_service_error)"$/,
    );
    expect([form.open, form.value('Name'), form.submitting]).toEqual([true, 'Blue room', false]);
    expect(slack.problems.length).toBe(2);
    await form.submit();
    expect([form.open, ana.notice()]).toEqual([false, undefined]);
  });
});

describe('what goes over the wire', () => {
  let server: Server;
  let seen: { headers: IncomingMessage['headers']; body: string }[];
  let answer: (call: number) => { status: number; body?: string } | undefined;

  beforeEach(async () => {
    seen = [];
    answer = () => ({ status: 200 });
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => {
        body += chunk;
      });
      request.on('end', () => {
        seen.push({ headers: request.headers, body });
        const given = answer(seen.length);
        if (!given) return;
        response.statusCode = given.status;
        response.end(given.body);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    slack.eventsUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`;
  });

  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  test('a command has exactly the content type, headers and parameters of Slack', async () => {
    await slack
      .as('Ana')
      .command('/nexudus role add-users "R&D <x>" @sam in #ops see https://a.example/b.png');
    const [call] = seen;
    expect(call?.headers['content-type']).toBe('application/x-www-form-urlencoded');
    expect(call?.headers['x-slack-signature']).toMatch(/^v0=[0-9a-f]{64}$/);
    expect(Number(call?.headers['x-slack-request-timestamp'])).toBeCloseTo(Date.now() / 1000, -1);
    const { response_url, trigger_id, token, ...rest } = Object.fromEntries(new URLSearchParams(call?.body));
    expect(rest).toEqual({
      team_id: 'T0HARBOUR',
      team_domain: 'harbour',
      channel_id: 'C0OPS0000',
      channel_name: 'ops',
      user_id: 'U0ANA0000',
      user_name: 'ana',
      command: '/nexudus',
      text: 'role add-users "R&amp;D &lt;x&gt;" <@U0SAM0000|sam> in <#C0OPS0000|ops> see <https://a.example/b.png>',
      api_app_id: 'A0NEXUDUS',
      is_enterprise_install: 'false',
    });
    expect(response_url?.startsWith(`${slack.origin}/commands/T0HARBOUR/`)).toBe(true);
    expect([typeof trigger_id, typeof token]).toEqual(['string', 'string']);
  });

  test('e-mail addresses in a command stay as they are typed', async () => {
    await slack.as('Ana').command('/nexudus role add-users Reception ana@harbour.example');
    expect(new URLSearchParams(seen[0]?.body).get('text')).toBe(
      'role add-users Reception ana@harbour.example',
    );
  });

  test('private channels and direct messages do not tell their names', async () => {
    const ana = slack.as('Ana');
    await ana.command('/nexudus', { channel: '#approvals' });
    await ana.command('/nexudus', { channel: 'Ana & Sam' });
    expect(seen.map(({ body }) => new URLSearchParams(body).get('channel_name'))).toEqual([
      'privategroup',
      'directmessage',
    ]);
    await expect(slack.as('Leo').command('/nexudus', { channel: '#management' })).rejects.toThrow(
      'Leo Brandt is not in management',
    );
  });

  test('an ack with text is an ephemeral message, in_channel one for all', async () => {
    answer = (call) => ({
      status: 200,
      body: call === 1 ? 'Only for you' : '{"response_type":"in_channel","text":"For all"}',
    });
    await slack.as('Ana').command('/nexudus help');
    await slack.as('Ana').command('/nexudus help');
    expect(slack.ephemerals('Ana', '#ops').map((each) => each.text)).toEqual(['Only for you']);
    expect(slack.ephemerals('Sam')).toEqual([]);
    expect(slack.messages('#ops').map((each) => each.text)).toEqual(['For all']);
  });

  test('an error status and a dead bot are distinguished', async () => {
    answer = () => ({ status: 500 });
    const ana = slack.as('Ana');
    await ana.command('/nexudus');
    expect(ana.notice()).toBe('/nexudus failed with the error "http_service_error"');
    slack.eventsUrl = 'http://127.0.0.1:1/slack/events';
    await ana.command('/nexudus');
    expect(ana.notice()).toBe('/nexudus failed with the error "dispatch_failed"');
    expect(slack.problems).toEqual([
      'command /nexudus: the bot answered 500',
      'command /nexudus: the bot cannot be reached',
    ]);
  });

  test('opening App Home is an event in JSON, delivered again at once when it was not answered', async () => {
    answer = (call) => ({ status: call === 1 ? 500 : 200 });
    await slack.as('Ana').openHome();
    expect(
      seen.map(({ headers }) => [
        headers['content-type'],
        headers['x-slack-retry-num'],
        headers['x-slack-retry-reason'],
      ]),
    ).toEqual([
      ['application/json', undefined, undefined],
      ['application/json', '1', 'http_error'],
    ]);
    expect(JSON.parse(seen[0]?.body ?? '')).toMatchObject({
      type: 'event_callback',
      team_id: 'T0HARBOUR',
      event: { type: 'app_home_opened', user: 'U0ANA0000', tab: 'home' },
    });
  });

  test('deliverTwice sends the same interaction twice', async () => {
    slack.faults.deliverTwice = true;
    await slack.as('Ana').command('/nexudus help');
    expect(seen.length).toBe(2);
    expect(seen[0]?.body).toBe(seen[1]?.body);
    expect(slack.interactions.map((each) => each.duplicate)).toEqual([undefined, true]);
  });

  test('dropAcks loses the bot’s answer', async () => {
    slack.faults.dropAcks = true;
    answer = () => ({ status: 200, body: 'lost' });
    const ack = await slack.as('Ana').command('/nexudus help');
    expect([ack.timedOut, slack.as('Ana').notice()]).toEqual([
      true,
      '/nexudus failed with the error "operation_timeout"',
    ]);
    expect(slack.ephemerals('Ana')).toEqual([]);
  });
});

test('Bolt refuses forged, stale, unsigned and wrongly typed requests of send, and takes an honest repetition', async () => {
  bolt = await startBolt(slack, 'http', (app) => {
    app.command('/nexudus', async ({ ack }) => ack('fine'));
  });
  await slack.as('Ana').command('/nexudus help');
  const payload = slack.interactions[0]?.payload ?? {};
  const statuses: number[] = [];
  for (const tamper of [undefined, 'signature', 'stale', 'unsigned', 'content-type'] as const)
    statuses.push((await slack.send('command', payload, { tamper })).status);
  expect(statuses).toEqual([200, 401, 401, 401, 400]);
});

test('a second Socket Mode connection takes turns with the first', async () => {
  const taken: string[] = [];
  const start = (name: string) =>
    startBolt(slack, 'socket', (app) => {
      app.command('/nexudus', async ({ ack }) => {
        taken.push(name);
        await ack();
      });
    });
  const first = await start('first');
  const second = await start('second');
  expect(slack.connections()).toBe(2);
  for (let i = 0; i < 4; i += 1) await slack.as('Ana').command('/nexudus');
  expect(taken).toEqual(['first', 'second', 'first', 'second']);
  await Promise.all([first.stop(), second.stop()]);
  await slack.waitUntil(() => slack.connections() === 0);
});

test('with no one listening the command fails to dispatch', async () => {
  await slack.as('Ana').command('/nexudus');
  expect(slack.as('Ana').notice()).toBe('/nexudus failed with the error "dispatch_failed"');
});

test('it refuses to start in production', async () => {
  process.env.NODE_ENV = 'production';
  try {
    await expect(startSlack()).rejects.toThrow('The stand-in Slack does not run with NODE_ENV=production');
  } finally {
    process.env.NODE_ENV = 'test';
  }
});
