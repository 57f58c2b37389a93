import { beforeEach, expect } from '@jest/globals';
import { cardSaying, cards, expectRefused, review } from '../support/approvals.ts';
import { openForm } from '../support/channel.ts';
import { isQuestion } from '../support/is-question.ts';
import { writes } from '../support/nexudus-calls.ts';
import { ofOneProcess } from '../support/of-one-process.ts';
import { ASKS } from '../support/outcomes.ts';
import { say } from '../support/sentences.ts';
import { useSandbox } from '../support/use-sandbox.ts';

// Three hundred people in the approval channel, and twelve admin users who could make the change.
const stage = useSandbox({ settings: { APPROVAL_CHANNEL: 'C0APPROVE' } });
const NETWORK_ADMIN = 1_413_000_001;
const NOT_NOW = say.noApprover.unknown;
const ABOUT_PEOPLE = /^(users|conversations|usergroups)\./;

/** Of the admin users only the last is in Slack. */
beforeEach(() => {
  const { slack, nexudus } = stage;
  const person = (id: string, email: string) =>
    slack.people.push({ id, name: id, realName: id, email, teamId: slack.team.id, isEmailConfirmed: true });
  const crowd = Array.from({ length: 298 }, (_, n) => `U0CROWD${n}`);
  for (const id of crowd) person(id, `${id}@harbour.example`);
  const admins = Array.from({ length: 11 }, (_, n) => 1_412_001_000 + n);
  for (const Id of admins) {
    const Email = `boss${Id}@harbour.example`;
    nexudus.put('users', { Id, FullName: `Boss ${Id}`, Email, Active: true, IsAdmin: true, Businesses: [] });
  }
  nexudus.put('userroles', { Id: NETWORK_ADMIN, Users: [1_412_000_002, ...admins] });
  person('U0BOSS000', `boss${admins.at(-1)}@harbour.example`);
  slack.channel('#approvals').members = [...crowd, 'U0ANA0000', 'U0BOSS000', slack.bot.userId];
});
const asked = (from: number) =>
  stage.slack.calls.slice(from).flatMap(({ method }) => (ABOUT_PEOPLE.test(method) ? method : []));
const lookUps = (from: number) => asked(from).filter((method) => method === 'users.lookupByEmail').length;

ofOneProcess('each remembers for itself')(
  'who may approve is found with few calls, which end at Slack’s first "slow down" and are remembered',
  async () => {
    const { slack, ana } = stage;
    const form = await openForm(ana, '/nexudus role add-users Reception leo@harbour.example', 'Users');
    slack.faults.rateLimit = { method: 'users.lookupByEmail', times: 1000, retryAfterSec: 10 };
    const start = slack.calls.length;
    await expectRefused(ana, form, { Role: NOT_NOW });
    // Those under way in the same moment.
    const first = lookUps(start);
    expect(first).toBeLessThanOrEqual(3);
    slack.faults.rateLimit = undefined;
    await expectRefused(ana, form, { Role: NOT_NOW });
    expect(lookUps(start)).toBe(first);
    expect(cards(stage)).toEqual([]);
    expect(writes(stage)).toEqual([]);

    await new Promise((resolve) => setTimeout(resolve, 10_100));
    const cold = slack.calls.length;
    await form.submit();
    const question = await ana.waitForModal(isQuestion, {
      timeoutMs: 20_000,
    });
    // Members of the channel in two pages, who asks, and those who could.
    expect(asked(cold).length).toBeLessThanOrEqual(20);
    expect(lookUps(cold)).toBeGreaterThan(5);
    await question.submit();
    const card = await cardSaying(stage, ASKS);
    expect(card.mentions).toContain('U0BOSS000');

    const warm = slack.calls.length;
    await (await review(ana, '/nexudus role add-users Events leo@harbour.example')).close();
    expect(lookUps(warm)).toBe(0);
    expect(asked(warm).length).toBeLessThanOrEqual(8);
  },
  90_000,
);
