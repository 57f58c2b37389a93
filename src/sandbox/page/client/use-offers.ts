import { useRef, useState } from 'preact/hooks';
import type { FieldOnScreen } from '../shown.ts';
import { type Found, useSurface } from './surface-context.ts';

// Slack asks after a short pause in typing.
const pauseMs = 200;
const usualMinimum = 3;

export interface OffersState {
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
