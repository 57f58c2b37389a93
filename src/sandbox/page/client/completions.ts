import type { AppShown } from '../shown.ts';

export type SlashCommand = AppShown['commands'][number] & { by: string };

export interface Completion {
  /** What stands in the composer once it is chosen. */
  text: string;
  shown: string;
  hint: string;
  description: string;
  by: string;
}

/** What fits to what is typed: commands first; after a command, the words of its usage hint. */
export function completions(
  typed: string,
  commands: readonly SlashCommand[],
): { list: Completion[]; hint?: string } {
  if (!typed.startsWith('/') || typed.includes('\n')) return { list: [] };
  const [word = '', ...rest] = typed.split(/\s/);
  if (rest.length === 0)
    return {
      list: commands
        .filter(({ command }) => command.startsWith(word))
        .map(({ command, hint, description, by }) => ({
          text: `${command} `,
          shown: command,
          hint,
          description,
          by,
        })),
    };
  const known = commands.find(({ command }) => command === word);
  if (!known) return { list: [] };
  const begun = rest.join(' ').trimStart().toLowerCase();
  const uses = known.hint.split(' | ').filter((use) => use.length > 1);
  const fitting =
    uses.length > 1 ? uses.filter((use) => use.toLowerCase().startsWith(begun) && use !== begun) : [];
  return {
    list: fitting.map((use) => ({
      text: `${word} ${use}`,
      shown: `${word} ${use}`,
      hint: '',
      description: '',
      by: known.by,
    })),
    hint: `${word} ${known.hint}`,
  };
}
