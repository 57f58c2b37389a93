import { TAKE_THEIRS_LABEL } from '../../src/operations/sentences.ts';
import type { Modal, SlackClient } from '../../src/sandbox/slack/start-slack.ts';
import type { Stage } from './use-sandbox.ts';

const ACME = 1_414_300_001;

export const PRIYA = 'priya@harbour.example';
export const USE_THEIRS = TAKE_THEIRS_LABEL;

/** Priya changes Acme in the dashboard. */
export const theySet = ({ nexudus }: Stage, properties: Record<string, unknown>) =>
  nexudus.put('teams', { Id: ACME, UpdatedBy: PRIYA, ...properties });

/** Priya also renames Acme, and Ana submits. */
export async function renamedMeanwhile(stage: Stage, form: Modal, properties: Record<string, unknown>) {
  theySet(stage, { Name: 'Acme Two', ...properties });
  await form.submit();
}

/** The form that came back because two changed the same. */
export const untilClash = (person: SlackClient): Promise<Modal> =>
  person.waitForModal((modal) => modal.buttons().includes(USE_THEIRS), {
    what: 'a form with their value',
    timeoutMs: 15_000,
  });
