import type { SendKind, Tamper } from '../../src/sandbox/slack/start-slack.ts';
import type { Sandbox } from '../../src/sandbox/start-sandbox.ts';
import { ask } from './approvals.ts';
import { openForm } from './channel.ts';
import { submissionOf } from './submit-raw.ts';
import type { Stage } from './use-sandbox.ts';

export interface Sent {
  kind: SendKind;
  what: string;
  payload: object;
  tamper?: Tamper;
  /** Someone's who may do it, so that one value has to stay wrong: see `pinned`. */
  pinned?: boolean;
}

const kindOf = (kind: string): SendKind =>
  kind === 'command' ? 'command' : kind === 'app_home_opened' ? 'event' : 'interactive';

/** Good payloads of every kind that the bot gets, from people who may nothing and from one who may everything. */
export async function recordPayloads(sandbox: Sandbox): Promise<Sent[]> {
  const { slack, nexudus } = sandbox;
  const ana = slack.as('Ana');
  const sam = slack.as('Sam');
  const priya = slack.as('Priya');
  // A result with a button, a submission with a mistake, pickers, shortcuts, the Home tab.
  const form = await openForm(ana, '/nexudus workspace update Newsletter', 'Add members');
  await form.pick('Add members', 'Nia Roberts');
  await form.submit();
  const done = await slack.waitForMessage('#ops', ({ buttons }) => buttons.includes('Show changes'));
  await ana.click(done, 'Show changes');
  const room = await openForm(ana, '/nexudus video-room update "Focus room"', 'Name');
  await room.search('Location', 'so');
  await room.type('Name', ' ');
  await room.submit();
  await room.pick('Video room', 'Town hall');
  await ana.openHome();
  await ana.shortcut('more-actions');
  await ana.shortcut('rename-team');
  await ana.messageShortcut('video-room-from-message', slack.say('Ana', '#ops', 'A room please'), '#ops');
  await ana.waitForModal((modal) => modal.labels().includes('Name'));
  await ana.modal()?.close();
  // A card: its own requester may not decide, and who may only asks for the question.
  const until = (condition: () => boolean, what: string, timeoutMs?: number) =>
    slack.waitUntil(condition, { what, timeoutMs });
  const card = await ask({ slack, until } as Stage, ana);
  await ana.click(card, 'Approve');
  await ana.click(card, 'Deny');
  await priya.click(card, 'Deny');
  const denial = await priya.waitForModal((modal) => modal.labels().includes('Reason'));
  await denial.type('Reason', 'Not today');
  await ana.command('/nexudus history');
  for (const text of [
    'help',
    'team rename Acme to "Acme Ltd"',
    'role add-users Reception @leo',
    'tea renam',
  ]) {
    await sam.command(`/nexudus ${text}`);
  }
  await sam.modal()?.close();
  await sam.click(done, 'Show changes');
  const recorded = slack.interactions.map(({ kind, payload }) => ({
    kind: kindOf(kind),
    what: kind,
    payload,
  }));

  await ana.modal()?.close();
  const command = '/nexudus video-room create name=Den location=Soho';
  const own = await openForm(ana, command, 'Number of participants');
  const payload = submissionOf({ slack } as Stage, own, ana.person);
  const pinned: Sent = { kind: 'interactive', what: 'view_submission', payload, pinned: true };
  const no: Sent = {
    kind: 'interactive',
    what: 'view_submission',
    payload: submissionOf({ slack } as Stage, denial, priya.person),
  };
  nexudus.calls.length = 0;
  return [
    ...recorded.filter(({ what }) => what !== 'view_submission'),
    ...recorded.filter(({ what }) => what === 'view_submission').flatMap((sent) => byOthers(sandbox, sent)),
    ...byOthers(sandbox, no),
    // Only its owner's submission of a form is read to the end.
    ...Array.from({ length: 12 }, () => pinned),
  ];
}

/** Ana's submissions, sent by people whose they are not. */
const byOthers = ({ slack }: Sandbox, sent: Sent): Sent[] =>
  ['Sam', 'Gus', 'Stella', 'Nora'].map((name) => {
    const { id, teamId } = slack.person(name);
    return { ...sent, payload: { ...sent.payload, user: { id, username: name, name, team_id: teamId } } };
  });

/** The payload as it is sent: never one that would rightly be done. */
export function asSent({ kind, pinned }: Sent, payload: object): object {
  if (pinned) {
    const { view } = payload as {
      view?: { state?: { values?: Record<string, { value?: unknown } | null> } };
    };
    for (const [block, held] of Object.entries(view?.state?.values ?? {})) {
      if (block.startsWith('participants') && held?.value)
        held.value = { type: 'number_input', value: 'many' };
    }
  }
  if (kind !== 'command') return payload;
  // The fields of a command are texts.
  const texts = Object.entries(payload).map(([key, value]) => [
    key,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
  return Object.fromEntries(texts);
}
