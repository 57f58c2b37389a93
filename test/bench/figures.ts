/** The value under which this part of all values lies. */
export const quantile = (values: readonly number[], q: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * q))] ?? Number.NaN;

export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** One line of the table. */
export interface Row {
  what: string;
  bare?: number;
  bot: number;
  unit: string;
  ratio?: number;
  target: string;
  met: boolean;
}

const shown = (value: number | undefined, unit = ''): string =>
  value === undefined ? '' : `${value >= 100 ? value.toFixed(0) : value.toFixed(2)}${unit && ` ${unit}`}`;

/** The rows as a table of Markdown. */
export function tableOf(rows: readonly Row[]): string {
  const lines = rows.map(({ what, bare, bot, unit, ratio, target, met }) =>
    [what, shown(bare, unit), shown(bot, unit), shown(ratio), target, met ? 'yes' : '**no**'].join(' | '),
  );
  return ['what | compared with | bot | ratio | target | met', '|---|---|---|---|---|---|', ...lines]
    .map((line) => (line.startsWith('|') ? line : `| ${line} |`))
    .join('\n');
}
