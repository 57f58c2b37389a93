import { isDeepStrictEqual } from 'node:util';
import { createNexudus, type Nexudus } from '../nexudus/client.ts';
import { NexudusIncomplete, NexudusNotFound } from '../nexudus/errors.ts';
import { createPace } from '../nexudus/pace.ts';
import { type NexudusRecord, type ResourceName, recordName } from '../nexudus/resources.ts';
import { changeRecord } from '../operations/change-record.ts';
import { operations } from '../operations/index.ts';
import { ValidationError } from '../operations/operation.ts';
import { notOwnRole } from '../operations/own-account.ts';
import { sameValue } from '../operations/same-value.ts';
import type { Settings } from '../settings.ts';
import { nexudusTrouble } from './doctor-nexudus.ts';
import { bad, Ended, type Finding, good } from './finding.ts';

/** What people type → the records that an operation changes. */
export const REHEARSED: ReadonlyMap<string, ResourceName> = new Map(
  operations.filter(({ record }) => record).map(({ id, resource }) => [id.split('.')[0] ?? id, resource]),
);

/** Every save changes these. */
const MOVES = ['UpdatedOn', 'UpdatedBy'];

const shown = (value: unknown) => (value === undefined ? 'absent' : JSON.stringify(value));

/** Each property of the record as it was and as it is. */
function compared(called: string, before: NexudusRecord, after: NexudusRecord): Finding[] {
  const properties = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (property) => !MOVES.includes(property),
  );
  const differ = properties.filter((property) => !isDeepStrictEqual(before[property], after[property]));
  const lost = differ.filter((property) => !sameValue(before[property], after[property]));
  if (lost.length > 0)
    return lost.map((property) =>
      bad(
        `Rehearsal: ${called}: ${property} was ${shown(before[property])} and is ${shown(after[property])}. Put it right in Nexudus, and keep WRITES=off until this is understood.`,
      ),
    );
  const written =
    differ.length > 0 ? ` Written in another way, with the same meaning: ${differ.join(', ')}.` : '';
  return [
    good(
      `Rehearsal: ${called} was saved, and all ${properties.length} properties are as they were.${written}`,
    ),
  ];
}

/** Sends the record back as every update does, with nothing changed. */
async function sendBack(nexudus: Nexudus, resource: ResourceName, id: number): Promise<NexudusRecord> {
  const guards = resource === 'userroles' ? [notOwnRole(await nexudus.own())] : [];
  const attempt = { again: false, guards, mayLack: [], mayWrite: async () => () => true };
  const { before } = await changeRecord(nexudus, resource, id, () => ({}), attempt);
  if (!before) throw new Error('The record was written without being read.');
  return before;
}

/**
 * Proves on a record of the operator's choice that saving it through the bot loses nothing.
 * @param agreed asks the operator, with what is about to happen
 */
export async function rehearse(
  settings: Settings,
  [word = '', number = '']: readonly string[],
  agreed: (question: string) => Promise<boolean>,
): Promise<Finding[]> {
  const resource = REHEARSED.get(word);
  const id = Number(number);
  if (!resource || !Number.isSafeInteger(id) || id < 1)
    throw new Ended(`Usage: npm run doctor -- --rehearse ${[...REHEARSED.keys()].join('|')} ID [--yes]`);
  if (!settings.writes) throw new Ended('WRITES=off: nothing is written. Set WRITES=on for a rehearsal.');
  const nexudus = createNexudus({ ...settings.nexudus, pace: createPace(), writes: true, timeoutMs: 20_000 });
  try {
    const first = await nexudus.get(resource, id);
    const called = `${word} ${id} (${recordName(resource, first) ?? 'without a name'})`;
    const many = Object.keys(first).length;
    const question = `This reads ${called} from Nexudus and saves it as it is, with its ${many} properties, to see whether all of them survive. Choose a record that you could put right by hand.`;
    if (!(await agreed(question))) throw new Ended('Nothing was written.');
    const before = await sendBack(nexudus, resource, id);
    return compared(called, before, await nexudus.get(resource, id));
  } catch (error) {
    if (error instanceof Ended) throw error;
    if (error instanceof NexudusNotFound) return [bad(`Rehearsal: there is no ${word} ${id} in Nexudus.`)];
    if (error instanceof NexudusIncomplete || error instanceof ValidationError)
      return [bad(`Rehearsal: nothing was written. ${error.message.replace(/\.?$/, '.')}`)];
    return [
      bad(
        `Rehearsal: it isn’t known whether ${word} ${id} was saved; compare it in Nexudus. Nexudus ${nexudusTrouble(error, settings)}`,
      ),
    ];
  }
}
