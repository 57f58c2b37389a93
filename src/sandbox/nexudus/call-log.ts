import type { NexudusCall } from './nexudus-stand-in.ts';

const KEPT_CALLS = 2000;
const KEPT_CHARACTERS = 200_000;
const SECRETS =
  /^(password|totp|access_token|refresh_token|AccessToken|NewPassword|NewPasswordConfirm|OldPassword)$/;

const mask = (name: string, value: unknown): unknown =>
  SECRETS.test(name) && typeof value === 'string' && value ? '•••' : value;

function bodyFrom(text: string | undefined, isForm: boolean): unknown {
  if (!text) return undefined;
  if (isForm) {
    return Object.fromEntries(
      [...new URLSearchParams(text)].map(([name, value]) => [name, mask(name, value)]),
    );
  }
  try {
    return JSON.parse(text, mask);
  } catch {
    return text;
  }
}

/** Bodies are parsed when they are looked at: most never are. */
export function logCall(
  calls: NexudusCall[],
  call: Omit<NexudusCall, 'requestBody' | 'responseBody'>,
  request: { text: string | undefined; isForm: boolean },
  response: string | undefined,
): void {
  const kept = (text: string | undefined) =>
    text && text.length > KEPT_CHARACTERS ? `(${text.length} characters, not kept)` : text;
  const requestText = kept(request.text);
  const responseText = kept(response);
  calls.push({
    ...call,
    get requestBody() {
      return bodyFrom(requestText, request.isForm);
    },
    get responseBody() {
      return bodyFrom(responseText, false);
    },
  });
  if (calls.length > KEPT_CALLS) calls.splice(0, calls.length - KEPT_CALLS);
}
