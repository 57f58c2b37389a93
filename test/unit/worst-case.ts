import type { NexudusRecord } from '../../src/nexudus/resources.ts';
import type { Field } from '../../src/operations/field.ts';
import type { Operation } from '../../src/operations/operation.ts';
import type { Standing, Submission, SubmissionBase } from '../../src/submissions/submission.ts';

/** Everything that Slack might act on, and characters that count twice. It begins with a word to look for. */
export const HOSTILE =
  'Hostile *bold* _x_ ~y~ `c` ```d``` <script>alert(1)</script> @here @channel @ana <!channel> <!here> ' +
  '<@U012ABC> <#C012ABC> <https://evil.example|click> https://evil.example &amp; &lt;!here&gt; :tada: 🚀👩‍🚀\n> quote\n';

/** So many characters of it; an emoji that would be cut in half is left out. */
export function hostile(length: number): string {
  const text = HOSTILE.repeat(Math.ceil(length / HOSTILE.length)).slice(0, length);
  return text.replace(/\p{Surrogate}$/u, 'x');
}

export const LONG_NAME = hostile(254);
export const MANY_IDS: readonly number[] = Array.from({ length: 900 }, (_, n) => n + 1);

/** Rows of any list: 900 records with names that are as bad as can be. */
export const worstRows = MANY_IDS.map((Id) => ({
  Id,
  Name: `${Id} ${hostile(240)}`,
  FullName: `${Id} ${hostile(240)}`,
  Email: `${Id}${hostile(240)}`,
  BusinessId: 1,
  BusinessName: LONG_NAME,
}));

const worstValue = ({ wire, control }: Field): unknown => {
  switch (control.kind) {
    case 'text':
      return wire === 'Name' ? LONG_NAME : hostile(3000);
    case 'number':
      return control.whole ? 1e21 : 1e-7;
    case 'tick':
      return true;
    case 'record':
      return 900;
    default:
      return undefined;
  }
};

/** A record whose every property is as long as can be. */
export const worstRecord = ({ fields }: Operation): NexudusRecord => {
  const record: NexudusRecord = { Id: 900 };
  for (const field of Object.values(fields)) {
    if ('list' in field.control) record[field.control.list] = [...MANY_IDS];
    else if (field.wire && !field.action) record[field.wire] = worstValue(field);
  }
  return { ...record, Name: LONG_NAME, Id: 900 };
};

/** A submission as the store gives it back. */
export const submissionRecord = (more: Partial<SubmissionBase> & Partial<Standing> = {}): Submission => ({
  id: '6f8f2d0e-7a54-4c1a-9d5e-0c4f6d1f2a3b:1',
  formId: '6f8f2d0e-7a54-4c1a-9d5e-0c4f6d1f2a3b',
  press: 1,
  receipt: 'NX-7F3K2MQ',
  operation: 'team.update',
  recordKey: 'teams:900',
  requester: 'U0ANA0000',
  channel: 'C0OPS0000',
  responseUrlUntil: 0,
  input: { team: 900, name: LONG_NAME },
  locations: [1],
  attempts: 1,
  submittedAt: 1_760_000_000_000,
  updatedAt: 1_760_000_000_000,
  giveUpAt: 0,
  unknownOutcomeUntil: 0,
  notOurs: [],
  ...({ status: 'running', ...more } as Standing),
});

/** Every text object and text element of a view or message, with its type: `plain_text`, `mrkdwn`, `text`. */
export function textsIn(value: unknown): { type: string; text: string }[] {
  if (Array.isArray(value)) return value.flatMap(textsIn);
  if (typeof value !== 'object' || value === null) return [];
  const { type, text } = value as { type?: unknown; text?: unknown };
  const own = typeof text === 'string' && typeof type === 'string' ? [{ type, text }] : [];
  return [...own, ...Object.values(value).flatMap(textsIn)];
}

/** Texts of records that stand where Slack would read formats or mentions in them. */
export const exposed = (value: unknown): string[] =>
  textsIn(value)
    .filter(({ type, text }) => text.includes('Hostile') && type !== 'plain_text' && type !== 'text')
    .map(({ type, text }) => `${type}: ${text}`);
