import { workerData } from 'node:worker_threads';
import pg from 'pg';

// Asks PostgreSQL for a test that stands still until it has the answer; see postgres-now.ts.
const { url, port, answered } = workerData;
// As SQLite gives them: the times and numbers of the bot's tables are below 2^53.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);
const client = new pg.Client({ connectionString: url });
const connected = client.connect();

port.on('message', async ({ text, parameters }) => {
  let answer;
  try {
    await connected;
    answer = { rows: (await client.query(text, parameters)).rows };
  } catch (error) {
    answer = { error: error.message };
  }
  port.postMessage(answer);
  Atomics.store(answered, 0, 1);
  Atomics.notify(answered, 0);
});
