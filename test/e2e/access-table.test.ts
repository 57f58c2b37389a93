import { beforeEach, describe, expect, test } from '@jest/globals';
import {
  answerToClick,
  byCommand,
  byEach,
  byMessage,
  byOpenButton,
  byShortcut,
  sendForged,
  sendOff,
  shown,
  valuesOf,
} from '../support/access-acts.ts';
import {
  bringInCast,
  CAMDEN_ADMIN,
  CAST_SETTINGS,
  NOT_YOUR_FORM,
  NOT_YOUR_LOCATION,
} from '../support/access-cast.ts';
import {
  each,
  mayDo,
  refusedAtOnce,
  refusedInSoho,
  TRIED,
  type Tried,
} from '../support/access-operations.ts';
import { botMessages, openForm } from '../support/channel.ts';
import { writes } from '../support/nexudus-calls.ts';
import { CANCELLED, SIGN } from '../support/outcomes.ts';
import { say } from '../support/sentences.ts';
import { useSandbox } from '../support/use-sandbox.ts';

// Every operation × every way in × who may, who lacks the permission, and who looks after another location: allowed, or
// the sentence that says why not, and nothing written. Every kind of person is in test/unit/access-matrix.test.ts.
const stage = useSandbox({ settings: CAST_SETTINGS });
beforeEach(() => bringInCast(stage));

const SOHO = '1414940210';
const LOADING = say.loading;
const everybody = (tried: Tried): string[] => [...mayDo(tried), ...Object.keys(refusedInSoho(tried))];

/** Everything that an operation could have changed. */
const records = () =>
  JSON.stringify(
    (['videorooms', 'workspaces', 'teams', 'userroles', 'users'] as const).map((r) =>
      stage.nexudus.records(r),
    ),
  );

const clientsOf = (names: readonly string[]) => names.map((name) => stage.slack.as(name));

