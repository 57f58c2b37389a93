import type { PlainTextOption } from '@slack/types';
import { LISTED_BY_PERMISSION } from '../../access/check-ids.ts';
import { option, plain } from '../../forms/blocks.ts';
import { fieldNameOf } from '../../forms/form-view.ts';
import { limits } from '../../forms/limits.ts';
import { resourceOf } from '../../nexudus/resources.ts';
import type { Parts } from '../context.ts';
import type { OpenForm } from '../modal/open-forms.ts';
import { say } from '../text/say.ts';

/** What a picker is answered: a plain list, or one whose heading says that there is more. */
export type Suggestions =
  | { options: PlainTextOption[] }
  | { option_groups: { label: ReturnType<typeof plain>; options: PlainTextOption[] }[] };

/** The one entry of a picker that has nothing to offer; its value is no id. */
export const onlyEntry = (text: string): Suggestions => ({ options: [option(text, 'unavailable')] });

/** Answers type-ahead. Slack takes at most 100 options and cuts nothing itself, so more is said in the heading. */
export async function suggest(
  parts: Parts,
  open: OpenForm,
  blockId: string,
  query: string,
): Promise<Suggestions> {
  const { form, operation } = open;
  const control = operation.fields[fieldNameOf(blockId)]?.control;
  if (!control || !('of' in control)) return { options: [] };
  const person = await parts.people.person(open.owner);
  // A form that its owner was refused is theirs all the same, so its pickers are asked for access too.
  const may = await parts.access.decide(person, {
    permission: operation.permission,
    toShow: true,
  });
  if (!may.allowed) return onlyEntry(may.reason === 'could-not-ask' ? say.pickerDown : say.mayNotList);
  const decision = await parts.access.decide(person, {
    permission: LISTED_BY_PERMISSION.has(control.of) ? `${resourceOf(control.of).entity}-List` : undefined,
    toShow: true,
  });
  if (!decision.allowed) return onlyEntry(say.mayNotList);
  const list = control.kind === 'remove' ? form.before?.[control.list] : undefined;
  const among =
    control.kind === 'remove' ? new Set((Array.isArray(list) ? list : []).map(Number)) : undefined;
  const { entries, total } = await parts.directory.search(control.of, query, limits.options, {
    among,
    locations: decision.user?.locations,
  });
  const options = entries.map(({ id, name, detail, apart }) => option(name, String(id), apart ?? detail));
  if (total <= options.length) return { options };
  const label = plain(say.typeMore(options.length, total), limits.optionGroupLabel);
  return { option_groups: [{ label, options }] };
}
