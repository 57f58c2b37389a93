import { test } from '@jest/globals';

/** A test that by its nature speaks of one process, or of SQLite's file: with REPLICAS it is left out. */
export const ofOneProcess = (_reason: string): typeof test | typeof test.skip =>
  process.env.REPLICAS ? test.skip : test;
