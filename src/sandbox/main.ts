import { playTranscript } from './transcript.ts';

if (process.env.NODE_ENV === 'production') {
  process.stderr.write('The sandbox plays with stand-ins and is refused with NODE_ENV=production.\n');
  process.exit(1);
}
await playTranscript((text) => process.stdout.write(`${text}\n`));
