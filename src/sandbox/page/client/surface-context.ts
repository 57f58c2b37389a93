import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { BlockJson, ElementJson } from '../../slack/block-kit.ts';
import type { FieldShown } from '../shown.ts';

/** What holds the blocks: a message, a modal or App Home. */
export interface Surface {
  /** Stands in ids of the page. */
  id: string;
  press(block: BlockJson, element: ElementJson): Promise<void>;
  /** Undefined in messages, whose menus nobody can use here. */
  fields?: Fields;
}

export interface Fields {
  of(blockId: string, actionId: string): FieldShown | undefined;
  /** Sent after a moment without typing, or with the next act in this view. */
  typeSoon(field: FieldShown, text: string): void;
  search(field: FieldShown, query: string): Promise<Found>;
  pick(field: FieldShown, value: string): Promise<unknown>;
  unpick(field: FieldShown, value: string): Promise<unknown>;
  clear(field: FieldShown): Promise<unknown>;
  tick(field: FieldShown, value: string, on: boolean): Promise<unknown>;
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
