import type { Row } from './figures.ts';
import type { Drawn } from './slack-user.ts';
import type { Stage } from './stage.ts';

export const WORDS = ['kaya', 'otto', 'mil', 'hoff', 'jansen', 'paloma r', 'alba', 'lin', 'greta', 'dvorak'];
const TARGET_MS = 50;

interface Block {
  block_id: string;
  label?: { text: string };
  element?: { type: string; action_id: string };
}

/** The picker of that label in a form; without one the first. */
export function pickerOf({ user, filled }: Drawn, called?: string) {
  const picker = (filled.blocks as Block[]).find(
    ({ element, label }) =>
      element?.type.endsWith('external_select') && (called === undefined || label?.text === called),
  );
  if (!picker?.element) throw new Error('the form has no picker');
  return { user, view: filled, blockId: picker.block_id, actionId: picker.element.action_id };
}

/** A form with a picker of customers, and what that is called. */
export const CUSTOMERS_IN = { text: 'team members Acme', picker: 'Add members' };

/** Typing into a picker of customers whose words were typed before. */
export async function pickerAnswers({ load, startBot }: Stage) {
  const bot = await startBot();
  const typing = pickerOf(await load.draw({ url: bot.url, text: CUSTOMERS_IN.text }), CUSTOMERS_IN.picker);
  const type = (connections: number, seconds: number) =>
    load.suggestions({ typing, words: WORDS, url: bot.url, connections, seconds });
  // Cold: long enough for each word to be asked for. Among few customers some words find none.
  await type(1, 12);
  // One after another: a person who types waits for each.
  const figures = await type(1, 6);
  await bot.stop();
  return figures;
}

export async function pickerRow(stage: Stage): Promise<Row> {
  const { p99 } = await pickerAnswers(stage);
  const customers = stage.nexudus.names('coworkers', '', 0).total;
  return {
    what: `picker answer, warm, p99; ${customers.toLocaleString('en')} customers`,
    bot: p99,
    unit: 'ms',
    target: `≤ ${TARGET_MS} ms`,
    met: p99 <= TARGET_MS,
  };
}
