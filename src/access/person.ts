/** A person of the chat, as far as access cares. */
export interface Person {
  id: string;
  name?: string;
  /** Absent where the chat doesn't show it. */
  email?: string;
  emailConfirmed: boolean;
  kind: 'member' | 'guest' | 'bot' | 'deactivated' | 'stranger';
}
