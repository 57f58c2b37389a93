import { median, type Row } from './figures.ts';
import type { CommandFigures } from './load.ts';
import type { Program } from './programs.ts';
import type { Stage } from './stage.ts';

export const COMMAND = 'video-room create name="Blue room" participants=8';
/** The same with all that it takes to be submitted. */
export const COMPLETE_COMMAND = `${COMMAND} location=Soho`;
const CONNECTIONS = 16;

interface Round extends CommandFigures {
  /** CPU time of the program for one form. */
  cpuMs: number;
}

/** From the command to the filled form, both in turn: rounds of some seconds, each first every other time. */
export async function commandRows(
  { load, startBot, startBare }: Stage,
  { rounds, seconds, flags }: { rounds: number; seconds: number; flags?: string[] },
): Promise<{ rows: Row[]; notes: string[] }> {
  const bot = await startBot({ flags });
  const views = await load.draw({ url: bot.url, text: COMMAND });
  const bare = await startBare(views);
  const round = async (program: Program, howLong = seconds): Promise<Round> => {
    const before = program.cpu();
    const figures = await load.commands({
      ...{ url: program.url, text: COMMAND },
      ...{ connections: CONNECTIONS, seconds: howLong },
    });
    return { ...figures, cpuMs: (program.cpu() - before) / figures.count };
  };
  for (const program of [bot, bare]) await round(program, 3);
  const measured: { bot: Round[]; bare: Round[] } = { bot: [], bare: [] };
  for (let n = 0; n < rounds; n++) {
    const turns = [
      async () => measured.bot.push(await round(bot)),
      async () => measured.bare.push(await round(bare)),
    ];
    for (const turn of n % 2 ? turns.reverse() : turns) await turn();
  }
  await Promise.all([bot.stop(), bare.stop()]);

  const of = (name: 'bot' | 'bare', figure: keyof Round) =>
    median(measured[name].map((each) => each[figure]));
  const ratioOf = (figure: keyof Round) =>
    median(measured.bot.map((each, n) => each[figure] / (measured.bare[n]?.[figure] ?? Number.NaN)));
  const row = (
    what: string,
    figure: keyof Round,
    unit: string,
    target: string,
    fits: (ratio: number) => boolean,
  ) => {
    const ratio = ratioOf(figure);
    return { what, bare: of('bare', figure), bot: of('bot', figure), unit, ratio, target, met: fits(ratio) };
  };
  const cores = (name: 'bot' | 'bare') => (of(name, 'cpuMs') * of(name, 'perSecond')) / 1000;
  const shown = (value: number) => value.toFixed(2);
  return {
    rows: [
      row('command → form filled, forms a second', 'perSecond', '/s', '≥ 0.9 ×', (ratio) => ratio >= 0.9),
      row('command → form filled, CPU time of one', 'cpuMs', 'ms', '≤ 1.11 ×', (ratio) => ratio <= 1.11),
      row('p99 of the command’s ack', 'ackP99', 'ms', '≤ 1.2 ×', (ratio) => ratio <= 1.2),
    ],
    notes: [
      `Command: ${CONNECTIONS} connections, ${rounds} rounds of ${seconds} s each, ${JSON.stringify(views.filled).length} bytes of view.`,
      `Cores used: bot ${shown(cores('bot'))} beside a load and Slack of ${shown(of('bot', 'loadCpu'))}; bare Bolt ${shown(cores('bare'))} beside ${shown(of('bare', 'loadCpu'))}.`,
    ],
  };
}
