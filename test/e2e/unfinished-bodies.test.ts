import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from '@jest/globals';
import { expectClosed } from '../support/channel.ts';
import { changeFocus } from '../support/room-acts.ts';
import { expectStillWell } from '../support/still-well.ts';
import { useStore } from '../support/use-store.ts';

const stage = useStore({ ofOneProcess: 'measures the memory of one process' });
const sockets: Socket[] = [];
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
});

const MB = 1024 * 1024;
/** The memory that the bot has in use. */
const memory = (): number =>
  Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${stage.bot.pid}/status`, 'utf8'))?.[1]) / 1024;

/** Sends most of a body of this size, and keeps the rest to itself; what the bot said by the time it hung up. */
function unfinished(length: number, headers: string[] = []): Promise<string> {
  const head = [
    'POST /slack/events HTTP/1.1',
    'Host: bot.example.com',
    'Content-Type: application/x-www-form-urlencoded',
    `Content-Length: ${length}`,
    ...headers,
  ];
  let said = '';
  const socket = connect(stage.bot.port, '127.0.0.1', () => {
    socket.write(`${head.join('\r\n')}\r\n\r\n`);
    socket.write(Buffer.alloc(length - 1000, 'x'));
  });
  sockets.push(socket);
  socket.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  return new Promise((resolve) => {
    socket.on('error', () => {}).on('close', () => resolve(said));
  });
}

const SIGNED = ['X-Slack-Request-Timestamp: 1800000000', `X-Slack-Signature: v0=${'0'.repeat(64)}`];

(process.platform === 'linux' ? test : test.skip)(
  '300 of 700 KB take little memory, no one waits for them, and they are hung up on',
  async () => {
    const before = memory();
    const all = Array.from({ length: 300 }, (_, n) => unfinished(700 * 1024, n % 2 ? SIGNED : []));
    let most = 0;
    for (let n = 0; n < 20; n++) {
      await sleep(100);
      most = Math.max(most, memory());
    }
    expect(most - before).toBeLessThan(80);
    const form = await changeFocus(stage.ana, 12);
    expectClosed(stage.ana, await form.submit());
    const answers = await Promise.race([Promise.all(all), sleep(20_000)]);
    expect(answers).toHaveLength(300);
    await expectStillWell(stage.bot);
    await stage.untilSettled();
  },
  90_000,
);

test('a body larger than Slack ever sends is not read at all', async () => {
  const body = 'x'.repeat(MB);
  const answer = await stage.slack.send('interactive', {}, { tamper: { body } });
  expect(answer.status).toBe(413);
});

test('one that Slack may well send is', async () => {
  // 240 KB of view of which each byte comes as three: too long for a field, but not for the door.
  const view = { type: 'modal', callback_id: 'nobody', private_metadata: '{'.repeat(240 * 1024) };
  const answer = await stage.slack.send('interactive', {
    type: 'view_closed',
    user: { id: 'U0ANA0000' },
    team: { id: stage.slack.team.id },
    view,
  });
  expect(answer.status).toBe(200);
});
