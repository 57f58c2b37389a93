import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import type { Access } from '../access/access.ts';
import type { Approvals } from '../access/approvals.ts';
import type { Nexudus } from '../nexudus/client.ts';
import type { Directory } from '../nexudus/directory.ts';
import type { Operation } from '../operations/operation.ts';
import type { ApprovalJournal } from '../requests/approval-journal.ts';
import type { Journal } from '../requests/journal.ts';
import type { Requests } from '../requests/requests.ts';
import type { Seal } from '../requests/seal.ts';
import type { ApprovalCards } from './approval/approval-cards.ts';
import type { Background } from './background.ts';
import type { Channels } from './lookup/channels.ts';
import type { People } from './lookup/people.ts';
import type { OpenForms } from './modal/open-forms.ts';
import type { Screens } from './modal/screens.ts';

/** The parts that the listeners work with. */
export interface Parts {
  /** Never retries and gives up after two seconds: a trigger lives for three. */
  client: WebClient;
  operations: readonly Operation[];
  nexudus: Nexudus;
  directory: Directory;
  access: Access;
  requests: Requests;
  journal: Journal;
  people: People;
  /** E-mail addresses given for people by their Slack id (`NEXUDUS_LOGINS`). */
  logins: ReadonlyMap<string, string>;
  channels: Channels;
  /** Set when changes that give rights need a second person's yes. */
  approvals?: { channel: string; policy: Approvals; journal: ApprovalJournal; cards: ApprovalCards };
  forms: OpenForms;
  screens: Screens;
  /** Keeps response URLs unreadable at rest. */
  seal: Seal;
  background: Background;
  /** Interactions that Slack waits for an answer to. */
  unanswered: Background;
  /** How long an interaction waited for its answer. */
  acked(kind: string, ms: number): void;
  log: Logger;
}
