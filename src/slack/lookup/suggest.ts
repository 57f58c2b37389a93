import type { PlainTextOption } from '@slack/types';
import { offered } from '../../access/pickable.ts';
import { option, plain } from '../../forms/blocks.ts';
import type { OpenForm } from '../../forms/form-sessions.ts';
import { fieldNameOf, fieldOf } from '../../forms/inputs.ts';
import { limits } from '../../forms/limits.ts';
import type { Untold } from '../../nexudus/large-lists.ts';
import { isOfPeople, type ResourceName, resourceOf } from '../../nexudus/resources.ts';
import type { Entry } from '../../nexudus/row.ts';
import { ACK_BUDGET_MS } from '../http/in-time.ts';
import { say } from '../text/say.ts';
import type { Lookups } from './lookups.ts';

/** What a picker is answered: a plain list, or one whose heading says that there is more. */
export type Suggestions =
  | { options: PlainTextOption[] }
  | { option_groups: { label: ReturnType<typeof plain>; options: PlainTextOption[] }[] };

/** The one entry of a picker that has nothing to offer; its value is no id. */
export const onlyEntry = (text: string): Suggestions => ({ options: [option(text, 'unavailable')] });

/** What is said where nothing, or not all, is shown. */
const sentence = (untold: Untold, of: ResourceName, isEmpty: boolean): string => {
  if (untold === 'late') return isEmpty ? say.pickerSlow : say.pickerLate;
  if (untold === 'by-name') return say.pickerByName;
  if (untold === 'none-like-it') return say.pickerNothing(isOfPeople(of));
  return untold === 'unfiltered' ? say.pickerUnfiltered : say.pickerMore;
};

/** By what stands before the dash in their names (Team-Edit, Team-List), as far as Slack takes groups. */
function byEntity(entries: readonly Entry[]): Map<string, Entry[]> {
  const groups = new Map<string, Entry[]>();
  for (const entry of entries) {
    const entity = entry.name.replace(/-[^-]*$/, '');
    const group = groups.get(entity) ?? [];
    if (groups.size < limits.optionGroups || groups.has(entity)) groups.set(entity, group);
    if (group.length < limits.options) group.push(entry);
  }
  return groups;
}

/** Answers type-ahead. Slack takes at most 100 options in a group and cuts nothing itself, so more is said in the heading. */
export async function suggest(
  { personOf, access, directory }: Lookups,
  open: OpenForm,
  blockId: string,
  query: string,
  startedAt = Date.now(),
): Promise<Suggestions> {
  const { form, operation } = open;
  const control = fieldOf(operation, fieldNameOf(blockId))?.control;
  if (!control || !('of' in control)) return { options: [] };
  const person = await personOf(open.owner);
  const asking = { access, directory, person, toShow: true, until: startedAt + ACK_BUDGET_MS };
  const isGrouped = resourceOf(control.of).namedByEntity === true;
  const most = isGrouped ? limits.options * limits.optionGroups : limits.options;
  const found = await offered(operation, control, form.before, query, most, asking);
  if ('allowed' in found)
    return onlyEntry(found.reason === 'could-not-ask' ? say.pickerDown : say.mayNotList);
  const { entries, total, atLeast, untold, leftOut } = found;
  if (entries.length === 0 && untold) return onlyEntry(sentence(untold, control.of, true));
  if (entries.length === 0) return leftOut ? onlyEntry(say.pickerAlready) : { options: [] };

  const groups = isGrouped ? byEntity(entries) : new Map([['', entries]]);
  const shown = [...groups.values()].flat().length;
  const isCounted = total > shown && !atLeast;
  const more = isCounted ? say.typeMore(shown, total) : untold && sentence(untold, control.of, false);
  const optionsOf = (group: readonly Entry[]) =>
    group.map(({ id, name, detail, apart }) => option(name, String(id), apart ?? detail));
  if (!isGrouped && !more) return { options: optionsOf(entries) };
  return {
    option_groups: [...groups].map(([entity, group], index) => ({
      label: plain((index === 0 && more) || entity, limits.optionGroupLabel),
      options: optionsOf(group),
    })),
  };
}
