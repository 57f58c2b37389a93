import { useEffect, useRef, useState } from 'preact/hooks';
import type { FieldOnScreen } from '../shown.ts';
import { type Found, useSurface } from './surface-context.ts';

// Slack asks after a short pause in typing.
const pauseMs = 200;
const usualMinimum = 3;

interface OffersState {
  open: boolean;
  found?: Found & { tooShort?: number };
  loading: boolean;
  active: number;
  setActive(index: number): void;
  show(query: string, waitMs?: number): void;
  close(): void;
}

/** The list under a menu: what the driver offers for the query, the newest answer only. */
export function useOffers(field: FieldOnScreen, chosen: string | undefined): OffersState {
  const { fields } = useSurface();
  const [open, setOpen] = useState(false);
  const [found, setFound] = useState<OffersState['found']>();
  const [loading, setLoading] = useState(false);
  const [active, setActive] = useState(0);
  const turn = useRef(0);
  const external = field.element.type.endsWith('external_select');
  const minimum = external ? (field.element.min_query_length ?? usualMinimum) : 0;

  const show = (query: string, waitMs = external ? pauseMs : 0) => {
    const mine = ++turn.current;
    setOpen(true);
    setActive(0);
    if (query.length < minimum) {
      setLoading(false);
      setFound({ offers: [], failed: false, tooShort: minimum });
      return;
    }
    setLoading(true);
    setTimeout(async () => {
      if (mine !== turn.current) return;
      const given = await fields?.search(field, query);
      if (mine !== turn.current) return;
      setFound(given);
      setLoading(false);
      const there = given?.offers.findIndex(({ value }) => value === chosen) ?? -1;
      if (!query && there > 0) setActive(there);
    }, waitMs);
  };
  const close = () => {
    turn.current += 1;
    setOpen(false);
    setFound(undefined);
    setLoading(false);
  };
  return { open, found, loading, active, setActive, show, close };
}

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
    <div class="popup column raised">
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
