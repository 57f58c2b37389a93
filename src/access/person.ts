/** A person of the chat, as far as access cares. */
export interface Person {
  id: string;
  name?: string;
  /** Absent where the chat doesn't show it. */
  email?: string;
  emailConfirmed: boolean;
  /** Such as Europe/London; absent where the chat doesn't say. */
  timeZone?: string;
  kind: 'member' | 'guest' | 'bot' | 'deactivated' | 'stranger';
}
