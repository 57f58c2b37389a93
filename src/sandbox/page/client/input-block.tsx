import { type BlockJson, textOf } from '../../slack/block-kit.ts';
import { Control } from './control.tsx';
import { useSurface } from './surface-context.ts';
import { Text } from './text.tsx';
import { Unknown } from './unknown.tsx';

/** A label with its input, hint and error. */
export function InputBlock({ block }: { block: BlockJson }) {
  const surface = useSurface();
  const { element } = block;
  const field = surface.fields?.of(block.block_id ?? '', element?.action_id ?? '');
  if (!element || !field) return <Unknown what={`the input “${element?.type ?? ''}” here`} />;
  const id = `${surface.id}-${block.block_id}`;
  const described = [block.hint && `${id}-hint`, field.error && `${id}-error`].filter(Boolean).join(' ');
  const grouped = element.type === 'checkboxes' || element.type === 'radio_buttons';
  const label = (
    <>
      <Text text={block.label} />
      {block.optional && <span class="hint"> (optional)</span>}
    </>
  );
  const labels = {
    id,
    'aria-labelledby': `${id}-label`,
    'aria-describedby': described || undefined,
    'aria-invalid': field.error ? true : undefined,
    'aria-required': block.optional ? undefined : true,
  };
  return (
    <div class={`input-block ${field.error ? 'with-error' : ''}`} data-label={textOf(block.label)}>
      {grouped ? (
        <span class="label" id={`${id}-label`}>
          {label}
        </span>
      ) : (
        <label class="label" id={`${id}-label`} for={id}>
          {label}
        </label>
      )}
      <Control field={field} labels={labels} />
      {field.error && (
        <p class="error" id={`${id}-error`}>
          {field.error}
        </p>
      )}
      {block.hint && (
        <p class="hint" id={`${id}-hint`}>
          <Text text={block.hint} />
        </p>
      )}
    </div>
  );
}
