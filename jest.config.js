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

const withBots = { globalSetup: '<rootDir>/test/support/bundle-programs.mjs' };
const inBrowser = { ...withBots, setupFilesAfterEnv: ['<rootDir>/test/support/try-again.ts'] };

export default {
  projects: [project('unit'), project('e2e', withBots), project('browser', inBrowser)],
  testTimeout: 60_000,
  // Most of the time the tests wait for a bot: a core need not be left free.
  maxWorkers: '100%',
};
