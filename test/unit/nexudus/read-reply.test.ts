import { describe, expect, test } from '@jest/globals';
import {
  NexudusDenied,
  NexudusNotFound,
  NexudusRejection,
  NexudusThrottled,
  NexudusUnavailable,
} from '../../../src/nexudus/errors.ts';
import { readReply } from '../../../src/nexudus/read-reply.ts';

// Shapes: nexudus-api.md §6.

const reply = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  readReply(
    new Response(body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body), {
      status,
      headers,
    }),
  );
const failureOf = async (...of: Parameters<typeof reply>): Promise<unknown> =>
  reply(...of).then(
    (body) => {
      throw new Error(`it was read as ${JSON.stringify(body)}`);
    },
    (error: unknown) => error,
  );
const HTML = '<html><body><h1>502 Bad Gateway</h1></body></html>';
const refused = (...errors: object[]) => ({
  Message: 'Name: is a required field',
  Value: null,
  Errors: errors,
  WasSuccessful: false,
});

describe('a success is given as it came', () => {
  test.each([
    ['a record', { Id: 5, Name: 'Blue room', Value: 'a property of that name' }],
    ['a page', { Records: [], TotalItems: 0, TotalPages: 0 }],
    ['an envelope', { Status: 200, Message: 'Done.', Value: { Id: 5 }, Errors: null, WasSuccessful: true }],
    ['an array', [{ Id: 5 }]],
    ['a bare string', 'ok' as unknown],
  ])('%s', async (_what, body) => {
    expect(await reply(200, JSON.stringify(body))).toEqual(body);
  });
});

describe('a refusal tells which property and why', () => {
  test.each<[string, number, unknown, object[]]>([
    [
      'as the seed pages show it',
      400,
      refused({ AttemptedValue: null, Message: 'is a required field', PropertyName: 'Name' }),
      [{ property: 'Name', message: 'is a required field' }],
    ],
    [
      'several, with another status inside',
      400,
      {
        Status: 500,
        ...refused(
          { PropertyName: 'Country', Message: 'may not be null or empty' },
          { PropertyName: 'SimpleTimeZone', Message: 'may not be null' },
        ),
      },
      [
        { property: 'Country', message: 'may not be null or empty' },
        { property: 'SimpleTimeZone', message: 'may not be null' },
      ],
    ],
    [
      'with HTTP 200',
      200,
      refused({ PropertyName: 'Name', Message: 'is taken' }),
      [{ property: 'Name', message: 'is taken' }],
    ],
    [
      'with HTTP 500',
      500,
      { Message: 'Ooops! There was a problem', Value: null, Errors: null, WasSuccessful: false },
      [{ property: undefined, message: 'Ooops! There was a problem' }],
    ],
    [
      'in a message alone',
      400,
      { Message: 'Access Denied', Value: null, Errors: [], WasSuccessful: false },
      [{ message: 'Access Denied' }],
    ],
    [
      'in a message without an envelope',
      400,
      { Message: 'Missing required filter: X' },
      [{ message: 'Missing required filter: X' }],
    ],
    ['in a bare JSON string', 400, '"This can’t be done"', [{ message: 'This can’t be done' }]],
    [
      'of a property without a reason',
      400,
      refused({ PropertyName: 'Name', Message: null }),
      [{ property: 'Name', message: 'is not accepted' }],
    ],
    [
      'of no property',
      400,
      refused({ PropertyName: '', Message: 'Nope' }, {}),
      [{ property: undefined, message: 'Nope' }],
    ],
    [
      'without any reason',
      200,
      { Message: null, Value: null, Errors: null, WasSuccessful: false },
      [{ message: 'Nexudus gave no reason' }],
    ],
    [
      'with 409 and a reason',
      409,
      { Message: 'Already exists', WasSuccessful: false },
      [{ message: 'Already exists' }],
    ],
    ['with HTTP 200 and no Value', 200, { Message: 'No', WasSuccessful: false }, [{ message: 'No' }]],
    [
      'in texts',
      400,
      { Message: null, Value: null, Errors: ['Name is taken', 7], WasSuccessful: false },
      [{ property: undefined, message: 'Name is taken' }],
    ],
    [
      'beside errors that are no list',
      200,
      { Message: 'Name: is taken', Errors: { Name: ['is taken'] }, WasSuccessful: false },
      [{ message: 'Name: is taken' }],
    ],
    [
      'beside one that is none',
      400,
      { ...refused(), Message: 7, Errors: [null, { PropertyName: 7, Message: 'is taken' }] },
      [{ property: undefined, message: 'is taken' }],
    ],
    ['with 422', 422, { Message: 'Not now' }, [{ message: 'Not now' }]],
  ])('%s', async (_what, status, body, reasons) => {
    const error = await failureOf(status, body);
    expect(error).toBeInstanceOf(NexudusRejection);
    expect((error as NexudusRejection).reasons).toEqual(reasons);
  });
});

