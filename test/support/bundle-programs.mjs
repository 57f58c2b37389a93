import { mkdirSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** What the CommonJS packages among them expect to be there. */
const AS_COMMON_JS = `
import { createRequire as requireFrom_ } from 'node:module';
import { fileURLToPath as pathOf_ } from 'node:url';
const require = requireFrom_(import.meta.url);
const __filename = pathOf_(import.meta.url);
const __dirname = pathOf_(new URL('.', import.meta.url));
`;

/**
 * Makes one file of each program as it is now, with its packages in it: a bot starts with a fifth of the CPU time that
 * it takes through tsx, and tests start more than a hundred.
 * @returns the folder that holds main.mjs, cli/doctor.mjs and cli/export-audit.mjs
 */
export async function bundlePrograms() {
  // In here the programs find the packages that stay outside.
  const folder = `${root}node_modules/.cache/nexudus-tests/${process.pid}-${Date.now()}/`;
  mkdirSync(folder, { recursive: true });
  await build({
    entryPoints: ['main', 'cli/doctor', 'cli/export-audit'].map((name) => `${root}src/${name}.ts`),
    outdir: folder,
    outbase: `${root}src`,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    external: ['@photostructure/sqlite', 'pg-native'],
    banner: { js: AS_COMMON_JS },
    logLevel: 'error',
  });
  return folder;
}

/** Once for a whole run of jest, before its first test with a bot. */
export default async function setup() {
  if (process.env.BOT_PROGRAMS) return undefined;
  const folder = await bundlePrograms();
  process.env.BOT_PROGRAMS = folder;
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
}
