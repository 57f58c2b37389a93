import { listFailed } from '../slack/field-options.ts';
import type { HomeOnScreen, Modal, SlackClient } from '../slack/start-slack.ts';
import type { Sandbox } from '../start-sandbox.ts';
import type { Act } from './act.ts';
import type { Reading } from './reading.ts';

export interface Backstage {
  sandbox: Sandbox;
  reading: Reading;
  /** Says that the bot is being started while `start` lasts. */
  whileStarting(start: () => Promise<void>): Promise<void>;
}

function viewOf(client: SlackClient, id: string): HomeOnScreen | Modal {
  const view = [...client.modals(), client.home()].find((each) => each?.id === id);
  if (!view) throw new Error('This view was closed or replaced.');
  return view;
}

function modalOf(client: SlackClient, id: string): Modal {
  const modal = client.modals().find((each) => each.id === id);
  if (!modal) throw new Error('This form was closed or replaced.');
  return modal;
}

/** Does what the person asks for: each act is one call of the driver that the e2e tests use too. The answer is what only the asking page needs. */
export async function perform(stage: Backstage, as: string, given: Act): Promise<unknown> {
  const { slack, nexudus } = stage.sandbox;
  const client = slack.as(as);
  const view = ({ view: id }: { view: string }) => viewOf(client, id);
  const idsOf = ({ block, action }: { block: string; action: string }) => ({
    blockId: block,
    actionId: action,
  });
  const message = ({ channel, ts }: { channel: string; ts: string }) => {
    const found = [...slack.messages(channel), ...slack.ephemerals(as, channel)].find((m) => m.ts === ts);
    if (!found) throw new Error('That message is gone.');
    return found;
  };

  switch (given.do) {
    case 'command':
      return client.command(given.text, { channel: given.channel });
    case 'say':
      slack.say(as, given.channel, given.text, given.thread ? { thread_ts: given.thread } : undefined);
      return undefined;
    case 'invite': {
      const { id, realName } = slack.person(given.person);
      const { members } = slack.channel(given.channel);
      if (!members.includes(id)) members.push(id);
      slack.say(as, given.channel, `_invited ${realName} to this channel_`);
      return undefined;
    }
    case 'shortcut':
      return client.shortcut(given.id, given);
    case 'message-shortcut':
      return client.messageShortcut(given.id, message(given), given.channel);
    case 'click':
      return client.click(message(given), idsOf(given));
    case 'read':
      return stage.reading.readTo(client.person.id, given.channel, given.ts);
    case 'open-home':
      return client.openHome();
    case 'type':
      return view(given).type(idsOf(given), given.text);
    case 'search': {
      const offers = await view(given).search(idsOf(given), given.text);
      return { offers, failed: offers.length === 0 && client.notice() === listFailed };
    }
    case 'pick':
      return view(given).pick(idsOf(given), { value: given.value });
    case 'unpick':
      return view(given).unpick(idsOf(given), given.value);
    case 'clear':
      return view(given).clear(idsOf(given));
    case 'tick':
      return view(given).tick(idsOf(given), given.on, given.value);
    case 'press':
      return view(given).press(idsOf(given));
    case 'submit':
      return modalOf(client, given.view).submit();
    case 'close':
      return modalOf(client, given.view).close();
    case 'close-all':
      for (const modal of client.modals().reverse()) if (modal.open) await modal.close();
      return undefined;
    case 'switch': {
      const { do: _, deliverTwice, ...more } = given;
      if (deliverTwice !== undefined) slack.faults.deliverTwice = deliverTwice;
      Object.assign(nexudus.switches, more);
      return undefined;
    }
    case 'expire-token':
      return nexudus.expireTokens();
    case 'restart-bot':
      return stage.whileStarting(() => stage.sandbox.restartBot());
    case 'reset':
      stage.reading.clear();
      return stage.whileStarting(() => stage.sandbox.reset());
  }
}
