import type { BlockJson, TextJson } from '../../slack/block-kit.ts';
import { Element } from './element.tsx';
import { InputBlock } from './input-block.tsx';
import { RichText } from './rich-text.tsx';
import { Text } from './text.tsx';
import { Unknown } from './unknown.tsx';

export function Blocks({ blocks }: { blocks: BlockJson[] }) {
  return blocks.map((block, n) => <Block key={`${block.block_id ?? n}`} block={block} />);
}

function Section({ block }: { block: BlockJson }) {
  return (
    <div class="section">
      <div class="section-text fill">
        {[block.text, ...(block.fields ?? [])].map(
          (text, n) =>
            text && (
              <p key={n}>
                <Text text={text} />
              </p>
            ),
        )}
      </div>
      {block.accessory && <Element block={block} element={block.accessory} />}
    </div>
  );
}

function Block({ block }: { block: BlockJson }) {
  const { elements = [] } = block;
  switch (block.type) {
    case 'section':
      return <Section block={block} />;
    case 'rich_text':
      return <RichText block={block} />;
    case 'context':
      return (
        <div class="context row hint">
          {elements.map((part, n) => (
            <span key={n}>
              <Text text={part as TextJson} />
            </span>
          ))}
        </div>
      );
    case 'actions':
      return (
        <div class="actions row">
          {elements.map((element) => (
            <Element key={element.action_id} block={block} element={element} />
          ))}
        </div>
      );
    case 'input':
      return <InputBlock block={block} />;
    case 'alert':
      return (
        <div class={`alert alert-${block.level ?? 'default'}`} role="alert">
          <Text text={block.text} />
        </div>
      );
    default:
      return <Unknown what={`the block “${block.type}”`} />;
  }
}
