import { useEffect, useRef, useState } from 'preact/hooks';
import { type ElementJson, textOf } from '../../slack/block-kit.ts';
import type { ControlProps } from './control.tsx';
import { useSurface } from './surface-context.ts';

type State = Readonly<Record<string, unknown>>;

const wordsOf = (part: unknown): string => {
  const { text, elements = [] } = part as { text?: string; elements?: unknown[] };
  return `${text ?? ''}${elements.map(wordsOf).join('')}`;
};

const two = (n: number): string => String(n).padStart(2, '0');

/** Unix seconds as datetime-local has them, in the reader's time zone. */
const localTime = (seconds: number): string => {
  const date = new Date(seconds * 1000);
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}`;
};

const inputTypes: Readonly<Record<string, 'date' | 'time' | 'datetime-local'>> = {
  datepicker: 'date',
  timepicker: 'time',
  datetimepicker: 'datetime-local',
};

function textIn({ type }: ElementJson, state: State): string {
  if (type === 'rich_text_input') return state.rich_text_value ? wordsOf(state.rich_text_value) : '';
  if (type === 'datetimepicker')
    return typeof state.selected_date_time === 'number' ? localTime(state.selected_date_time) : '';
  return String(state.value ?? state.selected_date ?? state.selected_time ?? '');
}

/** Everything that is typed. What is typed stays here until the view has other ids, as in Slack. */
export function TextField({ field, labels }: ControlProps) {
  const { fields } = useSurface();
  const { element } = field;
  const held = textIn(element, field.state);
  const [text, setText] = useState(held);
  const input = useRef<HTMLInputElement & HTMLTextAreaElement>(null);
  // Somebody else may fill the field: the driver in a test, or the same person in another window.
  useEffect(() => {
    if (document.activeElement !== input.current) setText(held);
  }, [held]);

  const asSent = (given: string): string =>
    element.type === 'datetimepicker' && given ? String(Math.floor(new Date(given).getTime() / 1000)) : given;
  const change = (given: string) => {
    setText(given);
    fields?.typeSoon(field, asSent(given));
  };
  const lines = element.multiline === true || element.type === 'rich_text_input';
  const same = {
    ...labels,
    ref: input,
    class: 'text-field',
    value: text,
    placeholder: textOf(element.placeholder),
    autocomplete: 'off',
    onInput: (event: { currentTarget: { value: string } }) => change(event.currentTarget.value),
  };
  if (lines) return <textarea {...same} rows={4} />;
  const type = inputTypes[element.type];
  if (type) return <input {...same} type={type} />;
  return <input {...same} type="text" inputMode={element.type === 'number_input' ? 'decimal' : undefined} />;
}
