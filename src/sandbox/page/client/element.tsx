import { useState } from 'preact/hooks';
import { type BlockJson, type ElementJson, textOf } from '../../slack/block-kit.ts';
import { Control } from './control.tsx';
import { useSurface } from './surface-context.ts';
import { Words } from './text.tsx';
import { Unknown } from './unknown.tsx';

function Button({ block, element }: { block: BlockJson; element: ElementJson }) {
  const { press } = useSurface();
  const [busy, setBusy] = useState(false);
  const text = textOf(element.text);
  const label = element.accessibility_label;
  const use = async () => {
    if (busy) return;
    setBusy(true);
    await press(block, element);
    setBusy(false);
  };
  return (
    <button
      type="button"
      class={`button ${String(element.style ?? '')}`}
      aria-label={label && (label.includes(text) ? label : `${text}: ${label}`)}
      aria-busy={busy}
      onClick={use}
    >
      <Words text={text} />
    </button>
  );
}

/** Something that can be used, outside of an input block. */
export function Element({ block, element }: { block: BlockJson; element: ElementJson }) {
  const { fields } = useSurface();
  if (element.type === 'button') return <Button block={block} element={element} />;
  const field = fields?.of(block.block_id ?? '', element.action_id ?? '');
  if (!field) return <Unknown what={`the element “${element.type}”${fields ? '' : ' in a message'}`} />;
  return (
    <div class="beside">
      <Control field={field} labels={{ 'aria-label': field.label }} />
    </div>
  );
}
