import type { RespondFn } from '@slack/bolt';
import type { KnownBlock } from '@slack/types';
import { plain } from '../../forms/blocks.ts';
import { unformatted } from '../results/message.ts';

/** Answers so that only the person sees it, and leaves the message that was clicked as it is. */
export const ephemeral =
  (respond: RespondFn) =>
  async (text: string, more: KnownBlock[] = []): Promise<void> => {
    const blocks: KnownBlock[] = [{ type: 'section', text: plain(text) }, ...more];
    await respond({ response_type: 'ephemeral', replace_original: false, text: unformatted(text), blocks });
  };
