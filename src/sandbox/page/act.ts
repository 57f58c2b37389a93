import { z } from 'zod';

// Everything that someone can do on the page.

const text = z.string().max(40_000);
const inField = { view: text, block: text, action: text };
const onMessage = { channel: text, ts: text };

const act = z.discriminatedUnion('do', [
  z.object({ do: z.literal('command'), channel: text, text }),
  z.object({ do: z.literal('say'), channel: text, text, thread: text.optional() }),
  z.object({ do: z.literal('invite'), channel: text, person: text }),
  z.object({ do: z.literal('shortcut'), id: text, channel: text.optional() }),
  z.object({ do: z.literal('message-shortcut'), id: text, ...onMessage }),
  z.object({ do: z.literal('click'), ...onMessage, block: text, action: text }),
  z.object({ do: z.literal('read'), ...onMessage }),
  z.object({ do: z.literal('open-home') }),
  z.object({ do: z.literal('type'), ...inField, text }),
  z.object({ do: z.literal('search'), ...inField, text }),
  z.object({ do: z.literal('pick'), ...inField, value: text }),
  z.object({ do: z.literal('unpick'), ...inField, value: text }),
  z.object({ do: z.literal('clear'), ...inField }),
  z.object({ do: z.literal('tick'), ...inField, value: text, on: z.boolean() }),
  z.object({ do: z.literal('press'), ...inField }),
  z.object({ do: z.literal('submit'), view: text }),
  z.object({ do: z.literal('close'), view: text }),
  z.object({ do: z.literal('close-all') }),
  z.object({
    do: z.literal('switch'),
    slowMs: z.number().int().min(0).max(60_000).optional(),
    down: z.enum(['no', '500', '502-html', '503', 'cut', 'ooops400']).optional(),
    throttle: z.enum(['off', '409', '429']).optional(),
    refuse: z.array(z.object({ property: text, message: text })).optional(),
    deliverTwice: z.boolean().optional(),
  }),
  z.object({ do: z.literal('expire-token') }),
  z.object({ do: z.literal('restart-bot') }),
  z.object({ do: z.literal('reset') }),
]);

export type Act = z.infer<typeof act>;
export const asked = z.object({ as: text, act });
export type Asked = z.infer<typeof asked>;
