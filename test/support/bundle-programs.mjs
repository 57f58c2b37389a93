import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build, transform } from 'esbuild';
import startPostgres from './start-postgres.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const PROGRAMS = ['main', 'cli/doctor', 'cli/export-audit', 'cli/erase-person'];

/** What every program and the sandbox have in common. */
const options = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  external: ['@photostructure/sqlite', 'pg-native'],
  logLevel: 'error',
};

/** A CommonJS file can't await at its top level as the programs do: what follows their imports becomes a function. */
const awaitInFunction = {
  name: 'await-in-function',
  setup(esbuild) {
    esbuild.onLoad({ filter: new RegExp(`/src/(${PROGRAMS.join('|')})\\.ts$`) }, async ({ path }) => {
      const { code } = await transform(readFileSync(path, 'utf8'), { loader: 'ts', target: 'node20' });
      const last = [...code.matchAll(/^(import .*|\} from ".*");$/gm)].at(-1);
      const end = last.index + last[0].length;
      const contents = `${code.slice(0, end)}\n(async () => {${code.slice(end)}\n})();`;
      return { contents, loader: 'js', resolveDir: dirname(path) };
    });
  },
};

/** Runs the file beside it. The first that ends keeps what V8 made of the code, so that the next ones start sooner. */
const LOADER = `
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Script } from 'node:vm';
const filename = fileURLToPath(import.meta.url).replace(/mjs$/, 'cjs');
const kept = filename + '.v8';
const cachedData = existsSync(kept) ? readFileSync(kept) : undefined;
const code = '(function (exports, require, module, __filename, __dirname) {' + readFileSync(filename, 'utf8') + '})';
const script = new Script(code, { filename, cachedData });
if (!cachedData) {
  process.once('exit', () => {
    writeFileSync(kept + process.pid, script.createCachedData());
    renameSync(kept + process.pid, kept);
  });
}
const module = { exports: {} };
script.runInThisContext()(module.exports, createRequire(filename), module, filename, dirname(filename));
`;

/** What the CommonJS packages of the sandbox expect to be there. */
const AS_COMMON_JS = `
import { createRequire as requireFrom_ } from 'node:module';
const require = requireFrom_(import.meta.url);
`;

/**
 * Makes one file of each program as it is now, with its packages in it: a bot starts with a sixth of the CPU time that it
 * takes through tsx, and tests start some three hundred. The sandbox becomes one file too; see loaded-sandbox.mjs.
 * @returns the folder that holds main.mjs, sandbox.mjs and the programs of cli
 */
export async function bundlePrograms() {
  // In here the programs find the packages that stay outside.
  const folder = `${root}node_modules/.cache/nexudus-tests/${process.pid}-${Date.now()}/`;
  mkdirSync(folder, { recursive: true });
  await Promise.all([
    build({
      ...options,
      entryPoints: PROGRAMS.map((name) => `${root}src/${name}.ts`),
      outdir: folder,
      outbase: `${root}src`,
      outExtension: { '.js': '.cjs' },
      format: 'cjs',
      // What is parsed at every start is a third shorter.
      minifyWhitespace: true,
      // Node 20 forgets how to import when code comes from V8's cache (seen).
      supported: { 'dynamic-import': false },
      plugins: [awaitInFunction],
    }),
    build({
      ...options,
      stdin: {
        contents: [
          "export { startSandbox } from './start-sandbox.ts';",
          "export { freePort, startBot } from './start-bot.ts';",
          "export { startSlack } from './slack/start-slack.ts';",
          "export { startNexudus } from './nexudus/start-nexudus.ts';",
        ].join('\n'),
        resolveDir: `${root}src/sandbox`,
      },
      outfile: `${folder}sandbox.mjs`,
      format: 'esm',
      external: [...options.external, 'esbuild'],
      // From where its files find the others.
      define: { 'import.meta.url': JSON.stringify(pathToFileURL(`${root}src/sandbox/sandbox.mjs`).href) },
      banner: { js: AS_COMMON_JS },
    }),
  ]);
  for (const name of PROGRAMS) writeFileSync(`${folder}${name}.mjs`, LOADER);
  return folder;
}

/** Once for a whole run of jest, before its first test with a bot. */
export default async function setup() {
  // REPLICAS=3: each interaction goes to another bot than the one before.
  await startPostgres();
  if (process.env.BOT_PROGRAMS) return undefined;
  const folder = await bundlePrograms();
  process.env.BOT_PROGRAMS = folder;
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
}
