import { randomBytes } from 'node:crypto';
import type { World } from './world.ts';

const lifeMs = 3000;

interface Trigger {
  user: string;
  born: number;
  used: boolean;
}

type TriggerError = 'invalid_trigger_id' | 'expired_trigger_id' | 'exchanged_trigger_id';

/** Trigger ids: valid for 3 s from when Slack sends them, for one view. */
export class Triggers {
  private readonly world: World;
  private readonly known = new Map<string, Trigger>();

  constructor(world: World) {
    this.world = world;
  }

  issue(user: string): string {
    const id = `${this.world.now()}.${this.world.team.id}.${randomBytes(12).toString('hex')}`;
    this.known.set(id, { user, born: this.world.now(), used: false });
    return id;
  }

  look(id: unknown): Trigger | TriggerError {
    const trigger = typeof id === 'string' ? this.known.get(id) : undefined;
    if (!trigger) return 'invalid_trigger_id';
    if (trigger.used) return 'exchanged_trigger_id';
    if (this.world.now() - trigger.born > lifeMs) return 'expired_trigger_id';
    return trigger;
  }

  use(id: string): void {
    const trigger = this.known.get(id);
    if (trigger) trigger.used = true;
  }

  reset(): void {
    this.known.clear();
  }
}
