import type { NexudusStandIn } from '../../src/sandbox/nexudus/start-nexudus.ts';
import type { SlackClient, SlackStandIn } from '../../src/sandbox/slack/start-slack.ts';
import type { CrashEvent, Watch } from './crash-watch.ts';

/** What those who act on a stage share. */
export interface CrashStage {
  slack: SlackStandIn;
  nexudus: NexudusStandIn;
  watch: Watch;
  /** Counts the bots that were started. */
  generation: number;
  /** Resolves while a bot is there to take a press. */
  up(): Promise<void>;
  /** True once it is so; false when it was not so in time. */
  wait(condition: () => boolean, withinMs: number): Promise<boolean>;
  /** A thing that people do, which a kill may be meant for. */
  act(event: CrashEvent): void;
  /** No new work is begun. */
  ending: boolean;
  /** What was not over by now never will be. */
  over: boolean;
  count(what: string): void;
  /** A sentence that sent a person back to press again. */
  sentBack(sentence: string): void;
}

export class Stuck extends Error {
  override name = 'Stuck';
}

const FIRST_ROLE = 1_413_000_001;

/** People who may do everything, each with a Slack and a screen of their own. */
export function hire(count: number, slack: SlackStandIn, nexudus: NexudusStandIn): SlackClient[] {
  const users: number[] = [];
  const hired = Array.from({ length: count }, (_, n) => {
    const letter = String.fromCharCode(65 + n);
    const name = `crew${letter.toLowerCase()}`;
    const email = `${name}@harbour.example`;
    const person = {
      id: `U0CR${letter}0000`,
      name,
      realName: `Crew ${letter}`,
      email,
      teamId: slack.team.id,
      isEmailConfirmed: true,
    };
    slack.people.push(person);
    slack.channel('#ops').members.push(person.id);
    const user = nexudus.put('users', {
      FullName: person.realName,
      Email: email,
      Active: true,
      IsAdmin: true,
      DefaultBusinessId: nexudus.records('businesses')[0]?.Id,
      Businesses: [],
    });
    users.push(user.Id);
    return slack.as(name);
  });
  const before = nexudus.record('userroles', FIRST_ROLE)?.Users as number[];
  nexudus.put('userroles', { Id: FIRST_ROLE, Users: [...before, ...users] });
  return hired;
}
