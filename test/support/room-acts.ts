import type { Modal, SlackClient } from '../../src/sandbox/slack/start-slack.ts';
import { openForm } from './channel.ts';
import { writes } from './nexudus-calls.ts';
import type { StoreStage } from './use-store.ts';

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

export const dens = ({ nexudus }: StoreStage) =>
  nexudus.records('videorooms').filter(({ Name }) => Name === 'Den');

export const participantsOfFocus = ({ nexudus }: StoreStage) =>
  nexudus.record('videorooms', FOCUS)?.NumberOfParticipants;

/** The status of every write that reached Nexudus; 0 where it was cut. */
export const statuses = (stage: StoreStage): number[] => writes(stage).map(({ status }) => status);

export const stateOf = (stage: StoreStage): unknown => stage.submissions().at(-1)?.status;

/** Waits until the bot's only message in the channel says this. */
export const untilShown = (stage: StoreStage, text: string, timeoutMs?: number, channel = '#ops') =>
  stage.until(
    () => stage.slack.messages(channel).some(({ bot_id, plain }) => bot_id && plain.includes(text)),
    `“${text}” in ${channel}`,
    timeoutMs,
  );
