import { parseArgs } from 'node:util';
import { runPage } from './page/run-page.ts';
import { playTranscript } from './transcript.ts';

const usage = `npm run sandbox -- [--port 3000] [--large] [--transcript]
  --port        another port for the page
  --large       100,000 customers and 10,000 teams
  --transcript  no page: plays each operation once and prints what everybody saw`;

function end(sentence: string): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

function readArguments() {
  try {
    const { values } = parseArgs({
      options: {
        port: { type: 'string', default: '3000' },
        large: { type: 'boolean', default: false },
        transcript: { type: 'boolean', default: false },
      },
    });
    const port = Number(values.port);
    if (!/^\d+$/.test(values.port) || port > 65_535) throw new Error(`--port ${values.port} is no port.`);
    return { ...values, port };
  } catch (error) {
    return end(`${(error as Error).message}\n${usage}`);
  }
}

if (process.env.NODE_ENV === 'production')
  end('The sandbox plays with stand-ins and is refused with NODE_ENV=production.');
const { port, large, transcript } = readArguments();
const print = (text: string) => void process.stdout.write(`${text}\n`);
if (transcript) await playTranscript(print, { large });
else await runPage({ port, large, print, end });
