import type { NexudusRecord, ResourceName } from './nexudus/start-nexudus.ts';
import type { Modal } from './slack/start-slack.ts';
import { type Sandbox, startSandbox } from './start-sandbox.ts';

/** One operation as someone would do it. */
interface Scene {
  command: string;
  resource: ResourceName;
  /** The record, by the name it has before and after. */
  name: string;
  after?: string;
  fill?(modal: Modal): Promise<void>;
  /** The form is ready when this label is there. */
  label: string;
}

const scenes: readonly Scene[] = [
  {
    command: '/nexudus video-room create name="Azure den" participants=8 location=Soho',
    resource: 'videorooms',
    name: 'Azure den',
    label: 'Name',
  },
  {
    command: '/nexudus team rename Acme to "Acme Ltd"',
    resource: 'teams',
    name: 'Acme',
    after: 'Acme Ltd',
    label: 'New name',
  },
  {
    command: '/nexudus role add-users Reception @priya leo@harbour.example',
    resource: 'userroles',
    name: 'Reception',
    label: 'Users',
  },
  {
    command: '/nexudus video-room update "Azure den" participants=12',
    resource: 'videorooms',
    name: 'Azure den',
    label: 'Number of participants',
    fill: (modal) => modal.type('Description', 'Second floor, quiet side'),
  },
  {
    command: '/nexudus workspace update',
    resource: 'workspaces',
    name: '',
    label: 'Collaboration workspace',
    async fill(modal) {
      const [first] = await modal.search('Collaboration workspace', '');
      await modal.pick('Collaboration workspace', first?.text ?? '');
    },
  },
  {
    command: '/nexudus team billing "Acme Ltd"',
    resource: 'teams',
    name: 'Acme Ltd',
    label: 'Share passes',
    async fill(modal) {
      await modal.tick('Share passes', modal.value('Share passes') !== true);
    },
  },
  {
    command: '/nexudus role update Events',
    resource: 'userroles',
    name: 'Events',
    label: 'Add permissions',
    fill: (modal) => modal.pick('Add permissions', 'Team-Read'),
  },
];

const indented = (text: string): string => text.replace(/^/gm, '    ');

/** The properties that differ, as `name: before → after`. */
const difference = (before: NexudusRecord | undefined, after: NexudusRecord): string =>
  Object.keys(after)
    .filter((key) => JSON.stringify(before?.[key]) !== JSON.stringify(after[key]))
    .map((key) => `${key}: ${before ? `${JSON.stringify(before[key])} → ` : ''}${JSON.stringify(after[key])}`)
    .join('\n');

async function play(scene: Scene, { slack, nexudus }: Sandbox, print: (text: string) => void): Promise<void> {
  const ana = slack.as('Ana');
  print(`\n━━ Ana types: ${scene.command}`);
  const callsBefore = nexudus.calls.length;
  const messagesBefore = slack.messages('#ops').length;
  await ana.command(scene.command);
  const modal = await ana.waitForModal((m) => m.labels().includes(scene.label), { what: scene.label });
  await scene.fill?.(modal);
  if (scene.resource === 'workspaces') {
    const full = await ana.waitForModal((m) => m.labels().includes('Description'), { what: 'the record' });
    await full.type('Description', 'For everybody who works at the water');
  }
  const shown = ana.modal();
  const name = scene.name || String(shown?.value('Name'));
  const before = nexudus.records(scene.resource).find((r) => r.Name === name);
  print('\n  The form as sent:');
  print(indented(shown?.text() ?? ''));
  const ack = await ana.modal()?.submit();
  print(`\n  Answered in ${ack?.ms} ms with HTTP ${ack?.status}.`);
  const question = ana.modal();
  if (question && ['Continue', 'Request approval'].includes(question.submitText ?? '')) {
    print('\n  Asked before it is done:');
    print(indented(question.text()));
    await question.submit();
  }
  await slack.waitUntil(() => slack.messages('#ops').length > messagesBefore, { timeoutMs: 30_000 });
  print('\n  Calls to Nexudus:');
  for (const call of nexudus.calls.slice(callsBefore)) {
    print(
      indented(
        `${call.method} ${call.path}${call.query ? `?${decodeURIComponent(call.query)}` : ''} → ${call.status}, ${call.ms} ms`,
      ),
    );
  }
  const after = nexudus.records(scene.resource).find((r) => r.Name === (scene.after ?? name));
  print('\n  What changed in the record:');
  print(indented(after ? difference(before, after) : 'nothing'));
  print('\n  The channel #ops shows:');
  print(indented(slack.messages('#ops').at(-1)?.plain ?? ''));
}

/** Plays each operation once through the real bot and prints what everybody saw. */
export async function playTranscript(
  print: (text: string) => void,
  options: { large?: boolean } = {},
): Promise<void> {
  const started = Date.now();
  const sandbox = await startSandbox(options);
  print(`The real bot runs between stand-ins of Slack and Nexudus (started in ${Date.now() - started} ms).`);
  try {
    for (const scene of scenes) await play(scene, sandbox, print);
    const { problems } = sandbox.slack;
    print(`\n${scenes.length} operations played. Slack would have complained ${problems.length} times.`);
    for (const problem of problems) print(indented(problem));
    if (problems.length > 0) process.exitCode = 1;
  } finally {
    await sandbox.close();
  }
}
