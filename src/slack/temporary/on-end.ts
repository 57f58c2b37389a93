import { setTimeout as sleep } from 'node:timers/promises';
import type { RespondFn } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import type { Access } from '../../access/access.ts';
import type { Person } from '../../access/person.ts';
import type { Directory } from '../../nexudus/directory.ts';
import { idList } from '../../nexudus/ids.ts';
import { locationOf, type NexudusRecord, recordName } from '../../nexudus/resources.ts';
import { recordNameOf } from '../../submissions/submission.ts';
import type { TemporaryStore } from '../../submissions/temporary-access.ts';
import type { Click } from '../http/click.ts';
import { ephemeral } from '../http/ephemeral.ts';
import { type Answering, untilLate } from '../modal/answering.ts';
import type { Screens } from '../modal/screens.ts';
import { whyNotAllowed } from '../results/why-not-allowed.ts';
import { say } from '../text/say.ts';
import { confirmEnd, type EndShown, endSays } from './end-view.ts';
import { type FindAccessParts, type FoundAccess, findAccess } from './find-access.ts';
import { usersNamed } from './users-named.ts';

export interface OnEndParts extends FindAccessParts {
  personOf(id: string): Promise<Person>;
  access: Access;
  directory: Directory;
  temporary: Pick<TemporaryStore, 'accessOfForm' | 'notHeldElsewhere' | 'endNow'>;
  submissions: { wake(): void };
  screens: Screens;
  views: WebClient['views'];
  /** Where people may ask for what they can't do; absent when they can't. */
  requestsChannel?: string;
}

/** A role that was read within this time shows who has it well enough: what is removed is decided at the write. */
const READ_WITHIN_MS = 60_000;

const roleOf = ({ directory }: OnEndParts, { operation, access }: FoundAccess) =>
  directory.record(operation.resource, access.role, READ_WITHIN_MS).then(
    ({ record }) => record,
    () => undefined,
  );

/** Why it can't be ended, and whether it can be asked for. */
interface NoEnd {
  problem: string;
  canAsk?: boolean;
}

const noEnd = (formId: string, { problem, canAsk }: NoEnd) => endSays(formId, 'warning', problem, canAsk);

/** The access, for a person who may end it. */
async function findFor(
  parts: OnEndParts,
  user: string,
  formId: string,
): Promise<NoEnd | (FoundAccess & { role?: NexudusRecord })> {
  const found = await findAccess(parts, formId);
  if ('problem' in found) return found;
  const { submission, operation } = found;
  const role = await roleOf(parts, found);
  // The role may have moved since; where it can't be read, taking away what was given stays possible.
  const moved = role ? [locationOf(operation.resource, role)] : [];
  const at = { ...submission, locations: [...submission.locations, ...moved] };
  const refused = await whyNotAllowed(parts, user, at, operation);
  if (!refused) return { ...found, role };
  return { problem: refused.sentence, canAsk: parts.requestsChannel !== undefined && refused.canBeGiven };
}

/** Whom ending it now removes from the role. */
async function shown(parts: OnEndParts, user: string, formId: string): Promise<EndShown | NoEnd> {
  const found = await findFor(parts, user, formId);
  if ('problem' in found) return found;
  const { temporary, directory, personOf } = parts;
  const { access: given, submission, role } = found;
  const { users: had } = given;
  const [loses, person] = await Promise.all([temporary.notHeldElsewhere(submission.id), personOf(user)]);
  const there = idList(role?.Users);
  const has = (id: number) => !there || there.includes(id);
  const removed = loses.filter(has);
  const kept = had.filter((id) => has(id) && !loses.includes(id));
  const named = (ids: readonly number[]) => usersNamed({ access: parts.access, directory, person }, ids);
  return {
    role: (role && recordName('userroles', role)) ?? recordNameOf(submission) ?? `#${given.role}`,
    removes: removed.length > 0 ? say.endRemoves(await named(removed)) : say.endRemovesNone,
    ...(kept.length > 0 ? { keeps: say.keepRole(await named(kept), kept.length) } : {}),
  };
}

/** *End now* was pressed: a view names whom it removes, and asks. */
export async function askToEnd(
  parts: OnEndParts,
  { user, trigger, value: formId }: Click,
  respond: RespondFn,
): Promise<void> {
  const checking = endSays(formId, 'info', say.undoChecking);
  const opened = await parts.views.open({ trigger_id: trigger, view: checking }).catch(() => undefined);
  const viewId = opened?.view?.id;
  if (!viewId) return ephemeral(respond)(say.tooSlowAgain);
  const end = await shown(parts, user, formId).catch((err: unknown) => {
    parts.log.warn({ err }, 'what an end removes could not be looked up');
    return { problem: say.buttonUnread };
  });
  await parts.screens.show(
    { view_id: viewId },
    {
      ready: async () => ('problem' in end ? noEnd(formId, end) : confirmEnd(formId, end)),
      instead: (reference) => endSays(formId, 'error', say.notShown(reference)),
    },
  );
}

/** It was confirmed. What the store says is looked at again: the view may have been open for long. */
export async function onEndConfirmed(parts: OnEndParts, answering: Answering, user: string): Promise<void> {
  const { ack, view } = answering;
  const formId = view.private_metadata;
  const end = async () => {
    const found = await findFor(parts, user, formId);
    if ('problem' in found) return noEnd(formId, found);
    const begun = await parts.temporary.endNow(found.submission.id, user);
    parts.submissions.wake();
    return begun ? endSays(formId, 'info', say.endBegun) : endSays(formId, 'warning', say.accessOver);
  };
  const unsure = endSays(formId, 'warning', say.accessUnsure);
  const ending = end().catch((err: unknown) => {
    parts.log.error({ err }, 'an end of access could not be begun');
    return unsure;
  });
  const said = await Promise.race([ending, sleep(untilLate(answering), unsure)]);
  await ack({ response_action: 'update', view: said });
}
