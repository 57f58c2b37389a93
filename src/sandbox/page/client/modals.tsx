import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { ViewShown } from '../shown.ts';
import { Blocks } from './blocks.tsx';
import { keepFocus } from './keep-focus.ts';
import { usePage } from './page-context.ts';
import { Words } from './text.tsx';
import { useViewFields } from './use-view-fields.ts';
import { ViewSurface } from './view-surface.tsx';

const focusable = 'input, textarea, select, button, a[href]';

/** What is in use beside a modal. */
const beside = '.panel, .top-bar';

/** The modal on top of the stack, in a dialog that keeps the focus, if there is nothing beside it, and gives it back. */
export function Modals({ notice, keepsFocus }: { notice: string | null; keepsFocus: boolean }) {
  const { shown } = usePage();
  const view = shown.modals.at(-1);
  const dialog = useRef<HTMLDialogElement>(null);
  const opener = useRef<HTMLElement | null>(null);

  useLayoutEffect(() => {
    const element = dialog.current;
    if (!element) return;
    if (view && !element.open) {
      opener.current = document.activeElement as HTMLElement | null;
      element.show();
    }
    if (!view && element.open) {
      element.close();
      if (document.activeElement?.closest(beside)) return;
      const back = opener.current?.isConnected ? opener.current : undefined;
      (back && back !== document.body
        ? back
        : document.querySelector<HTMLElement>('.composer textarea')
      )?.focus();
    }
  }, [view !== undefined]);

  return (
    <div class="modal-place" hidden={!view}>
      <dialog
        ref={dialog}
        class="modal"
        aria-labelledby="modal-title"
        aria-modal={keepsFocus}
        onKeyDown={(event) => {
          if (keepsFocus) keepFocus(event);
          // What Escape does is up to the view; the dialog itself closes when the stack is empty.
          if (event.key === 'Escape')
            dialog.current?.querySelector<HTMLButtonElement>('[data-escape]')?.click();
        }}
      >
        {view && <ModalView key={view.id} view={view} below={shown.modals.at(-2)} notice={notice} />}
      </dialog>
    </div>
  );
}

interface ModalViewProps {
  view: ViewShown;
  below?: ViewShown;
  notice: string | null;
}

function ModalView({ view, below, notice }: ModalViewProps) {
  const { act } = usePage();
  const fields = useViewFields(view);
  const form = useRef<HTMLFormElement>(null);
  const wrong = view.fields.filter(({ error }) => error).map(({ blockId, error }) => `${blockId} ${error}`);

  // The first input has the focus: when the modal opens, when inputs appear before the person has moved on, and when
  // what had the focus is gone after an update.
  const moved = useRef(false);
  useEffect(() => {
    const { activeElement } = document;
    const inside = form.current?.contains(activeElement);
    if (activeElement?.closest(beside)) return;
    if (inside && (moved.current || activeElement?.matches('input, textarea'))) return;
    const first = form.current?.querySelector<HTMLElement>(
      '.modal-body :is(input, textarea), .modal-body button, .modal-foot button',
    );
    (first ?? form.current?.querySelector<HTMLElement>(focusable))?.focus();
  });
  useEffect(() => {
    if (wrong.length > 0) form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
  }, [wrong.join('\n')]);

  const close = async () => {
    await fields.flush();
    await act({ do: 'close', view: view.id });
  };
  const submit = async () => {
    if (view.submitting || !view.submit) return;
    await fields.flush();
    await act({ do: 'submit', view: view.id });
  };
  return (
    <form
      ref={form}
      class="modal-view column"
      noValidate
      aria-busy={view.submitting}
      onKeyDown={() => {
        moved.current = true;
      }}
      onPointerDown={() => {
        moved.current = true;
      }}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <header class="modal-head row">
        {below && (
          <button type="button" class="icon-button" aria-label={`Back to ${below.title}`} onClick={close}>
            ←
          </button>
        )}
        <h2 id="modal-title">
          <Words text={view.title} />
        </h2>
        <button
          type="button"
          class="icon-button"
          aria-label="Close"
          data-escape={below ? undefined : true}
          onClick={() => void (below ? act({ do: 'close-all' }) : close())}
        >
          ×
        </button>
      </header>
      <div class="modal-body scroll">
        <ViewSurface view={view} fields={fields}>
          <Blocks blocks={view.blocks} />
        </ViewSurface>
      </div>
      {notice && (
        <p class="notice" role="alert">
          {notice}
        </p>
      )}
      <footer class="modal-foot row">
        <span role="status" class="hidden">
          {view.submitting ? 'Submitting…' : ''}
        </span>
        <button
          type="button"
          class="button"
          data-escape={below ? true : undefined}
          onClick={() => void close()}
        >
          {view.close ?? 'Cancel'}
        </button>
        {view.submit && (
          <button type="submit" class="button primary" aria-disabled={view.submitting}>
            {view.submit}
          </button>
        )}
      </footer>
    </form>
  );
}
