import type { InputBlock } from '@slack/types';
import { plain } from '../../forms/blocks.ts';
import { ACTION_ID } from '../../forms/controls.ts';
import { say } from '../text/say.ts';

/** Block id of the question where to post, in forms opened outside of a channel. */
export const WHERE = 'where';

export const whereBlock = (): InputBlock => ({
  type: 'input',
  block_id: WHERE,
  label: plain(say.postWhere),
  element: {
    type: 'conversations_select',
    action_id: ACTION_ID,
    default_to_current_conversation: true,
    // Lets the result reach channels that the bot is not in.
    response_url_enabled: true,
    filter: { include: ['public', 'private', 'im', 'mpim'], exclude_bot_users: true },
  },
});
