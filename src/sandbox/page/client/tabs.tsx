import type { ComponentChildren } from 'preact';
import { useId, useRef } from 'preact/hooks';

interface TabsProps {
  label: string;
  names: readonly string[];
  chosen: string;
  choose(name: string): void;
  children: ComponentChildren;
}

export function Tabs({ label, names, chosen, choose, children }: TabsProps) {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    const at = names.indexOf(chosen);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1 + names.length, Home: 0, End: names.length - 1 }[
      event.key
    ];
    if (to === undefined) return;
    event.preventDefault();
    const index = to % names.length;
    choose(names[index] ?? chosen);
    list.current?.querySelectorAll<HTMLElement>('[role=tab]')[index]?.focus();
  };
  return (
    <>
      <div ref={list} class="tabs" role="tablist" aria-label={label} tabIndex={-1} onKeyDown={onKeyDown}>
        {names.map((name, n) => (
          <button
            key={name}
            type="button"
            role="tab"
            id={`${id}-${n}`}
            aria-selected={name === chosen}
            aria-controls={`${id}-panel`}
            tabIndex={name === chosen ? 0 : -1}
            onClick={() => choose(name)}
          >
            {name}
          </button>
        ))}
      </div>
      <div
        class="column fill"
        role="tabpanel"
        id={`${id}-panel`}
        aria-labelledby={`${id}-${names.indexOf(chosen)}`}
      >
        {children}
      </div>
    </>
  );
}
