import { useCallback, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { type ConfirmJson, textOf } from '../../slack/block-kit.ts';
import { keepFocus } from './keep-focus.ts';
import { Text } from './text.tsx';

interface Asked {
  dialog: ConfirmJson;
  answer(yes: boolean): void;
}

/** Asks before something is done: what to show, and how to ask. */
export function useConfirm() {
  const [asked, setAsked] = useState<Asked>();
  const confirms = useCallback(
    (dialog: ConfirmJson | undefined): Promise<boolean> =>
      dialog ? new Promise((answer) => setAsked({ dialog, answer })) : Promise.resolve(true),
    [],
  );
  const answer = (yes: boolean) => {
    setAsked(undefined);
    asked?.answer(yes);
  };
  return { confirms, asked: asked?.dialog, answer };
}

interface ConfirmDialogProps {
  asked: ConfirmJson | undefined;
  answer(yes: boolean): void;
}

export function ConfirmDialog({ asked, answer }: ConfirmDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    if (asked) dialog.current?.showModal();
    else dialog.current?.close();
  }, [asked]);
  return (
    <dialog
      ref={dialog}
      class="modal confirm"
      role="alertdialog"
      aria-labelledby="confirm-title"
      aria-describedby="confirm-text"
      onKeyDown={keepFocus}
      onCancel={(event) => {
        event.preventDefault();
        answer(false);
      }}
    >
      {asked && (
        <>
          <header class="modal-head">
            <h2 id="confirm-title">{textOf(asked.title) || 'Are you sure?'}</h2>
          </header>
          <p class="modal-body" id="confirm-text">
            <Text text={asked.text} />
          </p>
          <footer class="modal-foot">
            <button type="button" class="button" onClick={() => answer(false)}>
              {textOf(asked.deny) || 'Cancel'}
            </button>
            <button
              type="button"
              class={`button ${asked.style === 'danger' ? 'danger' : 'primary'}`}
              onClick={() => answer(true)}
            >
              {textOf(asked.confirm) || 'Yes'}
            </button>
          </footer>
        </>
      )}
    </dialog>
  );
}
