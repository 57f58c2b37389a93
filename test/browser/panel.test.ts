import { expect, test } from '@jest/globals';
import { describePage } from './use-page.ts';

const create = '/nexudus video-room create name=Den participants=8 location=Soho';

describePage('behind the scenes', (stage) => {
  test('records: what changed comes first, with before and after', async () => {
    const { screen } = stage;
    const panel = await screen.openPanel('Records');
    await panel.getByLabel('Resource').selectOption('teams');
    await panel.getByRole('button', { name: /^Acme 1414300001/ }).waitFor();
    await screen.say('/nexudus team rename Acme to "Acme Ltd"');
    await screen.form('Rename team', 'New name');
    await screen.press('Rename');
    await screen.closed();
    const changed = panel.getByRole('button', { name: /^Acme Ltd changed/ });
    await changed.click();
    expect(await panel.locator('.record').first().textContent()).toContain('Acme Ltd');
    const name = panel.locator('.properties .differs', {
      has: stage.page.getByText('Name', { exact: true }),
    });
    expect(await name.first().textContent()).toBe('NameAcme → Acme Ltd');
    await panel.getByLabel('Find').fill('1414300004');
    await panel.getByRole('button', { name: /1414300004/ }).click();
    await panel.getByText('TunnelPrivateGroupId').waitFor();
  });

  test('calls: both sides, with bodies when asked for and no token in them', async () => {
    const { screen, sandbox } = stage;
    const panel = await screen.openPanel('Calls');
    await screen.say('/nexudus help');
    await screen.message('Do Nexudus admin work');
    await screen.say('/nexudus video-room update "Focus room"');
    await screen.form('Update video room', 'Description');
    await screen.press('Cancel');
    await screen.closed();
    const sides = await panel.locator('.call-side').allTextContents();
    expect(new Set(sides)).toEqual(new Set(['Slack → bot', 'bot → Slack', 'bot → Nexudus']));
    for (const call of await panel.locator('.call').all()) await call.click();
    await panel.getByText('"text": "help"').waitFor();
    const bodies = (await panel.textContent()) ?? '';
    expect(bodies).toMatch(/200POST \/slack\/events command\d+ ms/);
    expect(bodies).toContain('•••');
    for (const secret of [sandbox.slack.botToken, 'verification-token', sandbox.slack.signingSecret])
      expect(bodies).not.toContain(secret);
  });

  test('acks are measured against three seconds', async () => {
    const { screen } = stage;
    const panel = await screen.openPanel('Acks');
    await screen.say(create);
    await screen.form('Create video room', 'Name');
    await screen.press('Create');
    await screen.closed();
    const bar = panel.getByRole('progressbar', { name: 'Ack of view_submission video-room.create' });
    expect(await bar.getAttribute('max')).toBe('3000');
    expect(Number(await bar.getAttribute('value'))).toBeGreaterThan(0);
    expect(Number(await bar.getAttribute('value'))).toBeLessThan(3000);
  });

  test('each switch does what it says', async () => {
    const { screen, sandbox } = stage;
    const { nexudus, slack } = sandbox;
    const panel = await screen.openPanel('Switches');
    const flip = async (name: string, on: boolean) => {
      await panel.getByRole('switch', { name: new RegExp(`^${name}`) }).setChecked(on);
      await new Promise((resolve) => setTimeout(resolve, 150));
    };
    const state = () => ({
      slowMs: nexudus.switches.slowMs,
      down: nexudus.switches.down,
      throttle: nexudus.switches.throttle,
      refuse: nexudus.switches.refuse.length,
      twice: slack.faults.deliverTwice,
    });
    const off = { slowMs: 0, down: 'no', throttle: 'off', refuse: 0, twice: false };
    const switches: [string, object][] = [
      ['Slow', { slowMs: 3000 }],
      ['Down', { down: '503' }],
      ['Throttled', { throttle: '409' }],
      ['Refuse a field', { refuse: 1 }],
      ['Deliver twice', { twice: true }],
    ];
    for (const [name, change] of switches) {
      await flip(name, true);
      expect(state()).toEqual({ ...off, ...change });
      await flip(name, false);
      expect(state()).toEqual(off);
    }
  });

  test('delivered twice, a form is done once', async () => {
    const { screen, sandbox } = stage;
    const panel = await screen.openPanel('Switches');
    await screen.say(create);
    await screen.form('Create video room', 'Name');
    sandbox.slack.faults.deliverTwice = true;
    await screen.press('Create');
    await screen.closed();
    await screen.message('✅ Created ');
    expect(sandbox.nexudus.records('videorooms').filter(({ Name }) => Name === 'Den')).toHaveLength(1);
    await stage.page.getByRole('tab', { name: 'Acks' }).click();
    await panel.getByText('video-room.create (again)').waitFor();
  });

  test('an expired token is renewed on the way', async () => {
    const { screen, sandbox } = stage;
    await screen.say('/nexudus whoami');
    await screen.message('You are Ana Ruiz');
    const panel = await screen.openPanel('Switches');
    await panel.getByRole('button', { name: 'Expire the token' }).click();
    await screen.say('/nexudus team rename Acme to "Acme Ltd"');
    await screen.form('Rename team', 'New name');
    await screen.press('Rename');
    await screen.closed();
    await screen.message('✅ Renamed ');
    expect(sandbox.nexudus.calls.map(({ status }) => status)).toContain(401);
  });

  test('killed in the middle, the bot finishes what it had accepted', async () => {
    const { screen, sandbox } = stage;
    stage.expectProblems(/view_submission video-room.create: the bot cannot be reached/);
    const panel = await screen.openPanel('Switches');
    await screen.say(create);
    await screen.form('Create video room', 'Name');
    const before = sandbox.bot.pid;
    sandbox.nexudus.switches.slowMs = 1500;
    const calls = sandbox.nexudus.calls.length;
    await screen.press('Create');
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(sandbox.nexudus.calls.length).toBe(calls);
    // The modal is in front of everything: the page's own way is used past it.
    await panel.getByRole('button', { name: 'Restart the bot abruptly' }).dispatchEvent('click');
    await stage.page.getByText('The bot is starting…').waitFor();
    sandbox.nexudus.switches.slowMs = 0;
    await stage.page.getByText('The bot is starting…').waitFor({ state: 'hidden', timeout: 30_000 });
    expect(sandbox.bot.pid).not.toBe(before);
    await screen.page.locator('.message', { hasText: '✅ Created ' }).waitFor({ timeout: 60_000 });
    expect(sandbox.nexudus.records('videorooms').filter(({ Name }) => Name === 'Den')).toHaveLength(1);
  }, 90_000);

  test('Reset brings everything back to the start', async () => {
    const { screen, sandbox } = stage;
    const panel = await screen.openPanel('Switches');
    await screen.say('Hello');
    await screen.message('Hello');
    sandbox.nexudus.put('videorooms', { Name: 'Den' });
    sandbox.nexudus.switches.down = '503';
    await panel.getByRole('button', { name: 'Reset to the start data' }).click();
    await stage.page.getByText('This is the very beginning of #ops').waitFor();
    await stage.page.getByText('The bot is starting…').waitFor({ state: 'hidden' });
    expect(sandbox.nexudus.records('videorooms')).toHaveLength(8);
    expect(await panel.getByRole('switch', { name: /^Down/ }).isChecked()).toBe(false);
    await screen.say('/nexudus whoami');
    await screen.message('You are Ana Ruiz');
  });
});
