import { readFileSync } from 'node:fs';
import bolt from '@slack/bolt';

// What the bot is compared with: Bolt alone, which opens and fills the form that the bot drew, whatever was asked.

const {
  SLACK_BOT_TOKEN: token,
  SLACK_SIGNING_SECRET: signingSecret,
  SLACK_API_URL,
  PORT,
  VIEWS,
} = process.env;
const { empty, filled } = JSON.parse(readFileSync(VIEWS, 'utf8'));

const app = new bolt.App({
  token,
  receiver: new bolt.HTTPReceiver({ signingSecret }),
  clientOptions: { slackApiUrl: SLACK_API_URL },
  convoStore: false,
});
app.command(/.*/, async ({ ack, command, client }) => {
  await ack();
  const { view } = await client.views.open({ trigger_id: command.trigger_id, view: empty });
  await client.views.update({ view_id: view.id, view: filled });
});
process.on('SIGTERM', () => process.exit(0));
await app.start(Number(PORT));
