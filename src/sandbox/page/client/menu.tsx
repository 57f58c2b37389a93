import type { ComponentChild } from 'preact';
import { useId, useRef } from 'preact/hooks';

interface MenuProps {
  label: string;
  sign?: ComponentChild;
  entries: { text: string; description?: string; choose(): void }[];
}

/** A button that opens a list of things to do: a popover, which the browser places, closes and gives the focus back. */
export function Menu({ label, sign = '⋯', entries }: MenuProps) {
  const list = useRef<HTMLDivElement>(null);
  const id = useId();
  const items = () => [...(list.current?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])];
  const onKeyDown = (event: KeyboardEvent) => {
    const all = items();
    const at = all.indexOf(document.activeElement as HTMLElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1 + all.length, Home: 0, End: all.length - 1 }[event.key];
    if (event.key === 'Tab') list.current?.hidePopover();
    if (to === undefined) return;
    all[to % all.length]?.focus();
    event.preventDefault();
  };
  return (
    <>
      <button
        type="button"
        class="icon-button"
        aria-label={label}
        title={label}
        aria-haspopup="menu"
        popoverTarget={id}
      >
        {sign}
      </button>
      <div
        ref={list}
        id={id}
        popover="auto"
        role="menu"
        tabIndex={-1}
        aria-label={label}
        class="popup menu raised"
        onToggle={({ newState }) => newState === 'open' && items()[0]?.focus()}
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
              list.current?.hidePopover();
              entry.choose();
            }}
          >
            {entry.text}
            {entry.description && <span class="hint">{entry.description}</span>}
          </button>
        ))}
      </div>
    </>
  );
}
