/** What people who may not do something asked the admins for: the same wish is posted once in a while. */
export interface WishStore {
  /** @returns true for exactly one who is to post it now; false where it was posted lately, or is just being posted */
  begin(wish: string): Promise<boolean>;
  /** It stands in the admins' channel. */
  posted(wish: string): Promise<void>;
  /** It was not posted for certain. */
  notPosted(wish: string): Promise<void>;
  /** Forgets what may be posted again by now. */
  cleanUp(): Promise<void>;
}

/** The same wish is posted once in that time. */
export const WISH_ONCE_MS = 10 * 60_000;
/** A post that is not heard of for so long is over: the bot was killed, or Slack gave no answer. */
export const WISH_POSTING_MS = 15_000;
