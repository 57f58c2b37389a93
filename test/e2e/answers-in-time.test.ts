import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Ack, Modal, PickOption } from '../../src/sandbox/slack/start-slack.ts';
import { openForm } from '../support/channel.ts';
import { writes } from '../support/nexudus-calls.ts';
import { letPass } from '../support/time-passes.ts';
import { useSandbox } from '../support/use-sandbox.ts';

const ANA = 1_412_000_002;
const A_MINUTE = 70;
const TWENTY_MINUTES = 20 * 60;
/** Longer than any test waits. */
const NEVER_MS = 60_000;

describe.each(['http', 'socket'] as const)('over %s', (transport) => {
  const stage = useSandbox({ transport });
  /** What a picker offers, told in time. */
  const asked = async (form: Modal, label: string, query = ''): Promise<PickOption[]> => {
    const offered = await form.search(label, query);
    const last = stage.slack.interactions.at(-1);
    expect(last).toMatchObject({ kind: 'block_suggestion', status: 200, via: transport });
    expect(last?.ackMs).toBeLessThan(3000);
    return offered;
  };
  const isWait = ([only, second]: PickOption[]): boolean =>
    second === undefined &&
    /Type again in a moment/.test(only?.text ?? '') &&
    !/^\d+$/.test(only?.value ?? '');

  beforeEach(() => {
    // Six roles for Ana, with the one she has.
    for (const n of [1, 2, 3, 4, 5]) {
      stage.nexudus.put('userroles', { Id: 1_413_000_080 + n, Name: `Role ${n}`, Roles: [], Users: [ANA] });
    }
  });
  afterEach(() => {
    // What came too late was no failure.
    expect(stage.bot.output()).not.toMatch(/"level":(50|60)/);
  });

  test('a form open for over a minute: its picker offers what was known, with Nexudus at 0.4 s', async () => {
    const form = await openForm(stage.ana, '/nexudus team update Acme', 'Location');
    await letPass(stage.bot, A_MINUTE);
    stage.nexudus.switches.slowMs = 400;
    expect((await asked(form, 'Location', 'Cam')).map(({ text }) => text)).toEqual(['Camden']);
  });

  test('a form open for hours: its picker asks again who a person is, and answers in time meanwhile', async () => {
    const form = await openForm(stage.ana, '/nexudus team update Acme', 'Location');
    await letPass(stage.bot, TWENTY_MINUTES);
    stage.nexudus.switches.slowMs = 400;
    let offered = await asked(form, 'Location', 'Cam');
    for (let tries = 1; tries < 5 && isWait(offered); tries++) offered = await asked(form, 'Location', 'Cam');
    expect(offered.map(({ text }) => text)).toEqual(['Camden']);
  });

  test('with Nexudus at 2.5 s each try is answered in time, and the list comes when it is read', async () => {
    const form = await openForm(stage.ana, '/nexudus role update Reception', 'Add users');
    await letPass(stage.bot, TWENTY_MINUTES);
    stage.nexudus.switches.slowMs = 2500;
    let offered = await asked(form, 'Add users', 'Leo');
    expect(offered).toHaveLength(1);
    expect(isWait(offered)).toBe(true);
    for (let tries = 1; tries < 12 && isWait(offered); tries++)
      offered = await asked(form, 'Add users', 'Leo');
    expect(offered.map(({ text }) => text)).toEqual(['Leo Brandt']);
  }, 60_000);

  test('200 tries with a Nexudus that hangs are all answered in time', async () => {
    // A list that can't be read ahead, and no form before read it.
    stage.nexudus.switches.bodyAs = (path, json) => (path.endsWith('/videorooms') ? '{}' : json);
    const uma = stage.slack.as('Uma');
    const basics = await openForm(uma, '/nexudus team update Acme', 'Location');
    const form = await openForm(stage.ana, '/nexudus video-room update', 'Video room');
    stage.nexudus.switches.slowMs = NEVER_MS;
    const field = form.fields().find(({ label }) => label === 'Video room');
    const payload = {
      type: 'block_suggestion',
      team: stage.slack.team,
      user: { id: stage.ana.person.id, name: 'ana', team_id: stage.ana.person.teamId },
      api_app_id: stage.slack.bot.appId,
      action_id: 'value',
      block_id: field?.blockId,
      value: 'mail',
      container: { type: 'view', view_id: form.id },
      view: { ...form.json, id: form.id },
    };
    for (let round = 0; round < 8; round++) {
      const answers = await Promise.all(
        Array.from({ length: 25 }, () => stage.slack.send('interactive', payload)),
      );
      for (const { status, ms, body } of answers) {
        expect(status).toBe(200);
        expect(ms).toBeLessThan(3000);
        expect(body).toEqual({
          options: [
            {
              text: {
                type: 'plain_text',
                text: expect.stringMatching(/Type again in a moment/),
                emoji: false,
              },
              value: expect.not.stringMatching(/^\d+$/),
            },
          ],
        });
      }
    }
    // A list that was read before is still offered.
    await letPass(stage.bot, A_MINUTE);
    expect((await asked(basics, 'Location', 'Cam')).map(({ text }) => text)).toEqual(['Camden']);
  }, 60_000);

  test('a form redrawn for an error in another section is drawn in time, with the names that it showed', async () => {
    // Not Ana: what was asked about her is not answered for a long time.
    const priya = stage.slack.as('Priya');
    const form = await openForm(priya, '/nexudus team update Acme', 'Location');
    await form.pick('Location', 'Camden');
    await form.type('Maximum members', '-1');
    await form.pick('Section', 'Billing');
    await priya.waitForModal((modal) => modal.labels().includes('Paying customer'));
    await letPass(stage.bot, TWENTY_MINUTES);
    stage.nexudus.switches.slowMs = NEVER_MS;
    // On a busy machine there may be no time left to draw it: then a sentence stands under the first field, and one submits again.
    const answers: (Ack | undefined)[] = [];
    const isLate = () => (answers.at(-1)?.body as { response_action?: string })?.response_action === 'errors';
    do answers.push(await priya.modal()?.submit());
    while (answers.length < 3 && isLate());
    for (const ack of answers) {
      expect(ack).toMatchObject({ status: 200, timedOut: false });
      expect(ack?.ms).toBeLessThan(3000);
    }
    expect(answers.at(-1)?.body).toMatchObject({ response_action: 'update' });
    const back = priya.modal();
    expect(back?.value('Team')).toBe('Acme');
    expect(back?.value('Location')).toBe('Camden');
    expect(back?.value('Maximum members')).toBe('-1');
    expect(writes(stage)).toEqual([]);
  });
});
