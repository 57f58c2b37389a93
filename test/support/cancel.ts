import { announced, botMessages } from './channel.ts';
import { CANCELLED } from './outcomes.ts';
import type { Stage } from './use-sandbox.ts';

/** Between two tries a request waits, and can be cancelled; during one it can't, and several bots take longer over each. */
export async function cancel(stage: Stage): Promise<void> {
  const isCancelled = () => botMessages(stage)[0]?.plain.includes(CANCELLED) === true;
  for (let presses = process.env.REPLICAS ? 10 : 1; presses > 0 && !isCancelled(); presses--) {
    const message = await announced(stage);
    if (message.buttons.includes('Cancel')) await stage.ana.click(message, 'Cancel');
    await stage.until(isCancelled, CANCELLED, presses > 1 ? 700 : 15_000).catch((error) => {
      if (presses === 1) throw error;
    });
  }
}
