import type { OptionJson } from '../../slack/block-kit.ts';
import type { FieldShown } from '../shown.ts';

/** What is chosen in a menu, in the words that the person sees. */
export function chosenIn(
  { element, state }: FieldShown,
  names: Readonly<Record<string, string>>,
): { text: string; value: string }[] {
  const held = Object.entries(state).find(([name]) => name.startsWith('selected_'))?.[1];
  return [held].flat().flatMap((each) => {
    if (each === null || each === undefined) return [];
    if (typeof each === 'object') {
      const { text, value } = each as OptionJson;
      return [{ text: text.text, value }];
    }
    const value = String(each);
    const name = names[value] ?? value;
    return [{ text: element.type.endsWith('users_select') ? name.replace(/^@/, '') : name, value }];
  });
}
