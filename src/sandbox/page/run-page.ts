import type { Server } from 'node:http';
import { type Sandbox, startSandbox } from '../start-sandbox.ts';
import { bundleClient } from './bundle-client.ts';
import { startPage, takePort } from './start-page.ts';

/** Priya, the second admin, has something to approve in #approvals. */
export const pageSettings = { APPROVAL_CHANNEL: 'C0APPROVE' };

export interface RunPage {
  port: number;
  large: boolean;
  print(text: string): void;
  /** Ends the process with this sentence. */
  end(sentence: string): never;
}

/** What `npm run sandbox` does: everything is started, said, and ended with Ctrl-C. */
export async function runPage({ port, large, print, end }: RunPage): Promise<void> {
  let server: Server;
  try {
    server = await takePort(port);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return end(
      code === 'EADDRINUSE'
        ? `Port ${port} is in use by another program: stop that one, or choose another port with npm run sandbox -- --port ${port + 1}`
        : `Port ${port} can’t be used (${message}): choose another with npm run sandbox -- --port 3001`,
    );
  }
  let sandbox: Sandbox;
  let client: Awaited<ReturnType<typeof bundleClient>>;
  try {
    [sandbox, client] = await Promise.all([
      startSandbox({ large, settings: pageSettings, entry: 'bundle' }),
      bundleClient(),
    ]);
  } catch (error) {
    return end(`The sandbox could not be started: ${(error as Error).message}`);
  }
  const page = await startPage(server, sandbox, client);
  // Since the process began; npm itself takes a moment before that.
  const seconds = (performance.now() / 1000).toFixed(1);
  print(`Sandbox ready in ${seconds} s: open ${page.url}`);
  print('You are Ana, network admin. Type /nexudus. Ctrl-C ends it.');
  print('Not affiliated with Slack or Nexudus; nothing leaves this machine.');
  let ending = false;
  const leave = async (): Promise<void> => {
    if (ending) return;
    ending = true;
    await page.close();
    await sandbox.close();
    process.exit(0);
  };
  process.on('SIGINT', leave);
  process.on('SIGTERM', leave);
}
