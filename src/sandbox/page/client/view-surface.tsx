import type { ComponentChildren } from 'preact';
import type { ViewShown } from '../shown.ts';
import { usePage } from './page-context.ts';
import { type Surface, SurfaceContext } from './surface-context.ts';
import type { ViewFields } from './use-view-fields.ts';

interface ViewSurfaceProps {
  view: ViewShown;
  fields: ViewFields;
  children: ComponentChildren;
}

/** Lets the blocks of a modal or of App Home act in that view. */
export function ViewSurface({ view, fields, children }: ViewSurfaceProps) {
  const { act } = usePage();
  const surface: Surface = {
    id: view.id,
    fields,
    async press({ block_id = '' }, { action_id = '' }) {
      await fields.flush();
      await act({ do: 'press', view: view.id, block: block_id, action: action_id });
    },
  };
  return <SurfaceContext.Provider value={surface}>{children}</SurfaceContext.Provider>;
}
