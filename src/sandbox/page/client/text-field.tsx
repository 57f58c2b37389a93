import { useEffect, useRef, useState } from 'preact/hooks';
import { textOf } from '../../slack/block-kit.ts';
import type { ControlProps } from './control.tsx';
import { useSurface } from './surface-context.ts';

/** Everything that is typed. What is typed stays here until the view has other ids, as in Slack. */
export function TextField({ field, labels }: ControlProps) {
  const { fields } = useSurface();
  const { element } = field;
  const held = String(field.state.value ?? '');
  const [text, setText] = useState(held);
  const input = useRef<HTMLInputElement & HTMLTextAreaElement>(null);
  // Someone else may fill the field: the driver in a test, or the same person in another window.
  useEffect(() => {
    if (document.activeElement !== input.current) setText(held);
  }, [held]);

  const same = {
    ...labels,
    ref: input,
    class: 'text-field edge',
    value: text,
    placeholder: textOf(element.placeholder),
    autocomplete: 'off',
    onInput: ({ currentTarget: { value } }: { currentTarget: { value: string } }) => {
      setText(value);
      fields?.typeSoon(field, value);
    },
  };
  if (element.multiline) return <textarea {...same} rows={4} />;
  return <input {...same} type="text" inputMode={element.type === 'number_input' ? 'decimal' : undefined} />;
}
