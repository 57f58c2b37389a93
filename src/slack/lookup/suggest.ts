import type { PlainTextOption } from '@slack/types';
import { offered } from '../../access/pickable.ts';
import { option, plain } from '../../forms/blocks.ts';
import type { OpenForm } from '../../forms/form-sessions.ts';
import { fieldNameOf } from '../../forms/form-view.ts';
import { limits } from '../../forms/limits.ts';
import { say } from '../text/say.ts';
import type { Lookups } from './lookups.ts';

/** What a picker is answered: a plain list, or one whose heading says that there is more. */
export type Suggestions =
  | { options: PlainTextOption[] }
  | { option_groups: { label: ReturnType<typeof plain>; options: PlainTextOption[] }[] };

/** The one entry of a picker that has nothing to offer; its value is no id. */
export const onlyEntry = (text: string): Suggestions => ({ options: [option(text, 'unavailable')] });

/** Answers type-ahead. Slack takes at most 100 options and cuts nothing itself, so more is said in the heading. */
export async function suggest(
  { personOf, access, directory }: Lookups,
  open: OpenForm,
  blockId: string,
  query: string,
): Promise<Suggestions> {
  const { form, operation } = open;
  const control = operation.fields[fieldNameOf(blockId)]?.control;
  if (!control || !('of' in control)) return { options: [] };
  const asking = { access, directory, person: await personOf(open.owner), toShow: true };
  const found = await offered(operation, control, form.before, query, limits.options, asking);
  if ('allowed' in found)
    return onlyEntry(found.reason === 'could-not-ask' ? say.pickerDown : say.mayNotList);
  const { entries, total } = found;
  const options = entries.map(({ id, name, detail, apart }) => option(name, String(id), apart ?? detail));
  if (total <= options.length) return { options };
  const label = plain(say.typeMore(options.length, total), limits.optionGroupLabel);
  return { option_groups: [{ label, options }] };
}
