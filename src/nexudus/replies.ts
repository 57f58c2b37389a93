import { z } from 'zod';

/** POST /api/token, success. `expires_in` in seconds (documented: 604799). A token that came is used, whatever stands beside it. */
export const tokenReply = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1).optional().catch(undefined),
  expires_in: z.number().positive().optional().catch(undefined),
});

/** POST /api/token, rejected. */
export const tokenRejection = z.object({ error: z.string(), error_description: z.string().optional() });

/** A record by id comes bare, without an envelope (documented). */
export const recordReply = z.looseObject({ Id: z.int() });

/** One page of a list (documented); rows lack the list properties, so they are never a base for a PUT. */
export const pageReply = z.object({
  Records: z.array(recordReply),
  TotalPages: z.int().nonnegative(),
  TotalItems: z.int().nonnegative(),
});

// What stands in an envelope beside WasSuccessful says why, and never whether: in another shape than documented it must not
// turn a clear answer into none, after which the write would be sent again.
const words = z.string().nullish().catch(undefined);
const reason = z
  .union([
    z.object({ PropertyName: words, Message: words }),
    z.string().transform((Message) => ({ Message, PropertyName: undefined })),
  ])
  .catch({ Message: undefined, PropertyName: undefined });

/**
 * What POST and PUT answer. It differs from a record by `WasSuccessful`, not by `Value`: some records have a property
 * of that name (seen). `Value` is documented as {Id}, and seen as the whole record.
 */
export const envelope = z.object({
  WasSuccessful: z.boolean(),
  Message: words,
  Value: z.unknown().optional(),
  Errors: z.array(reason).nullish().catch(undefined),
});

/** GET /api/auth/me (documented in the older pages). */
export const meReply = z.looseObject({ Id: z.int(), Email: z.string(), FullName: z.string().nullish() });
export type Me = z.output<typeof meReply>;
