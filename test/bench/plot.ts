import { COMMAND } from './command-rows.ts';
import { pickerAnswers } from './picker-row.ts';
import { openStage } from './stage.ts';

/** What something costs at a size. */
interface Point {
  at: number;
  cost: number;
}

interface Panel {
  title: string;
  /** What grows to the right, in powers of ten. */
  across: string;
  unit: string;
  points: readonly Point[];
}

const OPEN_FORMS = [700, 2000, 6000];
const CUSTOMERS = [1000, 10_000, 100_000];

/** CPU time of a command while so many forms are open. */
async function perOpenForms(): Promise<Point[]> {
  const stage = await openStage();
  const bot = await stage.startBot();
  const points: Point[] = [];
  let open = 0;
  const more = async (count: number): Promise<number> => {
    const before = bot.cpu();
    await stage.load.commands({ url: bot.url, text: COMMAND, connections: 16, count });
    open += count;
    return (bot.cpu() - before) / count;
  };
  for (const at of OPEN_FORMS) {
    await more(at - open - 500);
    points.push({ at, cost: await more(500) });
  }
  await bot.stop();
  await stage.close();
  return points;
}

async function perCustomers(): Promise<Point[]> {
  const points: Point[] = [];
  for (const at of CUSTOMERS) {
    const stage = await openStage(at);
    points.push({ at, cost: (await pickerAnswers(stage)).p99 });
    await stage.close();
  }
  return points;
}

const WIDTH = 380;
const HEIGHT = 240;
const EDGE = 48;

function panel({ title, across, unit, points }: Panel, left: number): string {
  const most = 1.2 * Math.max(...points.map(({ cost }) => cost));
  const [first, last] = [points.at(0)?.at ?? 1, points.at(-1)?.at ?? 10];
  const x = (at: number) =>
    left + EDGE + ((WIDTH - 2 * EDGE) * Math.log(at / first)) / Math.log(last / first);
  const y = (cost: number) => HEIGHT - EDGE - ((HEIGHT - 2 * EDGE) * cost) / most;
  const text = (at: [number, number], words: string, anchor = 'middle') =>
    `<text x="${at[0].toFixed(1)}" y="${at[1].toFixed(1)}" text-anchor="${anchor}">${words}</text>`;
  const line = points.map(({ at, cost }) => `${x(at).toFixed(1)},${y(cost).toFixed(1)}`).join(' ');
  return [
    text([left + WIDTH / 2, 20], title),
    `<path d="M${left + EDGE} ${EDGE}V${HEIGHT - EDGE}H${left + WIDTH - EDGE}" fill="none" stroke="#888"/>`,
    `<polyline points="${line}" fill="none" stroke="#2563eb" stroke-width="2"/>`,
    ...points.flatMap(({ at, cost }) => [
      `<circle cx="${x(at).toFixed(1)}" cy="${y(cost).toFixed(1)}" r="3" fill="#2563eb"/>`,
      text([x(at), y(cost) - 9], `${cost.toFixed(cost < 10 ? 2 : 0)} ${unit}`),
      text([x(at), HEIGHT - EDGE + 16], at.toLocaleString('en')),
    ]),
    text([left + WIDTH / 2, HEIGHT - 12], across),
  ].join('\n');
}

/** Measures what grows with what, and draws it. */
export async function plot(): Promise<string> {
  const panels: Panel[] = [
    {
      title: 'One command, CPU time',
      across: 'forms opened before it',
      unit: 'ms',
      points: await perOpenForms(),
    },
    { title: 'Picker answer, warm, p99', across: 'customers', unit: 'ms', points: await perCustomers() },
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH * panels.length}" height="${HEIGHT}" font-family="sans-serif" font-size="11" fill="#444">
<title>What a command costs over open forms, and a picker over customers</title>
<rect width="100%" height="100%" fill="#fff"/>
${panels.map((each, n) => panel(each, n * WIDTH)).join('\n')}
</svg>
`;
}
