import { hash } from 'node:crypto';

/** Names what a person did once, however often it is delivered: it has the same trigger then (assumed). */
export const deliveryKey = (trigger: string, ...what: unknown[]): string =>
  hash('sha256', JSON.stringify([trigger, ...what]), 'base64url');
