import type { BotProcess } from './bot-process.ts';
import { CAST } from './cast.ts';
import {
  CAMDEN,
  EVENTS,
  type NexudusServer,
  permissionIds,
  RECEPTION,
  SOHO,
  SOHO_TEAM,
} from './nexudus-server.ts';
import type { Random } from './random.ts';
import type { Timeline } from './timeline.ts';

export interface Disturbed {
  timeline: Timeline;
  random: Random;
  server: NexudusServer;
  /** The processes that live. */
  alive: BotProcess[];
  /** Starts one more. */
  begin(): void;
  note(what: string): void;
  lastsMs: number;
  /** So far may a clock be from the true time. */
  mostSkewMs: number;
}

/** What happens to the processes, their clocks, the records and people's rights, whoever submits what. */
export function disturb({
  timeline,
  random,
  server,
  alive,
  begin,
  note,
  lastsMs,
  mostSkewMs,
}: Disturbed): void {
  const sometime = (act: () => void) => timeline.after(random.between(0, lastsMs - 1), undefined, act);
  const times = (most: number, act: () => void) => {
    for (let n = random.between(0, most); n > 0; n--) sometime(act);
  };
  const one = () => (alive.length > 0 ? random.pick(alive) : undefined);
  const bad = random.pick([0, 1, 1, 3]);

  const stall = () => {
    const process = one();
    if (!process) return;
    const ms = random.pick([
      random.between(100, 3_000),
      random.between(10_000, 40_000),
      random.between(40_000, 150_000),
    ]);
    // Of a machine that sleeps the ticks stand still, while its clock goes on.
    const sleeps = random.happens(0.25);
    note(`${process.machine.name} ${sleeps ? 'sleeps' : 'stalls'} for ${ms} ms`);
    process.machine.stalledUntil = Math.max(process.machine.stalledUntil, timeline.now + ms);
    if (sleeps) process.machine.slept += ms;
  };
  const die = () => {
    const process = one();
    if (!process) return;
    note(`${process.machine.name} dies`);
    process.machine.dead = true;
    alive.splice(alive.indexOf(process), 1);
    timeline.after(random.pick([200, 3_000, random.between(5_000, 90_000)]), undefined, () => {
      if (alive.length < 2) begin();
    });
  };
  const stop = () => {
    const process = one();
    if (!process) return;
    note(`${process.machine.name} is stopped`);
    alive.splice(alive.indexOf(process), 1);
    void process.submissions.stop(24_000).then(() => process.outbox.stop());
    timeline.after(26_000, undefined, () => {
      process.machine.dead = true;
    });
    timeline.after(random.between(0, 10_000), undefined, begin);
  };
  const jump = () => {
    const process = one();
    if (!process) return;
    const ms = random.pick([-1, 1]) * random.pick([2_000, 30_000, mostSkewMs]);
    const skew = Math.max(-mostSkewMs, Math.min(mostSkewMs, process.machine.skew + ms));
    note(`the clock of ${process.machine.name} jumps from ${process.machine.skew} to ${skew} ms`);
    process.machine.skew = skew;
  };
  const editRecord = () => {
    const n = random.between(0, 1);
    const name = `by hand ${random.between(1, 99)}`;
    note(`someone edits a record in the dashboard: ${name}`);
    switch (random.weighted({ team: 3, name: 2, room: 2, move: 1, create: 1 })) {
      case 'team':
        return server.edit('teams', 10 + n, { Description: name });
      case 'name':
        return server.edit('teams', 10 + n, { Name: name });
      case 'room':
        return server.edit('videorooms', 20 + n, { Description: name });
      case 'move':
        return server.edit('teams', 10 + n, { BusinessId: random.pick([SOHO, CAMDEN]) });
      case 'create':
        return void server.write('videorooms POST', {
          BusinessId: random.pick([SOHO, CAMDEN]),
          Name: `blue ${1 + n}`,
          NumberOfParticipants: random.pick([4, 8]),
          Active: true,
        });
    }
  };
  const editRights = () => {
    const { user, roles } = random.pick(CAST);
    const kind = random.weighted({ lose: 3, regain: 2, inactive: 1, more: 2, holders: 1 });
    note(`rights change in the dashboard: ${kind} (${user})`);
    switch (kind) {
      case 'lose':
        return server.edit('users', user, { UserRoles: [] });
      case 'regain':
        return server.edit('users', user, { UserRoles: roles, Active: true });
      case 'inactive':
        return server.edit('users', user, { Active: false });
      case 'more':
        return server.edit('userroles', random.pick([RECEPTION, EVENTS]), {
          Roles: permissionIds('User-List', random.pick(['Team-Delete', 'VideoRoom-Edit'])),
        });
      case 'holders':
        return server.edit('userroles', SOHO_TEAM, { Users: [103, 105, user] });
    }
  };

  times(bad * 3, stall);
  times(bad, die);
  times(1, stop);
  times(mostSkewMs > 0 ? 3 : 0, jump);
  times(4, editRecord);
  times(3, editRights);
}
