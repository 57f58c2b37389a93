import type { Logger } from 'pino';
import type { Person } from '../access/person.ts';
import type { Approvals } from '../approvals/approvals.ts';
import type { Clock } from '../clock.ts';
import type { Encryption } from '../forms/form-sessions.ts';
import type { Operation } from '../operations/operation.ts';
import type { Settings } from '../settings.ts';
import type { Deliver, OutboxStore } from '../submissions/outbox.ts';
import type { SubmissionStore } from '../submissions/submission-store.ts';
import type { TemporaryStore } from '../submissions/temporary-access.ts';
import { createDeliverCard } from './approval/deliver-card.ts';
import { createDeliverReminder } from './approval/deliver-reminder.ts';
import { createWebClient } from './http/web-client.ts';
import type { Channels } from './lookup/channels.ts';
import { createDeliver } from './results/deliver.ts';

export interface DeliveryParts {
  settings: Settings;
  channels: Channels;
  encryption: Encryption;
  operations: readonly Operation[];
  outbox: Pick<OutboxStore, 'placed'>;
  store: Pick<SubmissionStore, 'byId' | 'causedBy' | 'messageOf' | 'earlierInputs'>;
  accessOf: TemporaryStore['accessOf'];
  clock: Clock;
  log: Logger;
}

/** Tells Slack what the outbox holds. No person waits for it, so its calls may take longer. */
export const createDelivery =
  ({ settings, outbox, ...parts }: DeliveryParts) =>
  (approvals: Approvals, personOf: (id: string) => Promise<Person>): Deliver => {
    const { log, operations } = parts;
    const { approvalChannel: channel, recordUrls } = settings;
    const offered = operations.filter(({ id }) => settings.operations.includes(id));
    const client = createWebClient(settings, 10_000, log);
    const asked = { client, approvals, log };
    const toApprovers =
      channel === undefined
        ? { deliverCard: async () => undefined, deliverReminder: async () => undefined }
        : {
            deliverCard: createDeliverCard({ ...asked, channel, outbox }),
            deliverReminder: createDeliverReminder({ ...asked, personOf }),
          };
    const ways = { ...toApprovers, remindableAt: approvals.remindableAt };
    return createDeliver({ ...parts, ...ways, offered, client, recordUrls, approvalChannel: channel });
  };
