import type { NexudusRecord } from '../../src/sandbox/nexudus/start-nexudus.ts';
import type { SlackClient } from '../../src/sandbox/slack/start-slack.ts';
import { type CrashStage, Stuck } from './crash-stage.ts';
import type { AnnouncementSeen, Case, Watch } from './crash-watch.ts';
import { claimOf, isPreparing } from './crash-words.ts';

/** So often a living bot may leave a press without anything that comes of it. */
const PATIENCE = 10;
const COMES_WITHIN_MS = 8000;
/** A view that changes once it is known how it ended. */
const GOES_ON = /Working…|may not have begun/;

/** What became of putting a piece of work back. */
export interface Undoing {
  /** How often the mark went away. */
  times: number;
  isBack: boolean;
}

/** A message or a card is about putting it back, as its first line says. */
export const isOfUndo = (plain: string): boolean =>
  /\b(und(o|id|one)|deactivated?)\b/i.test(plain.split('\n')[0] ?? '');

/** The message of the change says that it was put back. */
export const saysUndone = (plain: string): boolean => plain.includes('↩️');

/** False sentences about putting it back; undefined where what is said is true. */
export function falseOfUndo(text: string, { times }: Undoing, isBack: boolean): string | undefined {
  const claim = saysUndone(text) ? 'done' : claimOf(text);
  if (claim === 'done' && !isBack) return 'says undone, and it is not';
  if (claim === 'not done' && times > 0) return 'says not undone, and it is';
  return undefined;
}

/** Nexudus changes these by itself at each write. */
const BY_ITSELF = ['UpdatedOn', 'UpdatedBy', 'ToStringText'];

/** Of lists, and of what Nexudus makes of them, only what is on them counts. */
const inOrder = (name: string, value: unknown): unknown => {
  if (Array.isArray(value)) return [...value].sort();
  return name.startsWith('Coworker') ? String(value).split(',').sort() : value;
};

/** Properties that are not as they were. */
export const differing = (before: NexudusRecord, after: NexudusRecord | undefined): string[] =>
  Object.keys({ ...before, ...after }).filter(
    (name) =>
      !BY_ITSELF.includes(name) &&
      JSON.stringify(inOrder(name, before[name])) !== JSON.stringify(inOrder(name, after?.[name])),
  );

/** What only shows once everything is over. */
export function judgeUndone(watch: Watch, one: Case): void {
  const { undoing, before, work } = one;
  const { times = 0 } = undoing ?? {};
  if (times !== 1)
    watch.violation(
      times > 1 ? 'undone twice' : 'false sentence',
      `told as undone, undone ${times} times`,
      one,
    );
  const isShared = watch.cases.some((other) => other !== one && other.work.mark.id === work.mark.id);
  const names = before && !isShared ? differing(before, watch.recordOf(work.mark)) : [];
  if (names.length > 0) watch.violation('undone in part', `not as before: ${names.join(', ')}`, one);
}

/** Presses the button under a result that puts it back, and confirms, until the result says that it was put back. */
export async function putBack(
  { stage, client }: { stage: CrashStage; client: SlackClient },
  one: Case,
  { message }: AnnouncementSeen,
): Promise<boolean> {
  const button = message.buttons.find((each) => each === 'Undo' || each === 'Deactivate');
  if (!button) {
    stage.count('results without Undo, of those that were to be undone');
    return false;
  }
  one.undoing = { times: 0, isBack: false };
  // A result that a kill let post twice is edited in one of the two places.
  const told = () => one.announced.some(({ message: { plain } }) => saysUndone(plain));
  for (let quiet = 0; quiet < PATIENCE; ) {
    await stage.up();
    for (const modal of client.modals().reverse()) await modal.close();
    if (told()) return true;
    if (stage.over) break;
    const { generation } = stage;
    const isAlive = () => generation === stage.generation;
    const ack = await client.click(message, button).catch(() => undefined);
    stage.watch.note(one, `clicked ${button}: ${ack?.status === 200 ? 'taken' : 'no answer'}`);
    const shown = () => client.modal() !== undefined && !isPreparing(client.modal()?.text() ?? '');
    await stage.wait(() => shown() || told() || !isAlive(), COMES_WITHIN_MS);
    const top = client.modal();
    if (top?.submitText) {
      one.phase = 'Undo confirmed';
      stage.act('undo');
      const answer = await top.submit();
      stage.watch.note(one, `confirmed ${button}: ${answer.status === 200 ? 'taken' : 'no answer'}`);
    }
    const working = () => GOES_ON.test(client.modal()?.text() ?? '');
    await stage.wait(
      () => told() || !isAlive() || (client.modal() !== undefined && !working()),
      COMES_WITHIN_MS,
    );
    const said = client.modal()?.text();
    if (said && !client.modal()?.submitText) {
      stage.watch.note(one, `read: ${said.replaceAll('\n', ' / ')}`);
      if (!stage.watch.heard(one, said)) return false;
      if (!GOES_ON.test(said) && !/already|Looking up|The details are in/.test(said)) stage.sentBack(said);
    }
    // What is under way or waits for Nexudus is told in its time.
    const isUnderWay = said !== undefined && /already under way|keeps trying|Working…/.test(said);
    await stage.wait(() => told() || !isAlive(), 2000);
    if (!told() && isAlive() && !isUnderWay) quiet += 1;
  }
  throw new Stuck(`${button}, press after press: ${client.modal()?.text() ?? 'nothing comes of it'}`);
}
