import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ModalView } from '@slack/types';
import type { Person } from '../../src/access/person.ts';
import { createUsergroupAccess } from '../../src/access/usergroup-access.ts';
import { systemClock } from '../../src/clock.ts';
import { newForm } from '../../src/forms/form.ts';
import type { OpenForm } from '../../src/forms/form-sessions.ts';
import { inputsInView } from '../../src/forms/inputs.ts';
import type { State } from '../../src/forms/read-form.ts';
import { createDirectory, type Directory } from '../../src/nexudus/directory.ts';
import { operations } from '../../src/operations/index.ts';
import type { Operation, Values } from '../../src/operations/operation.ts';
import { updateRole } from '../../src/operations/role.ts';
import { updateTeam } from '../../src/operations/team.ts';
import { updateVideoRoom } from '../../src/operations/video-room.ts';
import { checkSuggestions } from '../../src/sandbox/slack/check-suggestions.ts';
import { checkView } from '../../src/sandbox/slack/check-view.ts';
import { helpBlocks } from '../../src/slack/commands/help.ts';
import { entries } from '../../src/slack/commands/open-buttons.ts';
import type { Lookups } from '../../src/slack/lookup/lookups.ts';
import { suggest } from '../../src/slack/lookup/suggest.ts';
import { drawForm } from '../../src/slack/modal/draw-form.ts';
import { formWithProblems } from '../../src/slack/modal/form-with-problems.ts';
import { type OnSubmitParts, onSubmit } from '../../src/slack/modal/on-submit.ts';
import { bannerView } from '../../src/slack/modal/show-view.ts';
import { say } from '../../src/slack/text/say.ts';
import { asBot } from './nexudus/bot-account.ts';
import { type ScriptedServer, startScripted, tokens } from './nexudus/scripted-server.ts';
import { exposed, hostile, MANY_IDS, textsIn, worstRecord, worstRows } from './worst-case.ts';

// Every view that the bot can produce, with data as bad as can be, against the checkers that were written from Slack's
// documents alone.

const ana: Person = { id: 'U0ANA0000', email: 'ana@example.com', emailConfirmed: true, kind: 'member' };
let server: ScriptedServer;
let directory: Directory;
let lookups: Lookups;
let submitParts: OnSubmitParts;
beforeAll(async () => {
  server = await startScripted(({ path }, earlier) => {
    if (path === '/api/token') return tokens(earlier);
    if (path.endsWith('/userroles/900'))
      return { body: { ...worstRecord(updateRole), Id: 900, BusinessId: 1 } };
    return { body: { Records: worstRows, TotalItems: 900, TotalPages: 1 } };
  });
  directory = createDirectory(asBot(server.url));
  const access = createUsergroupAccess({
    group: 'S0ALL0000',
    rolesGroup: 'S0ALL0000',
    membersOf: async () => new Set([ana.id]),
  });
  lookups = { personOf: async () => ana, access, directory };
  // Only what is used until a submission is checked.
  const forms = { keep: async () => {} };
  const nexudus = {
    own: async () => ({ id: 9999, roles: [] }),
    get: async () => ({ ...worstRecord(updateRole), BusinessId: 1 }),
  };
  const parts = {
    ...lookups,
    forms,
    nexudus,
    clock: systemClock,
    lent: async () => [],
    temporary: { endOfPutBack: async () => undefined, endsOf: async () => [] },
  };
  submitParts = parts as unknown as OnSubmitParts;
});
afterAll(() => server.close());

const opened = (operation: Operation, more: Partial<OpenForm['form']> = {}): OpenForm => ({
  form: {
    ...newForm('6f8f2d0e-7a54-4c1a-9d5e-0c4f6d1f2a3b', operation.id),
    ...(operation.record ? { recordId: 900, before: worstRecord(operation) } : {}),
    section: operation.sections?.[0],
    ...more,
  },
  operation,
  owner: ana.id,
  place: {},
  openedAt: 0,
  receipt: 'NX-7F3K2MQ',
  step: 0,
  asksWhere: true,
});
const everySection = operations.flatMap((operation) =>
  (operation.sections ?? [undefined]).map((section) => ({ id: operation.id, section, operation })),
);
const allProblems = (operation: Operation, said: string) =>
  Object.fromEntries(Object.keys(operation.fields).map((name) => [name, said]));

/** What Slack accepts, said once more in literals, and that no text of a record is read as a format. */
function expectGood(view: ModalView): void {
  expect(checkView(view)).toEqual([]);
  expect(exposed(view)).toEqual([]);
  expect(view.blocks.length).toBeLessThanOrEqual(100);
  expect(view.title.text.length).toBeLessThanOrEqual(24);
  expect(view.private_metadata?.length ?? 0).toBeLessThanOrEqual(3000);
  expect(Buffer.byteLength(JSON.stringify(view))).toBeLessThan(250_000);
  for (const { text } of textsIn(view)) {
    expect(text).not.toBe('');
    expect(text).not.toMatch(/\p{Surrogate}/u);
  }
}

