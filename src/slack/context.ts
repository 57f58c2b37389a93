import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import type { Access } from '../access/access.ts';
import type { Approvals } from '../approvals/approvals.ts';
import type { ApprovalPolicy } from '../approvals/policy.ts';
import type { Encryption, FormSessions } from '../forms/form-sessions.ts';
import type { Nexudus } from '../nexudus/client.ts';
import type { Directory } from '../nexudus/directory.ts';
import type { Operation } from '../operations/operation.ts';
import type { Submission } from '../submissions/submission.ts';
import type { SubmissionStore } from '../submissions/submission-store.ts';
import type { Submissions } from '../submissions/submissions.ts';
import type { Background } from './background.ts';
import type { Channels } from './lookup/channels.ts';
import type { People } from './lookup/people.ts';
import type { Screens } from './modal/screens.ts';

/** The parts that the listeners work with. */
export interface Parts {
  /** Never retries and gives up after two seconds: a trigger lives for three. */
  client: WebClient;
  operations: readonly Operation[];
  nexudus: Nexudus;
  directory: Directory;
  access: Access;
  submissions: Submissions;
  /** What was submitted, as the store knows it. */
  history: { latest(formId: string): Promise<Submission | undefined>; list: SubmissionStore['history'] };
  people: People;
  /** E-mail addresses given for people by their Slack id (`NEXUDUS_LOGINS`). */
  logins: ReadonlyMap<string, string>;
  channels: Channels;
  /** Set when changes that grant access have to be approved. */
  approvals?: Approvals & { channel: string; policy: ApprovalPolicy };
  forms: FormSessions;
  screens: Screens;
  /** Keeps response URLs unreadable at rest. */
  encryption: Encryption;
  background: Background;
  /** Interactions that Slack waits for an answer to. */
  unanswered: Background;
  /** How long an interaction waited for its answer. */
  acked(kind: string, ms: number): void;
  log: Logger;
}
