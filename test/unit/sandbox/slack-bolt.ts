import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import bolt from '@slack/bolt';
import type { KnownBlock, ModalView, PlainTextElement } from '@slack/types';
import type { SlackStandIn } from '../../../src/sandbox/slack/start-slack.ts';

const { App, HTTPReceiver, LogLevel, SocketModeReceiver } = bolt;

export type BoltApp = InstanceType<typeof App>;

export interface RunningBolt {
  app: BoltApp;
  /** The sentences of errors that listeners threw. */
  errors: string[];
  stop(): Promise<void>;
}

/** A real Bolt app in front of the stand-in: the judge of whether that behaves like Slack. */
export async function startBolt(
  slack: SlackStandIn,
  mode: 'http' | 'socket',
  register: (app: BoltApp) => void,
): Promise<RunningBolt> {
  const logLevel = LogLevel.ERROR;
  const quiet = {
    debug() {},
    info() {},
    warn() {},
    error() {},
    setLevel() {},
    getLevel: () => logLevel,
    setName() {},
  };
  const clientOptions = { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 } };
  const receiver =
    mode === 'http'
      ? new HTTPReceiver({ signingSecret: slack.signingSecret, logger: quiet })
      : new SocketModeReceiver({
          appToken: slack.appToken,
          logger: quiet,
          installerOptions: { clientOptions },
        });
  // With the bot's ids Bolt does not call auth.test on its own, at a time of its own.
  const { botId, userId: botUserId } = slack.bot;
  const more = { botId, botUserId, logger: quiet, convoStore: false } as const;
  const app = new App({ token: slack.botToken, receiver, clientOptions, ...more });
  const errors: string[] = [];
  app.error(async (error) => {
    errors.push(error.message);
    throw error;
  });
  register(app);
  if (mode === 'http') {
    const server = (await app.start({ port: 0, host: '127.0.0.1' })) as Server;
    slack.eventsUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`;
  } else await app.start();
  return {
    app,
    errors,
    async stop() {
      await app.stop();
    },
  };
}

export const plain = (text: string): PlainTextElement => ({ type: 'plain_text', text });

export const textInput = (block_id: string, label: string, more: object = {}): KnownBlock =>
  ({
    type: 'input',
    block_id,
    label: plain(label),
    element: { type: 'plain_text_input', action_id: 'text', ...more },
  }) as KnownBlock;

export function modal(blocks: KnownBlock[], more: Partial<ModalView> = {}): ModalView {
  return {
    type: 'modal',
    callback_id: 'form',
    title: plain('Video room'),
    submit: plain('Create'),
    blocks,
    ...more,
  };
}
