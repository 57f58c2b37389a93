import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { constants, Script } from 'node:vm';

// Jest loads every module anew for every test file. The sandbox is loaded once per worker, by Node itself, from the one
// file that bundle-programs.mjs made: jest.config.js leads its imports here.
const importModuleDynamically = constants.USE_MAIN_CONTEXT_DEFAULT_LOADER;
const load = new Script('(url) => import(url)', { importModuleDynamically }).runInThisContext();

export const { startSandbox, startBot, freePort, startSlack, startNexudus } = await load(
  pathToFileURL(join(process.env.BOT_PROGRAMS, 'sandbox.mjs')).href,
);
