import type { BlockJson, ElementJson, TextJson } from '../../slack/block-kit.ts';
import { Element } from './element.tsx';
import { InputBlock } from './input-block.tsx';
import { RichText } from './rich-text.tsx';
import { Table } from './table.tsx';
import { Text } from './text.tsx';
import { Unknown } from './unknown.tsx';

export function Blocks({ blocks }: { blocks: BlockJson[] }) {
  return blocks.map((block, n) => <Block key={`${block.block_id ?? n}`} block={block} />);
}

function Elements({ block, elements }: { block: BlockJson; elements: ElementJson[] }) {
  return elements.map((element, n) => (
    <Element key={element.action_id ?? n} block={block} element={element} />
  ));
}

function Picture({ block }: { block: BlockJson }) {
  const { image_url } = block as ElementJson;
  return (
    <figure class="picture">
      {block.title && (
        <figcaption>
          <Text text={block.title} />
        </figcaption>
      )}
      {image_url ? <img src={image_url} alt={block.alt_text ?? ''} /> : <Unknown what="a file of Slack’s" />}
    </figure>
  );
}

function Section({ block }: { block: BlockJson }) {
  return (
    <div class="section">
      <div class="section-text">
        {block.text && (
          <p>
            <Text text={block.text} />
          </p>
        )}
        {block.fields && (
          <div class="section-fields">
            {block.fields.map((field, n) => (
              <p key={n}>
                <Text text={field} />
              </p>
            ))}
          </div>
        )}
      </div>
      {block.accessory && <Element block={block} element={block.accessory} />}
    </div>
  );
}

function Context({ block }: { block: BlockJson }) {
  return (
    <div class="context">
      {(block.elements ?? []).map((part, n) =>
        part.type === 'image' ? (
          <img key={n} src={part.image_url} alt={part.alt_text ?? ''} />
        ) : (
          <span key={n}>
            <Text text={part as unknown as TextJson} />
          </span>
        ),
      )}
    </div>
  );
}

function Container({
  block,
}: {
  block: BlockJson & { is_collapsible?: boolean; default_collapsed?: boolean };
}) {
  const title = block.rich_text_title ? (
    <RichText block={block.rich_text_title} />
  ) : (
    <Text text={block.title} />
  );
  const inner = (
    <>
      {block.subtitle && (
        <p class="aside">
          <Text text={block.subtitle} />
        </p>
      )}
      <Blocks blocks={block.child_blocks ?? []} />
    </>
  );
  if (!block.is_collapsible)
    return (
      <div class="container">
        <strong>{title}</strong>
        {inner}
      </div>
    );
  return (
    <details class="container" open={!block.default_collapsed}>
      <summary>{title}</summary>
      {inner}
    </details>
  );
}

function Card({ block }: { block: BlockJson }) {
  return (
    <div class="container">
      {block.title && (
        <p>
          <strong>
            <Text text={block.title} />
          </strong>
        </p>
      )}
      {[block.subtitle, block.body].map(
        (text, n) =>
          text && (
            <p key={n}>
              <Text text={text} />
            </p>
          ),
      )}
      <div class="actions">
        <Elements block={block} elements={block.actions ?? []} />
      </div>
    </div>
  );
}

function Task({ block }: { block: BlockJson }) {
  return (
    <div class="container">
      <p>
        <strong>
          <Text text={block.title} />
        </strong>
        {block.status && ` (${block.status})`}
      </p>
      {[block.details, block.output].map((part, n) => part && <RichText key={n} block={part} />)}
      {(block.tasks ?? []).map((task, n) => (
        <Task key={n} block={task} />
      ))}
    </div>
  );
}

function Block({ block }: { block: BlockJson }) {
  switch (block.type) {
    case 'section':
      return <Section block={block} />;
    case 'rich_text':
      return <RichText block={block} />;
    case 'context':
      return <Context block={block} />;
    case 'actions':
      return (
        <div class="actions">
          <Elements block={block} elements={block.elements ?? []} />
        </div>
      );
    case 'input':
      return <InputBlock block={block} />;
    case 'divider':
      return <hr />;
    case 'header':
      return (
        <h3 class="header">
          <Text text={block.text} />
        </h3>
      );
    case 'alert':
      return (
        <div class={`alert alert-${block.level ?? 'default'}`} role="alert">
          <Text text={block.text} />
        </div>
      );
    case 'image':
      return <Picture block={block} />;
    case 'markdown':
      return <pre class="markdown">{String(block.text ?? '')}</pre>;
    case 'container':
      return <Container block={block} />;
    case 'table':
    case 'data_table':
      return <Table block={block} />;
    case 'card':
      return <Card block={block} />;
    case 'carousel':
      return <Blocks blocks={block.elements ?? []} />;
    case 'task_card':
    case 'plan':
      return <Task block={block} />;
    default:
      return <Unknown what={`the block “${block.type}”`} />;
  }
}
