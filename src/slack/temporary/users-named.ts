import type { Access } from '../../access/access.ts';
import type { Person } from '../../access/person.ts';
import { mayPick } from '../../access/pickable.ts';
import type { Directory } from '../../nexudus/directory.ts';
import { listed } from '../../operations/listed.ts';
import { LONGEST_NAME } from '../text/result-title.ts';
import { onOneLine } from '../text/rights-text.ts';
import { say } from '../text/say.ts';

const MOST_NAMED = 5;

/** Admin users by name, and only counted for a person who may not list them: the bot's account must not widen what they see. */
export async function usersNamed(
  asking: { access: Access; directory: Directory; person: Person },
  ids: readonly number[],
): Promise<string> {
  const may = await mayPick('users', [], asking).catch(() => false);
  if (!may) return say.someone(ids.length);
  const labels = await asking.directory.labels('users', ids.slice(0, MOST_NAMED));
  const names = [...labels.values()].map((name) => onOneLine(name, LONGEST_NAME));
  const more = ids.length - names.length;
  return listed(more > 0 ? [...names, say.moreUsers(more)] : names);
}
