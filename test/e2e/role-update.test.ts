import { describe, expect, test } from '@jest/globals';
import { announced, expectClosed, linesOf, openForm, submitAndContinue } from '../support/channel.ts';
import { expectOnlyChanged, found, onlyBody } from '../support/nexudus-calls.ts';
import { done, resultOf } from '../support/outcomes.ts';
import { useSandbox } from '../support/use-sandbox.ts';

const stage = useSandbox();
const RECEPTION = 1_413_000_002;
const EVENTS = 1_413_000_006;
const SAM = 1_412_000_003;
const LEO = 1_412_000_005;
const TESS = 1_412_000_008;

const permission = (name: string) => stage.nexudus.named('roles', name).Id;

describe('role update', () => {
  test('shows what the role has', async () => {
    const form = await openForm(stage.ana, '/nexudus role update Events', 'Name');
    expect(form.title).toBe('Update role');
    expect(form.labels()).toEqual([
      'Role',
      'Location',
      'Name',
      'Add permissions',
      'Remove permissions',
      'Add users',
      'Remove users',
    ]);
    expect(form.labels().map((label) => form.value(label))).toEqual([
      'Events',
      'Camden',
      'Events',
      [],
      [],
      [],
      [],
    ]);
  });

  test('every field can be changed; permissions are named without their values', async () => {
    const { ana, nexudus } = stage;
    const before = found(stage, 'userroles', EVENTS);
    const held = before.Roles as number[];
    expect(held).toHaveLength(33);
    expect(before.Users).toEqual([TESS]);
    const form = await openForm(ana, '/nexudus role update Events', 'Name');
    await form.pick('Location', 'Soho');
    await form.type('Name', 'Events team');
    await form.pick('Add permissions', 'Team-Read', 'Team-Edit');
    await form.pick('Remove permissions', 'VideoRoom-List');
    await form.pick('Add users', 'Leo Brandt', 'Sam Field');
    await form.pick('Remove users', 'Tess Oduya');
    await submitAndContinue(ana, form);

    const kept = held.filter((id) => id !== permission('VideoRoom-List'));
    expectOnlyChanged(before, nexudus.record('userroles', EVENTS), {
      BusinessId: 1_414_940_210,
      BusinessName: 'Soho',
      Name: 'Events team',
      Roles: [...kept, permission('Team-Read'), permission('Team-Edit')],
      Users: [LEO, SAM],
    });
    expect(onlyBody(stage)).toMatchObject({
      Roles: [...kept, permission('Team-Read'), permission('Team-Edit')],
      AddedRoles: [permission('Team-Read'), permission('Team-Edit')],
      RemovedRoles: [permission('VideoRoom-List')],
      Users: [LEO, SAM],
      AddedUsers: [LEO, SAM],
      RemovedUsers: [TESS],
    });
    const message = await announced(stage);
    expect(resultOf(message)).toEqual({
      head: done('Events team', '@Ana Ruiz'),
      changes: [
        'Location: Camden → Soho',
        'Name: Events → Events team',
        '2 permissions added',
        '1 permission removed',
        '… and 2 more',
      ],
      buttons: ['Show changes', 'Undo'],
    });
    expect(JSON.stringify(message)).not.toMatch(/Team-Read|Team-Edit|VideoRoom-List/);
  });

  test('taking a person out of a role leaves everything else as it was', async () => {
    const { ana, nexudus } = stage;
    const before = found(stage, 'userroles', RECEPTION);
    const form = await openForm(ana, '/nexudus role update Reception', 'Name');
    expect((await form.search('Remove users', '')).map(({ text }) => text)).toEqual(['Sam Field']);
    await form.pick('Remove users', 'Sam Field');
    await submitAndContinue(ana, form);
    expectOnlyChanged(before, nexudus.record('userroles', RECEPTION), { Users: [] });
    expect(onlyBody(stage)).toMatchObject({
      Users: [],
      AddedUsers: [],
      RemovedUsers: [SAM],
      Roles: before.Roles,
    });
    expect(linesOf(await announced(stage)).slice(1)).toEqual([
      '• 1 user removed: Sam Field',
      '[Undo]',
      'NX-…',
    ]);
  });

  test('one permission given to a role of a few hundred keeps all the others', async () => {
    const { ana, nexudus } = stage;
    const before = found(stage, 'userroles', RECEPTION);
    const held = before.Roles as number[];
    expect(held.length).toBeGreaterThan(300);
    const form = await openForm(ana, '/nexudus role update Reception', 'Name');
    await form.pick('Add permissions', 'Visitor-Create');
    await submitAndContinue(ana, form);
    expectOnlyChanged(before, nexudus.record('userroles', RECEPTION), {
      Roles: [...held, permission('Visitor-Create')],
    });
    expect(linesOf(await announced(stage)).slice(1)).toEqual([
      '• 1 permission added',
      '[Show changes] [Undo]',
      'NX-…',
    ]);
  });

  test('renaming a role changes its name only', async () => {
    const { ana, nexudus } = stage;
    const before = found(stage, 'userroles', EVENTS);
    const form = await openForm(ana, '/nexudus role rename Events', 'Name');
    await form.type('Name', 'Occasions');
    expectClosed(ana, await form.submit());
    expectOnlyChanged(before, nexudus.record('userroles', EVENTS), { Name: 'Occasions' });
    expect(linesOf(await announced(stage)).slice(1)).toEqual([
      '• Name: Events → Occasions',
      '[Undo]',
      'NX-…',
    ]);
  });
});
