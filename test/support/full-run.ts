import type { Modal, SlackClient } from '../../src/sandbox/slack/start-slack.ts';
import { openForm } from './channel.ts';
import { isQuestion } from './is-question.ts';
import { CANCELLED } from './outcomes.ts';
import type { Stage } from './use-sandbox.ts';

type World = Pick<Stage, 'slack' | 'nexudus'>;

async function sendOff(person: SlackClient, form: Modal): Promise<void> {
  await form.submit();
  const top = person.modal();
  if (isQuestion(top)) await top?.submit();
}

/** One of everything: each operation, each way in, each kind of answer, and faults on both sides. */
export async function liveThroughAll({ slack, nexudus }: World): Promise<void> {
  const ana = slack.as('Ana');
  const uma = slack.as('Uma');
  const says = (text: string, channel = '#ops') =>
    slack.waitForMessage(channel, ({ plain, bot_id }) => bot_id !== undefined && plain.includes(text), {
      timeoutMs: 20_000,
      what: text,
    });
  /** A card that can be decided on: its buttons follow once it is written down. */
  const asks = (text: string) =>
    slack.waitForMessage(
      '#approvals',
      ({ plain, buttons }) => plain.includes(text) && buttons.includes('Approve'),
      { timeoutMs: 20_000, what: text },
    );
  const run = async (
    command: string,
    label: string,
    fill: (form: Modal) => Promise<void>,
    channel?: string,
  ) => {
    await ana.command(command, { channel });
    const form = await ana.waitForModal((modal) => modal.labels().includes(label), {
      timeoutMs: 10_000,
      what: label,
    });
    await fill(form);
    await sendOff(ana, form);
    return form;
  };

  for (const text of ['help', 'whoami', 'nonsense', 'history']) await ana.command(`/nexudus ${text}`);
  for (const name of ['Sam', 'Gus', 'Nora', 'Una', 'Stella', 'Mo', 'Ian']) {
    await slack.as(name).command('/nexudus team rename Acme');
  }

  // Each operation once.
  await run('/nexudus video-room create name=Den participants=8 location=Soho', 'Name', async () => {});
  await says('✅ Created Den');
  await run('/nexudus video-room update "Focus room"', 'Description', (form) =>
    form.type('Description', 'Siobhán sits here'),
  );
  await says('✅ Updated Focus room');
  await run('/nexudus workspace update Newsletter', 'Add members', (form) =>
    form.pick('Add members', 'Nia Roberts'),
  );
  await ana.click(await says('✅ Updated Newsletter'), 'Show changes');
  await run('/nexudus team rename Acme to "Acme Ltd"', 'New name', async () => {});
  await says('✅ Renamed Acme to Acme Ltd');
  await run('/nexudus team billing "Acme Ltd"', 'Section', (form) =>
    form.tick('One invoice for the team', false),
  );
  await says('✅ Updated Acme Ltd');
  // Both need a second person's yes.
  await run('/nexudus role add-users Reception @priya leo@harbour.example', 'Users', async () => {});
  await uma.click(await asks('Priya Nair'), 'Approve');
  await says('✅ Added ');
  await run('/nexudus role update Events', 'Add permissions', (form) =>
    form.pick('Add permissions', 'Team-List'),
  );
  await uma.click(await asks('Everyone with Events'), 'Deny');
  const reason = await uma.waitForModal((modal) => modal.labels().includes('Reason'));
  await reason.type('Reason', 'Siobhán would see too much');
  await reason.submit();
  // A busy machine may take longer than the time for an answer: then it says so, and the next try counts.
  if (reason.open) await reason.submit();
  await says('enied by @');

  // Refusals and faults of Nexudus.
  nexudus.switches.refuse = [{ property: 'Name', message: 'siobhan.obrien@example.com has that name' }];
  await run('/nexudus video-room create name=Two participants=2 location=Soho', 'Name', async () => {});
  nexudus.switches.refuse = [];
  await says('Nexudus refused');
  Object.assign(nexudus.switches, { only: 'writes', down: '503' });
  await run('/nexudus video-room update "Focus room"', 'Description', (form) =>
    form.type('Description', 'Marcus sits here'),
  );
  const waiting = await says('is waiting for Nexudus');
  await ana.click(waiting, 'Cancel');
  await says(CANCELLED);
  for (const down of ['cut', '502-html', 'ooops400', '500'] as const) {
    Object.assign(nexudus.switches, { only: 'reads', down, times: 3 });
    await slack.as('Tess').command('/nexudus whoami');
  }
  Object.assign(nexudus.switches, { only: 'token', down: '500', times: 1 });
  nexudus.revokeAll();
  await ana.command('/nexudus team rename Northwind');
  Object.assign(nexudus.switches, { only: undefined, times: undefined, down: 'no' });
  nexudus.expireTokens();
  await ana.click(waiting, 'Try again');
  await slack.waitUntil(
    () => slack.messages('#ops').some(({ ts, plain }) => ts === waiting.ts && plain.startsWith('✅')),
    {
      timeoutMs: 20_000,
      what: 'the second try',
    },
  );

  // Faults of Slack, and places that the bot is not in.
  slack.faults.fail = { method: 'views.update', error: 'internal_error', times: 1 };
  await ana.command('/nexudus team rename Acme');
  slack.faults.fail = { method: 'views.open', error: 'fatal_error', times: 1, status: 500 };
  await ana.command('/nexudus team rename Acme');
  slack.faults.fail = { method: 'users.info', error: 'internal_error', times: 2 };
  await slack.as('Uma').command('/nexudus whoami');
  slack.faults.loseAnswer = { method: 'chat.postMessage', times: 1 };
  await run('/nexudus video-room update "Town hall"', 'Description', (form) =>
    form.type('Description', 'Large'),
  );
  await says('Large');
  slack.faults.rateLimit = { method: 'chat.postMessage', times: 1, retryAfterSec: 1 };
  await run('/nexudus video-room update "Town hall"', 'Description', (form) =>
    form.type('Description', 'Loud'),
  );
  await says('Loud');
  await run(
    '/nexudus video-room update "Old studio"',
    'Description',
    (form) => form.type('Description', 'Closed'),
    '#management',
  );
  await slack.waitUntil(
    () =>
      [...slack.messages('#management'), ...slack.messages(slack.dm('Ana').id)].some(({ bot_id }) => bot_id),
    {
      timeoutMs: 20_000,
    },
  );
  const form = await openForm(ana, '/nexudus team rename Northwind', 'Team');
  await slack.send('interactive', { type: 'view_submission', view: { private_metadata: 5 } });
  await slack.send('interactive', { type: 'shortcut' }, { tamper: 'signature' });
  await form.close();
  await ana.shortcut('rename-team');
  await ana.openHome();
}
