import type { Modal, SlackClient } from '../../src/sandbox/slack/start-slack.ts';
import { openForm } from './channel.ts';
import type { JournalStage } from './journal-stage.ts';
import { writes } from './nexudus-calls.ts';

export const FOCUS = 1_414_200_002;
export const NEW_DEN = '/nexudus video-room create name=Den participants=8 location=Soho';

/** The form for the room “Focus room” (4 participants), with another number typed. */
export async function changeFocus(person: SlackClient, participants: number): Promise<Modal> {
  const form = await openForm(person, '/nexudus video-room update "Focus room"', 'Number of participants');
  await form.type('Number of participants', String(participants));
  return form;
}

/** The form for a new room “Den”. */
export const newDen = (person: SlackClient): Promise<Modal> => openForm(person, NEW_DEN, 'Name');

export const dens = ({ nexudus }: JournalStage) =>
  nexudus.records('videorooms').filter(({ Name }) => Name === 'Den');

export const participantsOfFocus = ({ nexudus }: JournalStage) =>
  nexudus.record('videorooms', FOCUS)?.NumberOfParticipants;

/** The status of every write that reached Nexudus; 0 where it was cut. */
export const statuses = (stage: JournalStage): number[] => writes(stage).map(({ status }) => status);

export const stateOf = (stage: JournalStage): unknown => stage.submissions().at(-1)?.status;

/** Waits until the bot's only message in the channel says this. */
export const untilTold = (stage: JournalStage, text: string, timeoutMs?: number, channel = '#ops') =>
  stage.until(
    () => stage.slack.messages(channel).some(({ bot_id, plain }) => bot_id && plain.includes(text)),
    `“${text}” in ${channel}`,
    timeoutMs,
  );
