import { availableParallelism } from 'node:os';

// ky and lru-cache are ES modules only, so jest runs ES modules too (npm test sets the Node flag).
const project = (displayName, more = {}) => ({
  displayName,
  testMatch: [`<rootDir>/test/${displayName}/**/*.test.ts`],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '\\.ts$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'es6' } },
    ],
  },
  ...more,
});

// A test with real processes that fails on a busy machine is tried again, and says so.
const withBots = {
  globalSetup: '<rootDir>/test/support/bundle-programs.mjs',
  setupFilesAfterEnv: ['<rootDir>/test/support/try-again.ts'],
  moduleNameMapper: {
    'src/sandbox/(start-sandbox|start-bot|slack/start-slack|nexudus/start-nexudus)\\.ts$':
      '<rootDir>/test/support/loaded-sandbox.mjs',
  },
};

export default {
  projects: [
    project('unit', { testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/unit/store/'] }),
    project('store', {
      testMatch: ['<rootDir>/test/unit/store/**/*.test.ts'],
      globalSetup: '<rootDir>/test/support/start-postgres.mjs',
    }),
    project('simulation'),
    project('e2e', withBots),
    project('browser', withBots),
  ],
  // With several bots each makes a part of the calls in the same time.
  testTimeout: 60_000 * Number(process.env.REPLICAS ?? 1),
  reporters: ['default', '<rootDir>/test/support/name-failures.mjs'],
  // Most of the time the tests wait for a bot, so more of them than there are cores run side by side; with four more than cores they were late too often.
  maxWorkers: availableParallelism() + 2,
};
