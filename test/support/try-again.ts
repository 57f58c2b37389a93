import { jest } from '@jest/globals';

// These tests run real processes and a real browser, and a machine that is busy with something else can make one late.
// The failure is printed: one that comes up there more than once is to be mended, not lived with. Tried again when the
// file's others are through: the machine is seldom as busy then.
jest.retryTimes(2, { logErrorsBeforeRetry: true });
