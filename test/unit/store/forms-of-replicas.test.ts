import { beforeEach, expect, test } from '@jest/globals';
import { systemClock } from '../../../src/clock.ts';
import { createFormSessions, type FormSessions, type OpenForm } from '../../../src/forms/form-sessions.ts';
import { FormSuperseded } from '../../../src/forms/keep-forms.ts';
import { operations } from '../../../src/operations/index.ts';
import type { Operation } from '../../../src/operations/operation.ts';
import { createEncryption } from '../../../src/store/encryption.ts';
import { describeOnEach, storeOn } from './store-on.ts';

const rename = operations.find(({ id }) => id === 'team.rename') as Operation;

describeOnEach('a form that two processes answer for', (kind) => {
  let one: FormSessions;
  let other: FormSessions;
  beforeEach(async () => {
    const on = await storeOn(kind);
    const sessionsOf = (owner: string) =>
      createFormSessions({
        store: on.store(owner).forms,
        isShared: true,
        encryption: createEncryption('t'),
        operations,
        newReceipt: () => 'NX-1',
        clock: systemClock,
      });
    [one, other] = [sessionsOf('here/1/a'), sessionsOf('there/2/b')];
  });
  const typed = async (where: FormSessions, form: OpenForm, name: string): Promise<OpenForm> => {
    const open = (await where.of(form.form.id, 'UANA')) as OpenForm;
    open.form.typed = { name };
    await where.keep(open);
    return open;
  };

  test('is no one’s under an id that no database could hold', async () => {
    expect(await one.of('\0', 'UANA')).toBeUndefined();
  });

  test('is in each as the other left it, turn by turn', async () => {
    const form = one.add(rename, 'UANA', { channel: 'C1' });
    form.form.typed = { name: 'first' };
    await one.keep(form);
    for (const [where, name, before] of [
      [other, 'second', 'first'],
      [one, 'third', 'second'],
      [one, 'fourth', 'third'],
      [other, 'fifth', 'fourth'],
    ] as const) {
      const open = await where.of(form.form.id, 'UANA');
      expect(open?.form.typed).toEqual({ name: before });
      await typed(where, form, name);
    }
    expect((await one.of(form.form.id, 'UANA'))?.form.typed).toEqual({ name: 'fifth' });
  });

  test('stays in memory while only one of them keeps it', async () => {
    const form = one.add(rename, 'UANA', {});
    await one.keep(form);
    form.form.typed = { name: 'not kept yet' };
    expect(await one.of(form.form.id, 'UANA')).toBe(form);
    const there = await other.of(form.form.id, 'UANA');
    expect(there?.form.typed).toEqual({});
    expect(await other.of(form.form.id, 'UANA')).toBe(there);
  });

  test('is not overwritten by what goes on from an older state', async () => {
    const form = one.add(rename, 'UANA', {});
    await one.keep(form);
    await typed(other, form, 'newer');
    form.form.typed = { name: 'older' };
    await expect(one.keep(form)).rejects.toThrow(FormSuperseded);
    expect(form.superseded).toBe(true);
    await expect(one.keep(form)).rejects.toThrow(FormSuperseded);
    const again = await one.of(form.form.id, 'UANA');
    expect(again?.form.typed).toEqual({ name: 'newer' });
    expect(again?.superseded).toBeUndefined();
  });

  test('of two that go on from the same state at once, one is kept', async () => {
    const form = one.add(rename, 'UANA', {});
    await one.keep(form);
    for (let round = 0; round < 20; round++) {
      const opens = await Promise.all([one, other].map((where) => where.of(form.form.id, 'UANA')));
      const [here, there] = opens as [OpenForm, OpenForm];
      const results = await Promise.allSettled([one.keep(here), other.keep(there)]);
      // The one that kept it last may keep it again, before or after the other.
      expect(results.filter(({ status }) => status === 'fulfilled').length).toBe(1);
      await Promise.all([one, other].map((where) => where.of(form.form.id, 'UANA')));
    }
  });

  test('is behind the blocks that it was last drawn with, and asked for where another one drew anew', async () => {
    const form = one.add(rename, 'UANA', {});
    await one.keep(form);
    const { id, render } = form.form;
    expect(one.behind(`name~${render}`, id, 'UANA')).toBe(form);
    expect(one.behind(`name~${render}`, id, 'USAM')).toBeUndefined();
    expect(other.behind(`name~${render}`, id, 'UANA')).toBeUndefined();
    const there = (await other.of(id, 'UANA')) as OpenForm;
    there.form.render += 1;
    await other.keep(there);
    expect(one.behind(`name~${render + 1}`, id, 'UANA')).toBeUndefined();
    await expect(one.keep(form)).rejects.toThrow(FormSuperseded);
    expect(one.behind(`name~${render}`, id, 'UANA')).toBeUndefined();
  });

  test('belongs to the person who reopened its submission, and the other one has lost it', async () => {
    const form = one.add(rename, 'UANA', {});
    await one.keep(form);
    const reopened = other.add(rename, 'USAM', {});
    await other.continue(reopened, { id: form.form.id, receipt: 'NX-2' });
    await other.keep(reopened);
    expect(await one.of(form.form.id, 'UANA')).toBeUndefined();
    expect((await one.of(form.form.id, 'USAM'))?.receipt).toBe('NX-2');
    await expect(one.keep(form)).rejects.toThrow(FormSuperseded);
  });

  test('reopened by two people in the same moment, one has it', async () => {
    const form = one.add(rename, 'UANA', {});
    await one.keep(form);
    const [ana, sam] = [one.add(rename, 'UANA', {}), other.add(rename, 'USAM', {})];
    await one.continue(ana, { id: form.form.id, receipt: 'NX-2' });
    await other.continue(sam, { id: form.form.id, receipt: 'NX-2' });
    await other.keep(sam);
    await one.keep(ana).catch(() => {});
    const owners = await Promise.all(['UANA', 'USAM'].map((owner) => one.of(form.form.id, owner)));
    expect(owners.filter(Boolean)).toHaveLength(1);
  });

  test('the location last used in a channel is known to both', async () => {
    expect(await other.lastLocation('C1')).toBeUndefined();
    await one.rememberLocation('C1', 1_414_000_002);
    await one.rememberLocation('C1', 1_414_000_003);
    expect(await other.lastLocation('C1')).toBe(1_414_000_003);
    expect(await other.lastLocation('C2')).toBeUndefined();
    expect(await other.lastLocation(undefined)).toBeUndefined();
  });
});
