import { type Logger, pino } from 'pino';

export const createLog = (level: string): Logger =>
  pino({
    level,
    // Errors of HTTP libraries carry requests with tokens in them: only their words are logged.
    serializers: {
      err: (error: Error) => ({
        type: error.name,
        message: error.message,
        stack: error.stack,
        cause: error.cause instanceof Error ? error.cause.message : undefined,
      }),
    },
  });
