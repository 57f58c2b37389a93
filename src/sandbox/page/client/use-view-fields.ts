import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { FieldOnScreen, ViewShown } from '../shown.ts';
import type { Act } from './connection.ts';
import { usePage } from './page-context.ts';
import type { Fields, Found } from './surface-context.ts';

const typingPauseMs = 150;

interface Draft {
  timer: number;
  send(): void;
}

export interface ViewFields extends Fields {
  /** Sends what was typed, and waits until all that was put into the view is there: before it is sent or left. */
  flush(): Promise<void>;
}

/** The way from the inputs of a view to the driver. */
export function useViewFields(view: ViewShown): ViewFields {
  const page = usePage();
  const latest = useRef({ page, view });
  latest.current = { page, view };
  const drafts = useRef(new Map<string, Draft>());
  // Two requests of a browser may arrive in any order, so one waits for the other.
  const last = useRef<Promise<unknown>>(Promise.resolve());

  // A view that is gone takes nothing any more.
  useEffect(() => {
    const held = drafts.current;
    return () => {
      for (const { timer } of held.values()) clearTimeout(timer);
      held.clear();
    };
  }, [view.id]);

  return useMemo(() => {
    const inField = ({ blockId, actionId }: FieldOnScreen) => ({
      view: latest.current.view.id,
      block: blockId,
      action: actionId,
    });
    const plainAct = (act: Act) => latest.current.page.act(act);
    const inTurn = (act: Act): Promise<unknown> => {
      last.current = last.current.then(() => plainAct(act));
      return last.current;
    };
    const flush = async (): Promise<void> => {
      const waiting = [...drafts.current.values()];
      drafts.current.clear();
      for (const { timer, send } of waiting) {
        clearTimeout(timer);
        send();
      }
      await last.current;
    };
    const act = async (given: Act): Promise<unknown> => {
      void flush();
      return inTurn(given);
    };
    return {
      flush,
      of: (blockId, actionId) =>
        latest.current.view.fields.find((each) => each.blockId === blockId && each.actionId === actionId),
      typeSoon(field, text) {
        const key = `${field.blockId}\n${field.actionId}`;
        clearTimeout(drafts.current.get(key)?.timer);
        const send = () => void inTurn({ do: 'type', ...inField(field), text });
        const timer = setTimeout(() => {
          drafts.current.delete(key);
          send();
        }, typingPauseMs) as unknown as number;
        drafts.current.set(key, { timer, send });
      },
      async search(field, text) {
        await flush();
        // The form may be sent while a search is still under way.
        const found = await plainAct({ do: 'search', ...inField(field), text });
        return (found ?? { offers: [], failed: true }) as Found;
      },
      pick: (field, value) => act({ do: 'pick', ...inField(field), value }),
      unpick: (field, value) => act({ do: 'unpick', ...inField(field), value }),
      clear: (field) => act({ do: 'clear', ...inField(field) }),
      tick: (field, value, on) => act({ do: 'tick', ...inField(field), value, on }),
    };
  }, []);
}
