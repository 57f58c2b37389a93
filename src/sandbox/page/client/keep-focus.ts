const usable = 'a[href], button, input, select, textarea, [tabindex]';

/** Tab goes around inside of a dialog; by itself it would leave for the browser's own buttons. */
export function keepFocus(event: KeyboardEvent & { currentTarget: HTMLElement }): void {
  if (event.key !== 'Tab') return;
  const all = [...event.currentTarget.querySelectorAll<HTMLElement>(usable)].filter(
    ({ tabIndex, offsetParent }) => tabIndex >= 0 && offsetParent !== null,
  );
  const [first, last] = [all[0], all.at(-1)];
  const leaving = document.activeElement === (event.shiftKey ? first : last);
  if (!leaving) return;
  event.preventDefault();
  (event.shiftKey ? last : first)?.focus();
}
