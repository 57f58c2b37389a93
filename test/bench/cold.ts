import { median } from './figures.ts';
import { pickerOf } from './picker-row.ts';
import { openStage } from './stage.ts';

const CUSTOMERS = 60_000;
/** Of each of Nexudus's answers, and so the shortest time that one page of a list takes. */
const LATENCY_MS = 110;
/** Each is the first that a bot is asked for, with a picker of customers in the workspace's. */
const FORMS = [
  'video-room create',
  'workspace update Newsletter',
  'team rename Acme',
  'role add-users Reception',
];
const PICKER = 'Administrator';
/** In more than one name, so that what is said in place of customers is none of them. */
const WORD = 'kaya 4711';
/** For a form that can be used, and for what is offered in it: Slack shows no suggestions that come later. */
const MOST_MS = 3000;

/** How long the first form of a bot that was just started takes on a large account, with Nexudus's limits on. */
export async function coldRun(rounds: number): Promise<{ text: string; met: boolean }> {
  const stage = await openStage(CUSTOMERS, LATENCY_MS);
  stage.nexudus.switches.pace = true;
  const lines: string[] = [];
  let met = true;
  for (const text of FORMS) {
    const starts: number[] = [];
    const filled: number[] = [];
    const typed: number[] = [];
    const calls: number[] = [];
    for (let n = 0; n < rounds; n++) {
      const bot = await stage.startBot();
      const before = stage.nexudus.calls.length;
      const form = await stage.load.draw({ url: bot.url, text });
      calls.push(stage.nexudus.calls.length - before);
      starts.push(bot.startMs);
      filled.push(form.filledMs);
      met &&= form.filledMs <= MOST_MS;
      if (text.startsWith('workspace')) {
        const { p50, perAnswer } = await stage.load.suggestions({
          ...{ url: bot.url, connections: 1, count: 1 },
          ...{ typing: pickerOf(form, PICKER), words: [WORD] },
        });
        typed.push(p50);
        met &&= p50 <= MOST_MS && perAnswer > 1;
      }
      await bot.stop();
    }
    const picker =
      typed.length > 0 ? `; a name typed at once was found after ${median(typed).toFixed(0)} ms` : '';
    lines.push(
      `${text}: started in ${median(starts).toFixed(0)} ms, form filled ${median(filled).toFixed(0)} ms after its command (at most ${Math.max(...filled).toFixed(0)}), ${median(calls)} calls to Nexudus meanwhile${picker}`,
    );
  }
  await stage.close();
  return {
    met,
    text: [
      `${CUSTOMERS.toLocaleString('en')} customers, ${LATENCY_MS} ms for each answer of Nexudus, ${rounds} starts for each form:`,
      ...lines,
      `${met ? 'PASS' : 'FAIL'} (each form and the customer within ${MOST_MS} ms)`,
    ].join('\n'),
  };
}
