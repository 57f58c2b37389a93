import { useState } from 'preact/hooks';
import { type BlockJson, type ElementJson, textOf } from '../../slack/block-kit.ts';
import { Control } from './control.tsx';
import { Menu } from './menu.tsx';
import { useSurface } from './surface-context.ts';
import { Words } from './text.tsx';
import { Unknown } from './unknown.tsx';

type ButtonJson = ElementJson & { accessibility_label?: string };

function Button({ block, element }: { block: BlockJson; element: ButtonJson }) {
  const { press } = useSurface();
  const [busy, setBusy] = useState(false);
  const text = textOf(element.text);
  const label = element.accessibility_label;
  const use = async () => {
    if (busy) return;
    if (element.url) window.open(element.url, '_blank', 'noopener');
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
  const { press, fields } = useSurface();
  switch (element.type) {
    case 'button':
      return <Button block={block} element={element} />;
    case 'image':
      return <img class="accessory" src={element.image_url} alt={element.alt_text ?? ''} />;
    case 'overflow':
      return (
        <Menu
          label="More actions"
          entries={(element.options ?? []).map(({ text, description }) => ({
            text: text.text,
            description: description?.text,
            choose: () => void press(block, element, text.text),
          }))}
        />
      );
  }
  const field = fields?.of(block.block_id ?? '', element.action_id ?? '');
  if (field)
    return (
      <div class="beside">
        <Control field={field} labels={{ 'aria-label': field.label || textOf(element.placeholder) }} />
      </div>
    );
  return <Unknown what={`the element “${element.type}”${fields ? '' : ' in a message'}`} />;
}
