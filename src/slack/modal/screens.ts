import { setTimeout as sleep } from 'node:timers/promises';
import type { ModalView } from '@slack/types';
import { WebAPIPlatformError, type WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import { newReceipt } from '../../submissions/receipt.ts';
import { pauseMs, refusedForGood } from '../lookup/slack-trouble.ts';

/** Which view on a screen: by Slack's id, or by ours for a view that an answer to Slack put there. */
export type Spot = { view_id: string } | { external_id: string };

/** A view to be shown. */
export interface Showing {
  /** Called right before each try to show it; undefined when it is not to be shown after all. */
  ready(): Promise<ModalView | undefined>;
  /** What is shown when Slack doesn't take the view for what is in it. */
  instead(reference: string): ModalView;
}

/** Views on people's screens, changed while no answer is waited for. */
export interface Screens {
  /**
   * Puts a view in the place of the one that is there; of several for one place the newest stays. Trouble that passes
   * is waited for. Never rejects.
   * @returns false when there is no such view any more, or Slack can't be brought to show it
   */
  show(spot: Spot, showing: Showing): Promise<boolean>;
}

/** A person who looks at “Opening…” for longer than this is gone. */
const GIVE_UP_AFTER_MS = 3 * 60_000;
/** Given an object, the WebClient also copies and serialises it for a log line that is written nowhere (seen in 8.2.0). */
const asText = (view: ModalView): ModalView => JSON.stringify(view) as unknown as ModalView;

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 8_000;

const keyOf = (spot: Spot): string => Object.values(spot)[0] as string;

interface Work {
  /** What is to be shown next; a newer one takes its place. */
  next?: Showing;
  done: Promise<boolean>;
}

export function createScreens(client: WebClient, log: Logger): Screens {
  const going = new Map<string, Work>();

  /** How long to wait before the same view is tried again; undefined when that is no use. */
  const waitAfter = (error: unknown, tries: number): number | undefined => {
    if (refusedForGood(error)) return undefined;
    return pauseMs(error) ?? Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** tries);
  };

  const showAll = async (spot: Spot, work: Work): Promise<boolean> => {
    let shown = false;
    while (work.next) {
      const showing = work.next;
      const giveUpAt = Date.now() + GIVE_UP_AFTER_MS;
      work.next = undefined;
      shown = false;
      for (let tries = 0; !work.next && !shown; tries++) {
        // While Slack put it off, another process may have shown something newer.
        const view = await showing.ready();
        if (!view || work.next) break;
        try {
          await client.views.update({ ...spot, view: asText(view) });
          shown = true;
        } catch (error) {
          const wait = waitAfter(error, tries);
          if (wait !== undefined && Date.now() + wait < giveUpAt) {
            await sleep(wait);
            continue;
          }
          const { message } = error as Error;
          const code = error instanceof WebAPIPlatformError ? error.data.error : undefined;
          // A view that was closed is its owner's to close, and is never reopened by itself.
          if (code === 'not_found' || wait !== undefined) {
            log.info({ ...spot, error: message }, 'a view could not be updated');
            break;
          }
          const reference = newReceipt();
          const { response_metadata } = (error as WebAPIPlatformError).data;
          log.error({ ...spot, reference, error: message, response_metadata }, 'Slack refused a view');
          const short = showing.instead(reference);
          await client.views.update({ ...spot, view: short }).catch((err: unknown) => {
            log.error({ err, reference }, 'Slack refused to say that it refused a view');
          });
          break;
        }
      }
    }
    // In the same moment, or what is shown now would be put where no one looks any more.
    going.delete(keyOf(spot));
    return shown;
  };

  return {
    show(spot, showing) {
      const key = keyOf(spot);
      const known = going.get(key);
      if (known) {
        known.next = showing;
        return known.done;
      }
      const work: Work = { next: showing, done: Promise.resolve(false) };
      going.set(key, work);
      work.done = showAll(spot, work).catch((err: unknown) => {
        going.delete(key);
        log.error({ err }, 'a view could not be shown');
        return false;
      });
      return work.done;
    },
  };
}
