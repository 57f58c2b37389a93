import type { RespondFn } from '@slack/bolt';
import type { KnownBlock } from '@slack/types';
import { plain } from '../../forms/blocks.ts';
import type { Homes } from './homes.ts';

const blocksOf = (message: Parameters<RespondFn>[0]): KnownBlock[] => {
  if (typeof message === 'string') return [{ type: 'section', text: plain(message) }];
  return 'blocks' in message && message.blocks ? (message.blocks as KnownBlock[]) : [];
};

/**
 * A press at Home has no message to answer under: what is said stands at the top of Home, and otherwise Home is drawn as
 * things are by then.
 */
export async function answerAtHome(
  homes: Homes,
  user: string,
  act: (respond: RespondFn) => Promise<void>,
): Promise<void> {
  let said = false;
  const respond = async (message: Parameters<RespondFn>[0]) => {
    said = true;
    homes.tell(user, blocksOf(message));
    return new Response();
  };
  await act(respond as RespondFn);
  if (!said) homes.refresh(user);
}
