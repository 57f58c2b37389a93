import { useId, useRef, useState } from 'preact/hooks';
import { CommandList } from './command-list.tsx';
import { completions, type SlashCommand } from './completions.ts';

interface ComposerProps {
  label: string;
  /** Answers with what is wrong; then the text stays. */
  send(text: string): Promise<string | undefined>;
  commands?: SlashCommand[];
}

/** Where messages and commands are typed. Enter sends, Shift+Enter makes a new line. */
export function Composer({ label, send, commands = [] }: ComposerProps) {
  const [text, setText] = useState('');
  const [wrong, setWrong] = useState<string>();
  const [folded, setFolded] = useState(false);
  const [active, setActive] = useState<number>();
  const input = useRef<HTMLTextAreaElement>(null);
  const id = useId();
  const { list, hint } = completions(text, commands);
  const open = !folded && list.length > 0;
  // While the command itself is typed the first one stands ready; afterwards Enter sends what is typed.
  const ready = active ?? (open && !/\s/.test(text) && list[0]?.text.trim() !== text ? 0 : undefined);

  const write = (given: string) => {
    setText(given);
    setWrong(undefined);
    setFolded(false);
    setActive(undefined);
  };
  const choose = (given: string) => {
    write(given);
    input.current?.focus();
  };
  const submit = async () => {
    const given = text.trim();
    if (!given) return;
    write('');
    const problem = await send(given);
    if (!problem) return;
    setText(given);
    setWrong(problem);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const { key } = event;
    const offer = open && ready !== undefined ? list[ready] : undefined;
    if (open && (key === 'ArrowDown' || key === 'ArrowUp')) {
      const step = key === 'ArrowDown' ? 1 : list.length - 1;
      setActive(ready === undefined ? (step === 1 ? 0 : step) : (ready + step) % list.length);
    } else if (open && key === 'Escape') setFolded(true);
    else if (open && key === 'Tab' && !event.shiftKey) choose((offer ?? list[0])?.text ?? text);
    else if (key === 'Enter' && !event.shiftKey) {
      if (offer) choose(offer.text);
      else void submit();
    } else return;
    event.preventDefault();
  };
  return (
    <div class="composer">
      {open && <CommandList id={`${id}-list`} list={list} active={ready} choose={choose} />}
      {hint && (
        <p class="usage-hint hint" id={`${id}-hint`}>
          <span>{hint}</span>
        </p>
      )}
      {wrong && (
        <p class="notice" role="alert">
          {wrong}
        </p>
      )}
      <div class="composer-box edge row">
        <textarea
          ref={input}
          rows={1}
          value={text}
          aria-label={label}
          placeholder={label}
          aria-autocomplete="list"
          aria-controls={open ? `${id}-list` : undefined}
          aria-activedescendant={open && ready !== undefined ? `${id}-list-${ready}` : undefined}
          aria-describedby={hint ? `${id}-hint` : undefined}
          onInput={(event) => write(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
        <button
          type="button"
          class="send"
          aria-label="Send"
          title="Send"
          aria-disabled={text.trim() === ''}
          onClick={() => void submit()}
        >
          <span aria-hidden="true">➤</span>
        </button>
      </div>
    </div>
  );
}
