import { createAdminUsers } from '../access/admin-users.ts';
import { createNexudus, type Nexudus } from '../nexudus/client.ts';
import { createDirectory } from '../nexudus/directory.ts';
import { NexudusDenied, NexudusSignInFailed } from '../nexudus/errors.ts';
import { createPace } from '../nexudus/pace.ts';
import { type ResourceName, resourceNames, resources } from '../nexudus/resources.ts';
import { operations } from '../operations/index.ts';
import type { Settings } from '../settings.ts';
import { bad, type Finding, good } from './finding.ts';

export const switchedOn = ({ operations: ids }: Settings) => operations.filter(({ id }) => ids.includes(id));

async function lookAtResource(nexudus: Nexudus, name: ResourceName): Promise<Finding> {
  const { entity } = resources[name];
  try {
    const [first] = await nexudus.peek(name);
    if (!first) return good(`Nexudus: ${entity} can be listed. There is none to try reading.`);
    await nexudus.get(name, first.Id);
    return good(`Nexudus: ${entity} can be listed and read.`);
  } catch (error) {
    if (!(error instanceof NexudusDenied)) throw error;
    return bad(
      `Nexudus: ${entity} can’t be listed and read. Give the bot’s role ${entity}-List and ${entity}-Read under Settings > Roles.`,
    );
  }
}

/** Whether the bot's own roles allow each operation that it offers. */
async function lookAtOperations(nexudus: Nexudus, email: string, settings: Settings): Promise<Finding[]> {
  const [bot] = await createAdminUsers(createDirectory(nexudus)).withEmail(email);
  const named = (all: readonly { id: string }[]) => all.map(({ id }) => id.replace('.', ' ')).join(', ');
  const on = switchedOn(settings);
  if (!bot || bot.roles.length === 0)
    return [
      good(
        'Nexudus: the bot’s user has no role, so it is a full unrestricted administrator and may do everything. A role with the permissions in the README is safer.',
      ),
    ];
  const lacking = new Set(on.map(({ permission }) => permission).filter((one) => !bot.permissions.has(one)));
  const found = [...lacking].map((permission) =>
    bad(
      `Nexudus: the bot’s role lacks ${permission}, needed for ${named(on.filter((one) => one.permission === permission))}. Add it under Settings > Roles.`,
    ),
  );
  const allowed = on.filter(({ permission }) => !lacking.has(permission));
  return [
    ...(allowed.length > 0 ? [good(`Nexudus: the bot’s role allows ${named(allowed)}.`)] : []),
    ...found,
  ];
}

/** What went wrong with Nexudus, and what to do. */
export function nexudusTrouble(error: unknown, { nexudus: account }: Settings): string {
  const { message } = error as Error;
  if (error instanceof NexudusSignInFailed)
    return `the sign-in was refused: ${message.replace(/\.?$/, '.')} Check NEXUDUS_USERNAME and NEXUDUS_PASSWORD, and NEXUDUS_TOTP_SECRET if the user has two-factor sign-in.`;
  if (error instanceof NexudusDenied)
    return 'the bot’s user may sign in, but not use the API. Give it API access under Settings > Users.';
  // Only this part of an address is shown: the rest may hold a password.
  return `can’t be reached at ${new URL(account.url).host}, or gives no usable answer (${message}). Check the connection, and NEXUDUS_API_URL if it is set; then run this again.`;
}

export async function lookAtNexudus(settings: Settings): Promise<Finding[]> {
  const nexudus = createNexudus({
    ...settings.nexudus,
    pace: createPace(),
    writes: false,
    timeoutMs: 10_000,
  });
  const found: Finding[] = [];
  try {
    const me = await nexudus.me();
    found.push(good(`Nexudus: signed in as ${me.Email}.`));
    for (const name of resourceNames) found.push(await lookAtResource(nexudus, name));
    if (found.every((finding) => finding.good))
      found.push(...(await lookAtOperations(nexudus, me.Email, settings)));
    return found;
  } catch (error) {
    return [...found, bad(`Nexudus: ${nexudusTrouble(error, settings)}`)];
  }
}
