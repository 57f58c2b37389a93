import type { RefObject } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';

export type Placement = Record<'left' | 'top' | 'width' | 'maxHeight' | 'bottom', string | undefined>;

const highest = 300;
const gap = 4;

/** Where a list opens beside its button or input: below, or above where there is more room. */
export function usePlacement(
  anchor: RefObject<HTMLElement | null>,
  open: boolean,
  { width, alignRight = false }: { width?: number; alignRight?: boolean } = {},
): Placement | undefined {
  const [placement, setPlacement] = useState<Placement>();
  useLayoutEffect(() => {
    if (!open) return;
    const place = () => {
      const box = anchor.current?.getBoundingClientRect();
      if (!box) return;
      const below = window.innerHeight - box.bottom - gap * 2;
      const above = box.top - gap * 2;
      const up = below < 200 && above > below;
      const wide = width ?? box.width;
      const left = alignRight ? box.right - wide : box.left;
      setPlacement({
        left: `${Math.max(gap, Math.min(left, window.innerWidth - wide - gap))}px`,
        width: `${wide}px`,
        top: up ? undefined : `${box.bottom + gap}px`,
        bottom: up ? `${window.innerHeight - box.top + gap}px` : undefined,
        maxHeight: `${Math.min(highest, up ? above : below)}px`,
      });
    };
    place();
    window.addEventListener('resize', place);
    window.addEventListener('scroll', place, true);
    return () => {
      window.removeEventListener('resize', place);
      window.removeEventListener('scroll', place, true);
    };
  }, [open, width, alignRight]);
  return open ? placement : undefined;
}
