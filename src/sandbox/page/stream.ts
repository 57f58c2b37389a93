import type { Shown } from './shown.ts';

const atOnce = 15;

export interface Watcher {
  send(patch: Partial<Shown>): void;
  look(): Shown;
}

/** Sends the open pages what changed: only the parts that differ from what they were sent before. */
export class Stream {
  private readonly watchers = new Map<Watcher, Map<string, string>>();
  private timer: NodeJS.Timeout | undefined;

  watch(watcher: Watcher): () => void {
    this.watchers.set(watcher, new Map());
    this.tell(watcher);
    return () => {
      this.watchers.delete(watcher);
    };
  }

  /** Many changes in a row are sent together. */
  readonly changed = (): void => {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      for (const watcher of this.watchers.keys()) this.tell(watcher);
    }, atOnce);
  };

  close(): void {
    clearTimeout(this.timer);
    this.watchers.clear();
  }

  private tell(watcher: Watcher): void {
    const told = this.watchers.get(watcher);
    if (!told) return;
    const patch: Record<string, unknown> = {};
    for (const [part, value] of Object.entries(watcher.look())) {
      const text = JSON.stringify(value);
      if (told.get(part) === text) continue;
      told.set(part, text);
      patch[part] = value;
    }
    if (Object.keys(patch).length > 0) watcher.send(patch);
  }
}
