import { describe, expect, test } from '@jest/globals';
import { announced, expectClosed, openForm } from '../support/channel.ts';
import { expectOnlyChanged, found, onlyBody } from '../support/nexudus-calls.ts';
import { useSandbox } from '../support/use-sandbox.ts';

const stage = useSandbox();
const ACME = 1_414_300_001;
const KESTREL = 1_414_300_009;

describe('another team is picked in Rename team', () => {
  test.each([
    [
      'typed after the command',
      async () => openForm(stage.ana, '/nexudus team rename Acme to "Acme Ltd"', 'New name'),
    ],
    [
      'typed into the form',
      async () => {
        const form = await openForm(stage.ana, '/nexudus team rename Acme', 'New name');
        await form.type('New name', 'Acme Ltd');
        return form;
      },
    ],
    [
      'refused by Nexudus',
      async () => {
        stage.nexudus.switches.refuse = [{ property: 'Name', message: 'is taken' }];
        const form = await openForm(stage.ana, '/nexudus team rename Acme to "Acme Ltd"', 'New name');
        await form.submit();
        stage.nexudus.switches.refuse = [];
        return form;
      },
    ],
    [
      'that came back blank',
      async () => {
        stage.slack.faults.blankPrefilled = true;
        return openForm(stage.ana, '/nexudus team rename Acme to "Acme Ltd"', 'New name');
      },
    ],
  ])('a new name %s stays, and is that team’s once the form is sent', async (_how, open) => {
    const { ana, nexudus } = stage;
    const acme = found(stage, 'teams', ACME);
    const form = await open();
    const drawn = form.json;
    await form.pick('Team', 'Kestrel Robotics');
    await ana.waitForModal((modal) => modal.json !== drawn && modal.labels().length > 1);
    expect(form.value('Team')).toBe('Kestrel Robotics');
    expect(form.value('New name')).toBe('Acme Ltd');
    expect(form.text()).not.toMatch(/discarded/);
    const before = found(stage, 'teams', KESTREL);
    stage.slack.faults.blankPrefilled = false;
    expectClosed(ana, await form.submit());
    await stage.until(() => nexudus.record('teams', KESTREL)?.Name === 'Acme Ltd', 'the rename');
    expectOnlyChanged(before, nexudus.record('teams', KESTREL), { Name: 'Acme Ltd' });
    expectOnlyChanged(acme, nexudus.record('teams', ACME), {});
  });

  test('a name that no one changed is the one of the team that is picked', async () => {
    const { ana } = stage;
    const form = await openForm(ana, '/nexudus team rename Acme', 'New name');
    await form.pick('Team', 'Kestrel Robotics');
    await ana.waitForModal(
      (modal) => modal.labels().includes('New name') && modal.value('New name') === 'Kestrel Robotics',
    );
    expect(form.text()).not.toMatch(/discarded/);
  });

  test('a name that was typed with no team, or one of several, is for the first that is picked', async () => {
    const { ana } = stage;
    const form = await openForm(ana, '/nexudus team rename Northwind to "Northwind Ltd"', 'Team');
    await form.pick('Team', '1414300004');
    await ana.waitForModal((modal) => modal.labels().includes('New name'));
    expect(form.value('New name')).toBe('Northwind Ltd');
    expect(form.text()).not.toMatch(/discarded/);
    expectClosed(ana, await form.submit());
    expect(onlyBody(stage)).toMatchObject({ Id: 1_414_300_004, Name: 'Northwind Ltd' });
    await announced(stage);
  });
});
