import { beforeEach, describe, expect, test } from '@jest/globals';
import type { SlackPerson } from '../../src/sandbox/slack/start-slack.ts';
import { byCommand } from '../support/access-acts.ts';
import { announced, linesOf } from '../support/channel.ts';
import { done } from '../support/outcomes.ts';
import { denied } from '../support/sentences.ts';
import { useSandbox } from '../support/use-sandbox.ts';

// A workspace of an Enterprise Grid. Greta, Ada and the others share Priya's rights by NEXUDUS_LOGINS.
const GRID = 'E0HARBOUR';
const stage = useSandbox({
  enterpriseId: GRID,
  settings: {
    NEXUDUS_LOGINS: ['U0GRETA00', 'U0ADA0000', 'U0OTTO000', 'U0NOBODY0', 'W0STEFAN0']
      .map((id) => `${id}=priya@harbour.example`)
      .join(','),
  },
});
const RENAME = '/nexudus team rename 1414300001';
const STRANGER = denied('stranger');

const inGrid = (name: string, id: string, more: Partial<SlackPerson>): SlackPerson => ({
  id,
  name: name.toLowerCase(),
  realName: `${name} Grid`,
  email: `${name.toLowerCase()}@harbour.example`,
  teamId: 'T0HARBOUR',
  isEmailConfirmed: true,
  ...more,
});

beforeEach(() => {
  stage.slack.enterpriseId = GRID;
  stage.slack.people.push(
    inGrid('Greta', 'U0GRETA00', { hidesTeam: true, gridTeams: ['T0HARBOUR'] }),
    inGrid('Ada', 'U0ADA0000', { teamId: 'T0SISTER0', gridTeams: ['T0SISTER0', 'T0HARBOUR'] }),
    inGrid('Otto', 'U0OTTO000', { teamId: 'T0SISTER0', gridTeams: ['T0SISTER0'] }),
    inGrid('No one', 'U0NOBODY0', { hidesTeam: true }),
    inGrid('Stefan', 'W0STEFAN0', { gridTeams: ['T0HARBOUR'], isStranger: true }),
  );
});

describe('members are those whose workspaces include this one', () => {
  test.each([
    ['Greta', 'form'],
    ['Ada', 'form'],
    ['Otto', STRANGER],
    ['No one', STRANGER],
    ['Stefan', STRANGER],
  ])('%s', async (name, said) => {
    expect(await byCommand(stage.slack.as(name), RENAME)).toBe(said);
  });
});

test('payloads of the whole organisation are taken from the enterprise that the workspace belongs to', async () => {
  const one = { team: { id: 'T0HARBOUR', enterprise_id: GRID }, enterprise: { id: GRID } };
  const taken = [
    { team: null, enterprise: { id: GRID, name: 'Harbour Grid' } },
    { team: { id: GRID }, enterprise: { id: GRID } },
    { ...one, is_enterprise_install: false },
  ];
  const left = [
    { team: null, enterprise: { id: 'E0ELSEWHR' } },
    { team: { id: 'T0ELSEWHR' }, enterprise: { id: 'E0ELSEWHR' } },
    // An installation in another workspace of it is not this one.
    { team: { id: 'T0SISTER0' }, enterprise: { id: GRID }, is_enterprise_install: false },
    { team: null, enterprise: null },
  ];
  let sent = 0;
  const payload = (more: object) => ({
    type: 'shortcut',
    callback_id: 'rename-team',
    // What comes twice with one trigger is done once.
    trigger_id: `none-${++sent}`,
    // Where there is no team, Bolt takes the person's own.
    user: { id: 'U0ANA0000', name: 'ana', team_id: 'T0SISTER0' },
    is_enterprise_install: true,
    ...more,
  });
  // The trigger is none, so what is taken ends at Slack's refusal to open a form.
  const opened = () => stage.slack.calls.filter(({ method }) => method === 'views.open').length;
  for (const more of left) await stage.slack.send('interactive', payload(more));
  for (const [index, more] of taken.entries()) {
    await stage.slack.send('interactive', payload(more));
    await stage.until(() => opened() === index + 1, JSON.stringify(more));
  }
  stage.expectProblems(...taken.map(() => 'views.open refused: invalid_trigger_id'));
});

test('a channel of several workspaces of one organisation is not external', async () => {
  stage.slack.channel('#soho-desk').isOrgShared = true;
  await stage.ana.command('/nexudus team rename 1414300001', { channel: '#soho-desk' });
  const form = await stage.ana.waitForModal((modal) => modal.labels().includes('New name'));
  await form.type('New name', 'Acme Grid');
  await form.submit();
  expect(linesOf(await announced(stage, '#soho-desk'))[0]).toEqual(done('Acme Grid', '@Ana Ruiz'));
});
