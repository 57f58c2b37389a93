import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import type { Access } from '../access/access.ts';
import type { Nexudus } from '../nexudus/client.ts';
import type { Directory } from '../nexudus/directory.ts';
import type { Operation } from '../operations/operation.ts';
import type { Requests } from '../requests/requests.ts';
import type { Announce } from './announce.ts';
import type { Background } from './background.ts';
import type { OpenForms } from './open-forms.ts';
import type { People } from './people.ts';

/** The parts that the listeners work with. */
export interface Parts {
  /** Never retries and gives up after two seconds: a trigger lives for three. */
  client: WebClient;
  operations: readonly Operation[];
  nexudus: Nexudus;
  directory: Directory;
  access: Access;
  requests: Requests;
  people: People;
  forms: OpenForms;
  announce: Announce;
  background: Background;
  log: Logger;
}
