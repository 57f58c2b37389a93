import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll } from '@jest/globals';
import { WITH_CLOCK } from './time-passes.ts';
import { type Stage, useSandbox } from './use-sandbox.ts';

/** What something costs. */
export interface Cost {
  nexudus: string[];
  /** Without conversations.info, which is kept for some minutes. */
  slack: string[];
  /** Statements of the store, without those that also run while nothing happens. */
  statements: number;
}

/** Looking for work, and cleaning up. */
const BY_THE_CLOCK = /^ *update submissions set status = 'running'|^delete |"response_url" is not null/;

/** Forms are saved together, or apart where the machine takes its time: that counts once. */
const WRITTEN_BEHIND = '/* unflushed */';

/** A sandbox whose bot writes down its statements, and what acts in it make the bot do until it is quiet again. */
export function useCosts(settings: Record<string, string> = {}): {
  stage: Stage;
  costOf(act: () => Promise<unknown>): Promise<Cost>;
} {
  const folder = mkdtempSync(join(tmpdir(), 'nexudus-statements-'));
  const log = join(folder, 'statements');
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const statementLog = `--import ${new URL('./statement-log.mjs', import.meta.url).href}`;
  // A bundle with the packages outside: the one that counts statements is the bot's own.
  const stage = useSandbox({
    entry: 'bundle',
    ofOneProcess: 'counts what one process asks, and what it remembers',
    settings: { ...settings, NODE_OPTIONS: `${WITH_CLOCK.NODE_OPTIONS} ${statementLog}`, STATEMENTS: log },
  });
  const lines = () => readFileSync(log, 'utf8').trimEnd().split('\n');
  const quiet = async () => {
    const { slack, nexudus } = stage;
    for (let before = -1; before !== nexudus.calls.length + slack.calls.length; ) {
      before = nexudus.calls.length + slack.calls.length;
      await sleep(1000);
    }
  };
  return {
    stage,
    async costOf(act) {
      const { slack, nexudus } = stage;
      await quiet();
      const idleFrom = lines().length;
      await sleep(1500);
      const idle = new Set(lines().slice(idleFrom));
      const [calls, methods, statements] = [nexudus.calls.length, slack.calls.length, lines().length];
      await act();
      await quiet();
      return {
        nexudus: nexudus.calls
          .slice(calls)
          .map(({ method, path }) => `${method} ${path.replace(/\d{5,}/, '#')}`),
        slack: slack.calls
          .slice(methods)
          .flatMap(({ method }) => (method === 'conversations.info' ? [] : method)),
        statements: lines()
          .slice(statements)
          .filter((line) => !idle.has(line) && !BY_THE_CLOCK.test(line))
          .filter((line, n, all) => !line.includes(WRITTEN_BEHIND) || all.indexOf(line) === n).length,
      };
    },
  };
}
