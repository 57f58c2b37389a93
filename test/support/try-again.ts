import { jest } from '@jest/globals';

// These tests run real processes and a real browser, and a machine that is busy with something else can make one late.
// The failure is printed: one that comes up there more than once is to be mended, not lived with.
jest.retryTimes(1, { logErrorsBeforeRetry: true, retryImmediately: true });
