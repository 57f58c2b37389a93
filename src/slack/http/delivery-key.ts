import { createHash } from 'node:crypto';

/** Names what a person did once, however often it is delivered: it has the same trigger then (assumed). */
export const deliveryKey = (trigger: string, ...what: unknown[]): string =>
  createHash('sha256')
    .update(JSON.stringify([trigger, ...what]))
    .digest('base64url');
