import { mkdirSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { type Bot, startBot } from '../../src/sandbox/start-bot.ts';

// In here the bot finds its packages.
const folder = fileURLToPath(new URL('../../node_modules/.cache/nexudus-journal-tests/', import.meta.url));

/** What the CommonJS packages among them expect to be there. */
const AS_COMMON_JS = `
import { createRequire as requireFrom_ } from 'node:module';
import { fileURLToPath as pathOf_ } from 'node:url';
const require = requireFrom_(import.meta.url);
const __filename = pathOf_(import.meta.url);
const __dirname = pathOf_(new URL('.', import.meta.url));
`;

/** The bot as it is now, in one file: tests that start it again and again don't wait for its sources to be read. */
export interface BundledBot {
  start(settings: Record<string, string>): Promise<Bot>;
  remove(): void;
}

export async function bundleBot(): Promise<BundledBot> {
  const program = `${folder}main-${process.pid}-${Date.now()}.mjs`;
  mkdirSync(folder, { recursive: true });
  await build({
    entryPoints: [fileURLToPath(new URL('../../src/main.ts', import.meta.url))],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'esm',
    // With its packages in the same file it starts in half the time.
    external: ['@photostructure/sqlite', 'pg-native'],
    banner: { js: AS_COMMON_JS },
    logLevel: 'error',
  });
  return {
    start: (settings) => startBot(settings, { entry: 'build', program }),
    remove: () => rmSync(program, { force: true }),
  };
}