describe('a throttle says how long to wait', () => {
  test.each<[string, number, string, Record<string, string>, number]>([
    ['409 with Retry-After and nothing else', 409, '', { 'retry-after': '1' }, 1000],
    ['409 with nothing at all', 409, '', {}, 1000],
    ['409 with blanks', 409, ' \n', {}, 1000],
    ['409 with Retry-After and a text', 409, 'You must wait', { 'retry-after': '3' }, 3000],
    ['429 with Retry-After', 429, '', { 'retry-after': '12' }, 12_000],
    ['429 that says it in words', 429, 'Too many. Wait 2.5 seconds.', {}, 2500],
    ['429 that says it in JSON', 429, '{"Message":"Wait 7 seconds"}', {}, 7000],
    ['429 that says nothing', 429, HTML, {}, 1000],
    ['429 with a date', 429, '', { 'retry-after': 'Wed, 21 Oct 2026 07:28:00 GMT' }, 1000],
    ['429 with a zero', 429, '', { 'retry-after': '0' }, 1000],
    ['429 with a negative number', 429, '', { 'retry-after': '-5' }, 1000],
    ['429 with a day', 429, '', { 'retry-after': '86400' }, 60_000],
  ])('%s', async (_what, status, body, headers, ms) => {
    const error = await failureOf(status, body, headers);
    expect(error).toBeInstanceOf(NexudusThrottled);
    expect((error as NexudusThrottled).retryAfterMs).toBe(ms);
  });
});

test('a record that has a property twice is not written back', async () => {
  const twice = new Response('{"Id":5,"Name":"A","Name":"B"}');
  await expect(readReply(twice, true)).rejects.toBeInstanceOf(NexudusUnavailable);
});

describe('anything else is the class that says what happened', () => {
  test.each<[string, number, unknown, new (...args: never[]) => Error]>([
    ['401', 401, '', NexudusDenied],
    ['401 with a refusal in it', 401, refused({ PropertyName: 'x', Message: 'y' }), NexudusDenied],
    ['403', 403, { Message: 'Forbidden' }, NexudusDenied],
    ['403 in HTML', 403, HTML, NexudusDenied],
    ['404', 404, '"Not found"', NexudusNotFound],
    ['404 that is no JSON', 404, 'Not found', NexudusNotFound],
    ['500', 500, { Message: 'An error has occurred.' }, NexudusUnavailable],
    ['500 with nothing', 500, '', NexudusUnavailable],
    ['502 in HTML', 502, HTML, NexudusUnavailable],
    ['503', 503, '', NexudusUnavailable],
    ['400 in HTML', 400, HTML, NexudusUnavailable],
    ['400 with nothing', 400, '', NexudusUnavailable],
    ['405 with nothing', 405, '', NexudusUnavailable],
    ['400 with a number', 400, '7', NexudusUnavailable],
    ['409 in HTML', 409, HTML, NexudusUnavailable],
    ['200 with nothing', 200, '', NexudusUnavailable],
    ['200 in HTML', 200, HTML, NexudusUnavailable],
    ['200 with half a record', 200, '{"Id": 5, "Na', NexudusUnavailable],
  ])('%s', async (_what, status, body, type) => {
    const error = await failureOf(status, body);
    expect(error).toBeInstanceOf(type);
    // A body that is not meant for people never gets into a sentence.
    expect((error as Error).message).not.toMatch(/[<{]/);
    if (error instanceof NexudusUnavailable) expect(error.acted).toBe('unknown');
  });
});
