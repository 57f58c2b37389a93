import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { BlockJson, ElementJson } from '../../slack/block-kit.ts';
import type { FieldOnScreen } from '../shown.ts';

/** What holds the blocks: a message, a modal or App Home. */
export interface Surface {
  /** Stands in ids of the page. */
  id: string;
  press(block: BlockJson, element: ElementJson): Promise<void>;
  /** Undefined in messages, whose menus no one can use here. */
  fields?: Fields;
}

export interface Fields {
  of(blockId: string, actionId: string): FieldOnScreen | undefined;
  /** Sent after a moment without typing, or with the next act in this view. */
  typeSoon(field: FieldOnScreen, text: string): void;
  search(field: FieldOnScreen, query: string): Promise<Found>;
  pick(field: FieldOnScreen, value: string): Promise<unknown>;
  unpick(field: FieldOnScreen, value: string): Promise<unknown>;
  clear(field: FieldOnScreen): Promise<unknown>;
  tick(field: FieldOnScreen, value: string, on: boolean): Promise<unknown>;
}

export interface Found {
  offers: { text: string; value: string; group?: string }[];
  failed: boolean;
}

export const SurfaceContext = createContext<Surface | undefined>(undefined);

export function useSurface(): Surface {
  const surface = useContext(SurfaceContext);
  if (!surface) throw new Error('outside of a surface');
  return surface;
}