describe.each(TRIED)('$id', (tried) => {
  test('by command, for a record of Soho', async () => {
    const before = records();
    const said = await byEach(stage, everybody(tried), (person) => byCommand(person, tried.command));
    expect(said).toEqual({
      ...each(mayDo(tried), 'form'),
      ...refusedInSoho(tried),
      [CAMDEN_ADMIN]: tried.creates ? 'form' : NOT_YOUR_LOCATION,
    });
    expect(writes(stage)).toEqual([]);
    expect(records()).toBe(before);
  });

  test('by a button that opens it, and by its shortcuts if it has any', async () => {
    const { shortcut, id } = tried;
    const closeAll = () => Promise.all(clientsOf(everybody(tried)).map((person) => person.modal()?.close()));
    const expected = { ...each([...mayDo(tried), CAMDEN_ADMIN], 'form'), ...refusedAtOnce(tried) };
    expect(await byEach(stage, everybody(tried), (person) => byOpenButton(stage, person, id))).toEqual(
      expected,
    );
    if (shortcut) {
      await closeAll();
      expect(await byEach(stage, everybody(tried), (person) => byShortcut(person, shortcut))).toEqual(
        expected,
      );
    }
    if (tried.creates) {
      await closeAll();
      expect(await byEach(stage, everybody(tried), (person) => byMessage(stage, person))).toEqual(expected);
    }
    expect(writes(stage)).toEqual([]);
  });

  test('by a submission: of their own form, or of the one that Ana opened', async () => {
    const { ana } = stage;
    const before = records();
    const hers = await openForm(ana, tried.command, tried.label);
    await tried.change(hers, 1);
    const values = valuesOf(hers);

    const others = everybody(tried).filter((name) => name !== 'Ana');
    const stolen = await byEach(stage, others, (person) => sendForged(stage, hers, person, {}));
    expect(stolen).toEqual(each(others, NOT_YOUR_FORM));

    const refused = Object.keys(refusedInSoho(tried));
    const own = await byEach(stage, refused, async (person) => {
      await byCommand(person, tried.command);
      const modal = person.modal();
      const location = { 'location~1': { value: { selected_option: { value: SOHO } } } };
      return modal ? sendForged(stage, modal, person, { ...values, ...location }) : 'no modal';
    });
    expect(own).toEqual({
      ...refusedAtOnce(tried),
      // He may do it elsewhere: his form is a real one, without a record of Soho in it.
      [CAMDEN_ADMIN]: tried.creates ? NOT_YOUR_LOCATION : LOADING,
    });
    expect(writes(stage)).toEqual([]);
    expect(records()).toBe(before);
    expect(botMessages(stage)).toEqual([]);

    for (const [time, person] of clientsOf(mayDo(tried)).entries()) {
      if (person !== ana) await tried.change(await openForm(person, tried.command, tried.label), time + 1);
      const form = person.modal();
      if (form) await sendOff(person, form);
      await stage.until(
        () => botMessages(stage).length === time + 1,
        `the result of ${person.person.realName}`,
        10_000,
      );
      expect(botMessages(stage).at(-1)?.plain).toMatch(/^✅ /);
    }
    expect(writes(stage).map(({ status }) => status)).toEqual(mayDo(tried).map(() => 200));
  });

  test('by the buttons under its results', async () => {
    const { ana, nexudus, slack } = stage;
    const before = records();
    const refused = Object.keys(refusedInSoho(tried));
    const theOne = () => {
      const [message, second] = botMessages(stage);
      if (!message || second) throw new Error('there is not one message');
      return message;
    };
    const says = (text: string, withinMs = 15_000) =>
      stage.until(() => theOne().plain.includes(text), text, withinMs);
    const clickedBy = (names: readonly string[], button: string) =>
      byEach(stage, names, (person) => answerToClick(stage, person, () => person.click(theOne(), button)));

    Object.assign(nexudus.switches, { only: 'writes', down: '503' });
    const form = await openForm(ana, tried.command, tried.label);
    await tried.change(form, 1);
    await sendOff(ana, form);
    await stage.until(() => botMessages(stage).length === 1, 'the message', 10_000);
    await says(SIGN.waits);
    expect(await clickedBy(refused, 'Cancel')).toEqual(refusedInSoho(tried));
    expect(theOne().plain).toContain(SIGN.waits);

    const [, second, third, fourth = 'Uma'] = mayDo(tried);
    // While an attempt is under way it is too late to cancel; it is tried again and again, so there is a time between.
    for (let tries = 1; !theOne().plain.includes(CANCELLED) && tries <= 10; tries++) {
      if (theOne().buttons.includes('Cancel')) await slack.as(second ?? '').click(theOne(), 'Cancel');
      await says(CANCELLED, 2000).catch(() => {});
    }
    await says(CANCELLED);
    const opened = async (button: string) => {
      await Promise.all(clientsOf(refused).map((person) => person.modal()?.close()));
      return byEach(stage, refused, async (person) => {
        await person.click(theOne(), button);
        return shown(person);
      });
    };
    // What another person asked for of a role is shown first, so there is a view to say it in.
    const retried = await (tried.aboutRoles ? opened('Try again') : clickedBy(refused, 'Try again'));
    expect(retried).toEqual(refusedInSoho(tried));
    expect(await opened('Fix and resubmit')).toEqual(refusedInSoho(tried));
    expect(theOne().plain).toContain(CANCELLED);
    expect(records()).toBe(before);

    const fixer = slack.as(third ?? '');
    await fixer.click(theOne(), 'Fix and resubmit');
    await fixer.waitForModal((modal) => modal.labels().includes(tried.label), { timeoutMs: 10_000 });
    Object.assign(nexudus.switches, { down: 'no' });
    const other = slack.as(fourth);
    await other.click(theOne(), 'Try again');
    if (tried.aboutRoles) {
      // What another person asked for is shown first.
      await sendOff(other, await other.waitForModal((modal) => modal.labels().includes(tried.label)));
    }
    await says('✅');
    const acted = writes(stage).filter(({ status }) => status === 200);
    expect(acted).toHaveLength(1);

    // The button is only under results with private fields; a forged click needs none.
    const showChanges = (names: readonly string[]) =>
      byEach(stage, names, (person) =>
        answerToClick(stage, person, async () => {
          const last = slack.interactions
            .filter((i) => i.person === person.person.id && i.kind === 'block_actions')
            .at(-1);
          const payload = structuredClone(last?.payload) as { actions: { action_id: string }[] };
          for (const action of payload.actions) action.action_id = 'show-changes';
          return { ...(await slack.send('interactive', payload)), timedOut: false };
        }),
      );
    expect(await showChanges(refused)).toEqual(refusedInSoho(tried));
    const receipt = theOne().plain.match(/NX-\w{7}/)?.[0];
    const announced = await showChanges([fourth]);
    expect(announced[fourth]).toContain(`(${receipt})`);
  });
});
