import type { NexudusStandIn } from '../../../src/sandbox/nexudus/start-nexudus.ts';

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: replies are read field by field in the expectations
  json: any;
}

export async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text();
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    json = undefined;
  }
  return { status: response.status, headers: response.headers, text, json };
}

/** POST /api/token, form-encoded. */
export async function askForToken(
  nexudus: NexudusStandIn,
  form: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<Answer> {
  return answerOf(
    await fetch(`${nexudus.url}/api/token`, { method: 'POST', body: new URLSearchParams(form), headers }),
  );
}

export const logIn = (nexudus: NexudusStandIn, email: string, headers?: Record<string, string>) =>
  askForToken(nexudus, { grant_type: 'password', username: email, password: 'sandbox' }, headers);

export type Caller = (method: string, path: string, body?: unknown) => Promise<Answer>;

export async function callerAs(nexudus: NexudusStandIn, email: string): Promise<Caller> {
  const { json } = await logIn(nexudus, email);
  return callerWith(nexudus, json.access_token);
}

export const callerWith =
  (nexudus: NexudusStandIn, token: string): Caller =>
  async (method, path, body) =>
    answerOf(
      await fetch(`${nexudus.url}${path}`, {
        method,
        headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }),
    );
