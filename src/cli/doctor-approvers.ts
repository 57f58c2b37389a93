import type { WebClient } from '@slack/web-api';
import { createAccessFor } from '../access/access-for.ts';
import { createAdminUsers } from '../access/admin-users.ts';
import { createNexudus } from '../nexudus/client.ts';
import { createDirectory } from '../nexudus/directory.ts';
import { createPace } from '../nexudus/pace.ts';
import type { Settings } from '../settings.ts';
import { createPeople } from '../slack/lookup/people.ts';
import { switchedOn } from './doctor-nexudus.ts';
import { bad, type Finding, good } from './finding.ts';
import { readOnce } from './read-once.ts';

/** Who of the approval channel could approve: those who could make the change themselves. */
export async function lookAtApprovers(settings: Settings, client: WebClient): Promise<Finding[]> {
  const { approvalChannel } = settings;
  const [granting] = switchedOn(settings).filter(({ rights }) => rights);
  if (approvalChannel === undefined || !granting) return [];
  const { permission } = granting;
  const { team_id: team = '' } = await client.auth.test();
  const people = createPeople(client, team);
  const nexudus = readOnce(createNexudus({ ...settings.nexudus, pace: createPace(), writes: false }));
  const users = createAdminUsers(createDirectory(nexudus));
  const access = createAccessFor(settings, users, people.membersOf);

  const members = new Set(await people.membersOfChannel(approvalChannel));
  const { ids, emails } = await access.candidates(permission);
  const all = new Set(ids);
  for (const email of emails) all.add((await people.withEmail(email)) ?? '');
  const approvers: string[] = [];
  for (const id of all) {
    if (!members.has(id)) continue;
    const person = await people.person(id);
    const decision = await access.decide(person, { permission });
    if (decision.allowed) approvers.push(decision.user?.name ?? person.name ?? id);
  }
  if (approvers.length === 0)
    return [
      bad(
        `Approvals: no member of ${approvalChannel} could approve. Invite people there who may change roles themselves (${permission}); until then changes that grant access are refused.`,
      ),
    ];
  if (approvers.length === 1)
    return [
      good(
        `Approvals: ${approvers[0]} could approve. No one approves their own changes, so a second approver is needed for theirs.`,
      ),
    ];
  return [good(`Approvals: these could approve: ${approvers.sort().join(', ')}.`)];
}
