import { COMPLETE_COMMAND } from './command-rows.ts';
import { median, type Row } from './figures.ts';
import { CUSTOMERS_IN, pickerOf, WORDS } from './picker-row.ts';
import type { Program } from './programs.ts';
import type { Stage } from './stage.ts';

const CONNECTIONS = 4;

export interface CpuOptions {
  rounds: number;
  seconds: number;
  flags?: string[];
  /** The program of another version of the bot, which takes turns with this one. */
  against?: string;
}

/**
 * CPU time of a word typed into a picker of 1,900 customers, and of a form with its submission. Nothing is written, so that
 * Nexudus's limits hold nothing up.
 */
export async function cpuRows({ load, startBot }: Stage, how: CpuOptions): Promise<Row[]> {
  const settings = { WRITES: 'off' };
  const bot = await startBot({ settings, flags: how.flags });
  const other = how.against ? await startBot({ settings, program: how.against }) : undefined;
  const programs = other ? [bot, other] : [bot];
  const typing = new Map(
    await Promise.all(
      programs.map(
        async (program) =>
          [
            program,
            pickerOf(await load.draw({ url: program.url, text: CUSTOMERS_IN.text }), CUSTOMERS_IN.picker),
          ] as const,
      ),
    ),
  );
  const load4 = (program: Program) => ({
    ...{ url: program.url, connections: CONNECTIONS, seconds: how.seconds },
  });
  const acts = {
    'suggestion, CPU time of one': (program: Program) => {
      const picker = typing.get(program);
      if (!picker) throw new Error('no form was drawn');
      return load.suggestions({ ...load4(program), typing: picker, words: WORDS });
    },
    'form and submission, CPU time of one': (program: Program) =>
      load.submissions({ ...load4(program), text: COMPLETE_COMMAND }),
  };
  const rows: Row[] = [];
  for (const [what, act] of Object.entries(acts)) {
    const round = async (program: Program) => {
      const before = program.cpu();
      const { count } = await act(program);
      return (program.cpu() - before) / count;
    };
    for (const program of programs) await round(program);
    const costs = new Map(programs.map((program) => [program, [] as number[]]));
    for (let n = 0; n < how.rounds; n++)
      for (const program of n % 2 ? [...programs].reverse() : programs)
        costs.get(program)?.push(await round(program));
    const [mine = [], others] = programs.map((program) => costs.get(program) ?? []);
    const ratio = others && median(mine.map((each, n) => each / (others[n] ?? Number.NaN)));
    rows.push({
      what,
      bare: others && median(others),
      bot: median(mine),
      unit: 'ms',
      ratio,
      target: '',
      met: true,
    });
  }
  for (const program of programs) await program.stop();
  return rows;
}
