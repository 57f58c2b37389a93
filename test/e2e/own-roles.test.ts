import { beforeEach, describe, expect, test } from '@jest/globals';
import type { ReadAs } from '../../src/sandbox/nexudus/start-nexudus.ts';
import { openForm } from '../support/channel.ts';
import { isQuestion } from '../support/is-question.ts';
import { found, writes } from '../support/nexudus-calls.ts';
import { SAID } from '../support/sentences.ts';
import { letPass } from '../support/time-passes.ts';
import type { Stage } from '../support/use-sandbox.ts';
import { useSandbox } from '../support/use-sandbox.ts';

// Whatever one of the answers leaves out or garbles: a role that the bot's account holds is never written.
const stage = useSandbox();
// What the bot knows of its own account is from the test before.
beforeEach(() => letPass(stage.bot, 6 * 60));
const BOT = 1_412_000_001;
const SAM = 1_412_000_003;
const BOTS_ROLE = 1_413_000_005;
const RECEPTION = 1_413_000_002;
const [LIST, HAS] = ['UserRoles', [SAM]];
const HOLDS = SAID.ownRole;
const UNSURE = SAID.ownRolesUnknown;

const inMe = (value: unknown): ReadAs => ({ resource: 'me', property: LIST, value });
const inUser = (value: unknown): ReadAs => ({ resource: 'users', id: BOT, property: LIST, value });
const inRole = (value: unknown): ReadAs => ({
  resource: 'userroles',
  id: BOTS_ROLE,
  property: 'Users',
  value,
});

/** Tries to rename the role past every question; all sentences that were shown. */
async function tried({ ana }: Stage, role: string): Promise<string> {
  const form = await openForm(ana, `/nexudus role update ${role}`, 'Name');
  await form.type('Name', 'Renamed');
  await form.submit();
  if (isQuestion(ana.modal())) await ana.modal()?.submit();
  const shown = () => ana.modals().map((modal) => `${modal.text()} ${Object.values(modal.errors())}`);
  await stage.until(() => writes(stage).length > 0 || /role/.test(shown().join('')), 'an answer', 10_000);
  return shown().join('\n');
}

describe('the bot’s own role is not written while any answer tells that it is', () => {
  test.each<[string, ReadAs[]]>([
    ['all', []],
    ['its user and the role, not me', [inMe([])]],
    ['its user and the role; me not at all', [inMe(undefined)]],
    ['its user alone', [inMe([]), inRole(HAS)]],
    ['the role alone', [inMe([]), inUser([])]],
    ['me alone', [inUser([]), inRole(HAS)]],
    ['me alone, by its name', [inMe(['Bot']), inUser([]), inRole(HAS)]],
    ['me alone, as a record', [inMe([{ Id: BOTS_ROLE, Name: 'Bot' }]), inUser([]), inRole(HAS)]],
    ['its user alone, by its name', [inMe([]), inUser(['bot ']), inRole(HAS)]],
    ['its user alone, as a text', [inMe([]), inUser([String(BOTS_ROLE)]), inRole(HAS)]],
    ['the role alone, as a text', [inMe([]), inUser([]), inRole([String(BOT)])]],
  ])('%s', async (_what, readAs) => {
    stage.nexudus.switches.readAs = readAs;
    const before = found(stage, 'userroles', BOTS_ROLE);
    expect(await tried(stage, 'Bot')).toContain(HOLDS);
    expect(writes(stage)).toEqual([]);
    stage.nexudus.switches.readAs = [];
    expect(found(stage, 'userroles', BOTS_ROLE)).toEqual(before);
  });
});

describe('a role is not written while it can’t be told whether it is the bot’s own', () => {
  test.each<[string, ReadAs[]]>([
    ['its user hides its roles', [inUser(null)]],
    ['its user shows no roles', [inMe(undefined), inUser(undefined)]],
    ['the role hides who has it', [inMe([]), inUser([]), { ...inRole(null), id: RECEPTION }]],
    ['an entry is no role', [inMe([]), inUser([{ Whatever: 1 }])]],
    ['an entry of me is none', [inMe([null]), inUser([])]],
  ])('%s', async (_what, readAs) => {
    stage.nexudus.switches.readAs = readAs;
    expect(await tried(stage, 'Reception')).toContain(UNSURE);
    expect(writes(stage)).toEqual([]);
  });
});

test('another role is written', async () => {
  await tried(stage, 'Reception');
  await stage.until(() => writes(stage).length > 0, 'it is written');
  expect(writes(stage)).toHaveLength(1);
  expect(found(stage, 'userroles', RECEPTION).Name).toBe('Renamed');
});
