import type { ComponentChild } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { usePlacement } from './use-placement.ts';

export interface MenuEntry {
  text: string;
  description?: string;
  choose(): void;
}

interface MenuProps {
  label: string;
  sign?: ComponentChild;
  entries: MenuEntry[];
  width?: number;
}

/** A button that opens a list of things to do. */
export function Menu({ label, sign = '⋯', entries, width = 300 }: MenuProps) {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const placement = usePlacement(button, open, { width, alignRight: true });
  const id = useId();
  const items = () => [...(list.current?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])];

  useEffect(() => {
    if (open) items()[0]?.focus();
  }, [open, placement !== undefined]);
  useEffect(() => {
    if (!open) return;
    const elsewhere = ({ target }: Event) => {
      const inside = [button, list].some((each) => each.current?.contains(target as Node));
      if (!inside) setOpen(false);
    };
    document.addEventListener('pointerdown', elsewhere);
    return () => document.removeEventListener('pointerdown', elsewhere);
  }, [open]);

  const close = () => {
    setOpen(false);
    button.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const all = items();
    const at = all.indexOf(document.activeElement as HTMLElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1 + all.length, Home: 0, End: all.length - 1 }[event.key];
    if (to !== undefined) all[to % all.length]?.focus();
    else if (event.key === 'Escape') close();
    else if (event.key === 'Tab') setOpen(false);
    else return;
    if (event.key !== 'Tab') event.preventDefault();
    event.stopPropagation();
  };
  return (
    <>
      <button
        ref={button}
        type="button"
        class="icon-button"
        aria-label={label}
        title={label}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => setOpen(!open)}
      >
        {sign}
      </button>
      {open && placement && (
        <div
          ref={list}
          id={id}
          role="menu"
          tabIndex={-1}
          aria-label={label}
          class="popup"
          style={placement}
          onKeyDown={onKeyDown}
        >
          {entries.map((entry) => (
            <button
              key={entry.text}
              type="button"
              role="menuitem"
              class="entry"
              tabIndex={-1}
              onClick={() => {
                close();
                entry.choose();
              }}
            >
              {entry.text}
              {entry.description && <span class="hint">{entry.description}</span>}
            </button>
          ))}
        </div>
      )}
    </>
  );
}