describe('a form passes', () => {
  test.each(everySection)('$id $section with a record as long as can be', async ({ operation, section }) => {
    expectGood(await drawForm(lookups, opened(operation, { section })));
  });

  test.each(everySection)('$id $section with all fields in error', async ({ operation, section }) => {
    const open = opened(operation, { section });
    const said = hostile(5000);
    expectGood(await formWithProblems(lookups, open, allProblems(operation, said), [said, said]));
    expect(open.form.notices.length).toBeGreaterThanOrEqual(2);
  });

  test.each(everySection)('$id $section as long as can be typed', async ({ operation, section }) => {
    const typed: Record<string, unknown> = {};
    for (const [name, { control }] of Object.entries(operation.fields)) {
      if (control.kind === 'text') typed[name] = hostile(3000);
      if (control.kind === 'number') typed[name] = 'eight';
      if (control.kind === 'url') typed[name] = `https://a.example/${hostile(2900)}`;
      if (control.kind === 'tick') typed[name] = true;
      if (control.kind === 'add' || control.kind === 'remove') typed[name] = MANY_IDS.slice(0, 100);
      if (control.kind === 'people') typed[name] = MANY_IDS.slice(0, 100).map((id) => ({ id: `U${id}` }));
    }
    expectGood(await drawForm(lookups, opened(operation, { section, typed })));
  });

  test.each(operations)('$id before anything is there', async (operation) => {
    expectGood(await drawForm(lookups, opened(operation, { recordId: undefined, before: undefined })));
    expectGood(await drawForm(lookups, opened(operation, { before: undefined })));
  });

  test.each(['info', 'error', 'success'] as const)('that only says something (%s)', (level) => {
    for (const text of [say.opening, say.working, hostile(200), hostile(201), hostile(5000)]) {
      expectGood(bannerView(opened(updateTeam), level, text));
    }
  });
});

describe('the question on top of a form passes', () => {
  async function asked(operation: Operation, change: (values: Values) => object, section?: string) {
    const open = opened(operation, { section });
    const drawn = await drawForm(lookups, open);
    const values: State = Object.fromEntries(
      inputsInView(operation, open.form).map(({ block }) => [block, { value: {} }]),
    );
    const answers: unknown[] = [];
    const view = {
      id: 'V1',
      private_metadata: open.form.id,
      state: { values: { ...values, ...change(values) } },
      blocks: drawn.blocks,
    };
    const ack = async (answer: unknown) => void answers.push(answer);
    // On a busy machine the look-up may be late: then the question comes in place of a view that says so.
    let working: Promise<unknown> = Promise.resolve();
    let shownLate: ModalView | undefined;
    const parts = {
      ...submitParts,
      background: {
        add(work: Promise<unknown>) {
          working = work;
        },
      },
      screens: {
        async show(_spot: unknown, { ready }: { ready(): Promise<ModalView> }) {
          shownLate = await ready();
          return true;
        },
      },
    } as unknown as OnSubmitParts;
    const startedAt = Date.now();
    await onSubmit(parts, open, { ack: ack as never, startedAt, delivery: 'd', view: view as never });
    await working;
    const answer = answers[0] as { response_action: string; view: ModalView };
    return shownLate ? { ...answer, view: shownLate } : answer;
  }
  const picked = (...ids: number[]) => ({
    value: { selected_options: ids.map((id) => ({ value: String(id) })) },
  });

  test('with many fields that came back blank, and a rule to be said yes to', async () => {
    const { response_action, view } = await asked(updateVideoRoom, () => ({
      'participants~1': { value: { value: '8' } },
      'ticks.Options~1': { value: { selected_options: [{ value: 'onlyForContacts' }] } },
    }));
    expect(response_action).toBe('push');
    expectGood(view);
  });

  test('with 100 people and 100 permissions for a role that 900 have', async () => {
    const some = MANY_IDS.slice(0, 100);
    const { response_action, view } = await asked(updateRole, () => ({
      'removePermissions~1': picked(...some),
      'removeUsers~1': picked(...some),
    }));
    expect(response_action).toBe('push');
    expectGood(view);
  });
});

describe('a picker’s answer passes', () => {
  test.each(
    operations.flatMap(({ id, fields }) =>
      Object.entries(fields).flatMap(([name, { control }]) => ('of' in control ? [{ id, name }] : [])),
    ),
  )('$id $name: 900 records with long names', async ({ id, name }) => {
    const operation = operations.find((o) => o.id === id) as Operation;
    for (const query of ['', 'Hostile', '77', 'nothing like it', hostile(300)]) {
      const answer = await suggest(lookups, opened(operation), `${name}~1`, query);
      expect(checkSuggestions(answer)).toEqual([]);
      expect(exposed(answer)).toEqual([]);
    }
  });

  test('says in its heading that there is more than Slack can show', async () => {
    const answer = await suggest(lookups, opened(updateTeam), 'team~1', '');
    expect(answer).toMatchObject({
      option_groups: [{ label: { text: 'The first 100 of 900. Type more to narrow down.' } }],
    });
    const [{ options } = { options: [] }] = 'option_groups' in answer ? answer.option_groups : [];
    expect(options).toHaveLength(100);
  });
});

describe('other views pass', () => {
  test('help, on App Home and in the chooser', async () => {
    const blocks = await helpBlocks({ access: lookups.access, operations }, ana);
    expect(checkView({ type: 'home', blocks })).toEqual([]);
    expect(exposed(blocks)).toEqual([]);
    const title = { type: 'plain_text', text: 'All Nexudus actions' };
    expect(checkView({ type: 'modal', title, blocks: entries(operations) })).toEqual([]);
  });
});
