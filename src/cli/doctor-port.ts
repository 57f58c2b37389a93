import { createServer } from 'node:net';
import type { Settings } from '../settings.ts';
import { bad, type Finding, good } from './finding.ts';

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false)).listen(port, () => server.close(() => resolve(true)));
  });

const answers = (port: number, path: string): Promise<boolean> =>
  fetch(`http://127.0.0.1:${port}/${path}`, { signal: AbortSignal.timeout(2000) }).then(
    ({ ok }) => ok,
    () => false,
  );

/** Whether this machine's port is there for the bot, or has it already. */
export async function lookAtPort({ port, slack }: Settings): Promise<Finding> {
  const slackCalls =
    'signingSecret' in slack.transport
      ? ' Slack has to reach it at /slack/events over https: see TLS in front in docs/deployment.md.'
      : '';
  if (await isFree(port)) return good(`Port: ${port} is free, so the bot isn’t running here.${slackCalls}`);
  if (!(await answers(port, 'healthz')))
    return bad(`Port: ${port} is used by another program. Set PORT to a free one.`);
  return (await answers(port, 'readyz'))
    ? good(`Port: the bot runs on ${port} and is ready.${slackCalls}`)
    : bad(`Port: the bot runs on ${port} and isn’t ready. Its log says why if that lasts.`);
}
