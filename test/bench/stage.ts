import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type NexudusStandIn, startNexudus } from '../../src/sandbox/nexudus/start-nexudus.ts';
import { type Program, startProgram } from './programs.ts';
import { SECRET, TOKEN } from './slack-of-bench.ts';
import { type LoadProcess, startLoad } from './start-load.ts';

/** What the rows of the table are measured with: the load, both outside worlds, and ways to start who is compared. */
export interface Stage {
  load: LoadProcess;
  nexudus: NexudusStandIn;
  /** The bot as `npm start` runs it, with an empty database of its own. */
  startBot(more?: {
    settings?: Record<string, string>;
    flags?: string[];
    /** Of another version of the bot. */
    program?: string;
  }): Promise<Program>;
  /** Bare Bolt, which shows these two views. */
  startBare(views: { empty: object; filled: object }, flags?: string[]): Promise<Program>;
  close(): Promise<void>;
}

const root = fileURLToPath(new URL('../../', import.meta.url));

/**
 * @param customers 100,000: and 10,000 teams; without it the few of the start data
 * @param latencyMs of each of Nexudus's answers
 */
export async function openStage(customers = 0, latencyMs = 0): Promise<Stage> {
  execFileSync(process.execPath, ['scripts/build.mjs'], { cwd: root });
  const folder = mkdtempSync(join(tmpdir(), 'nexudus-bench-'));
  const load = startLoad();
  const [{ apiUrl }, nexudus] = await Promise.all([
    load.slack(undefined),
    startNexudus({ large: customers >= 100_000, latencyMs }),
  ]);
  for (let n = nexudus.names('coworkers', '', 0).total; n < customers; n++)
    nexudus.put('coworkers', { FullName: `Kaya ${n} Hoffmann`, Email: `kaya.${n}@example.com` });
  let databases = 0;
  const slack = { SLACK_BOT_TOKEN: TOKEN, SLACK_SIGNING_SECRET: SECRET, SLACK_API_URL: apiUrl };
  return {
    load,
    nexudus,
    startBot: ({ settings, flags, program } = {}) =>
      startProgram(
        'bot',
        {
          ...slack,
          NEXUDUS_API_URL: nexudus.url,
          NEXUDUS_USERNAME: 'nexudus-bot@harbour.example',
          NEXUDUS_PASSWORD: 'sandbox',
          DATABASE_URL: `file:${join(folder, `${++databases}.sqlite`)}`,
          LOG_LEVEL: 'warn',
          ...settings,
        },
        { cwd: folder, flags, program },
      ),
    startBare(views, flags) {
      const file = join(folder, 'views.json');
      writeFileSync(file, JSON.stringify(views));
      return startProgram('bare', { ...slack, VIEWS: file }, { cwd: folder, flags });
    },
    async close() {
      load.stop();
      await nexudus.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
