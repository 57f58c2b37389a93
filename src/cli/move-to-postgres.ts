import { parseArgs } from 'node:util';
import { moveDatabase, NotMoved } from '../store/move-database.ts';

// npm run move-to-postgres -- file:data/nexudus-slack.sqlite postgres://…: once, with the bot stopped.

const USAGE =
  'Usage: npm run move-to-postgres -- file:data/nexudus-slack.sqlite postgres://user:password@host/database';

const fail = (text: string): never => {
  process.stderr.write(`${text}\n`);
  process.exit(1);
};

const { positionals } = parseArgs({ allowPositionals: true });
const [from, to, ...more] = positionals;
if (!from || !to || more.length > 0) fail(USAGE);
else {
  try {
    const counts = await moveDatabase(from, to);
    for (const [table, count] of Object.entries(counts)) process.stdout.write(`${table}: ${count}\n`);
    process.stdout.write(
      'Moved. Set DATABASE_URL to the PostgreSQL database and start the bot. The file stays as it was.\n',
    );
  } catch (error) {
    // The text of a driver's error may hold the address with its password.
    const { code, message } = error as Error & { code?: string };
    fail(
      error instanceof NotMoved
        ? message
        : `It could not be moved (${code ?? 'unexpected error'}). Nothing was changed in the file.`,
    );
  }
}
