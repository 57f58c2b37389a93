import { useEffect, useRef, useState } from 'preact/hooks';
import { textOf } from '../../slack/block-kit.ts';
import type { ControlProps } from './control.tsx';
import { Offers, useOffers } from './offers.tsx';
import { useSurface } from './surface-context.ts';

/** Every menu, single and multi: typing narrows it down. */
export function Picker({ field, labels }: ControlProps) {
  const { fields } = useSurface();
  const { element, chosen } = field;
  const multi = element.type.startsWith('multi_');
  const only = multi ? undefined : chosen[0];
  const full =
    multi && element.max_selected_items !== undefined && chosen.length >= element.max_selected_items;

  const input = useRef<HTMLInputElement>(null);
  const [query, setQuery] = useState<string>();
  const { open, show, close, found, loading, active, setActive } = useOffers(field, only?.value);
  const listId = `${labels.id ?? `${field.blockId}-${field.actionId}`}-offers`;
  const list = found?.offers ?? [];

  // Drawn under new ids, it is another input: the one before took the focus with it.
  useEffect(() => {
    if (element.focus_on_load) input.current?.focus();
  }, []);

  const start = () => {
    if (!open) show(query ?? '', 0);
  };
  const stop = () => {
    close();
    setQuery(undefined);
  };
  const choose = async (value: string) => {
    if (multi && chosen.some((each) => each.value === value)) await fields?.unpick(field, value);
    else if (!full) await fields?.pick(field, value);
    stop();
  };
  const remove = async (value: string) => {
    await (multi ? fields?.unpick(field, value) : fields?.clear(field));
    input.current?.focus();
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const { key } = event;
    if (key === 'ArrowDown' || key === 'ArrowUp') {
      if (!open) start();
      else if (list.length > 0)
        setActive((active + (key === 'ArrowDown' ? 1 : list.length - 1)) % list.length);
    } else if (key === 'Enter') {
      const offer = list[active];
      if (!open) start();
      else if (offer && !loading) void choose(offer.value);
    } else if (key === 'Escape' && open) {
      stop();
      event.stopPropagation();
    } else if (key === 'Backspace' && multi && !query && chosen.length > 0) {
      void remove(chosen.at(-1)?.value ?? '');
      return;
    } else return;
    event.preventDefault();
  };

  const placeholder = textOf(element.placeholder) || 'Choose an option';
  return (
    <div class="picker edge" data-open={open}>
      {multi &&
        chosen.map(({ text, value }) => (
          <span key={value} class="chip">
            {text}
            <button type="button" aria-label={`Remove ${text}`} onClick={() => void remove(value)}>
              ×
            </button>
          </span>
        ))}
      <input
        {...labels}
        ref={input}
        class="picker-input"
        role="combobox"
        aria-autocomplete="list"
        aria-expanded={open}
        aria-controls={open ? listId : undefined}
        aria-activedescendant={open && list[active] ? `${listId}-${active}` : undefined}
        autocomplete="off"
        placeholder={multi && chosen.length > 0 ? '' : only && query === undefined ? only.text : placeholder}
        value={query ?? only?.text ?? ''}
        onClick={start}
        onFocus={() => input.current?.select()}
        onBlur={stop}
        onInput={(event) => {
          setQuery(event.currentTarget.value);
          show(event.currentTarget.value);
        }}
        onKeyDown={onKeyDown}
      />
      {only && field.optional && (
        <button type="button" aria-label={`Clear ${field.label}`} onClick={() => void remove(only.value)}>
          ×
        </button>
      )}
      {open && (
        <Offers
          id={listId}
          label={field.label}
          multi={multi}
          found={found}
          loading={loading}
          full={full}
          active={active}
          chosen={chosen.map(({ value }) => value)}
          choose={(value) => void choose(value)}
        />
      )}
    </div>
  );
}
