import { useEffect, useRef } from 'preact/hooks';
import type { OffersState } from './use-offers.ts';

interface OffersProps extends Pick<OffersState, 'found' | 'loading' | 'active'> {
  id: string;
  label: string;
  multi: boolean;
  full: boolean;
  chosen: string[];
  choose(value: string): void;
}

function sentence({ found, loading, full }: OffersProps): string | undefined {
  if (loading) return 'Loading…';
  if (found?.failed) return 'The list could not be loaded.';
  if (found?.tooShort) return `Type at least ${found.tooShort} characters`;
  if (found?.offers.length === 0) return 'No results';
  return full ? 'No more can be chosen' : undefined;
}

/** The open list of a menu. */
export function Offers(props: OffersProps) {
  const { id, label, multi, found, loading, active, chosen, choose } = props;
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector('[data-active=true]')?.scrollIntoView({ block: 'nearest' });
  }, [active, found]);
  const said = sentence(props);
  const offers = loading ? [] : (found?.offers ?? []);
  return (
    <div class="popup column">
      <p role="status" class={said ? 'hint' : 'hidden'}>
        {said ?? `${offers.length} found`}
      </p>
      <div
        ref={list}
        id={id}
        role="listbox"
        class="scroll"
        aria-label={label}
        aria-multiselectable={multi}
        tabIndex={-1}
        // Pressing in the list must not take the focus from the input.
        onMouseDown={(event) => event.preventDefault()}
      >
        {offers.map((offer, n) => (
          <div key={offer.value} role="presentation">
            {offer.group !== undefined && offer.group !== offers[n - 1]?.group && (
              <div class="group hint strong" role="presentation">
                {offer.group}
              </div>
            )}
            <div
              id={`${id}-${n}`}
              role="option"
              tabIndex={-1}
              class="entry"
              data-active={n === active}
              aria-selected={chosen.includes(offer.value)}
              onClick={() => choose(offer.value)}
              onKeyDown={undefined}
            >
              {offer.text}
            </div>
          </div>
        ))}
      </div>
    </div>
  );
}
