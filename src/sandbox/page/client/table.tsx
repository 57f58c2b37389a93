import type { BlockJson } from '../../slack/block-kit.ts';
import { RichText } from './rich-text.tsx';
import { Text } from './text.tsx';

function Cell({ cell }: { cell: BlockJson }) {
  return cell.type === 'rich_text' ? <RichText block={cell} /> : <Text text={cell.text} />;
}

/** The first row is the head, as Slack shows it. */
export function Table({ block }: { block: BlockJson }) {
  const [head = [], ...rows] = block.rows ?? [];
  return (
    <table class="table">
      {block.caption && <caption>{block.caption}</caption>}
      <thead>
        <tr>
          {head.map((cell, n) => (
            <th key={n} scope="col">
              <Cell cell={cell} />
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, r) => (
          <tr key={r}>
            {row.map((cell, n) => (
              <td key={n}>
                <Cell cell={cell} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
