import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { announced, openForm } from '../support/channel.ts';
import { useStore } from '../support/use-store.ts';

const stage = useStore({ ofOneProcess: 'reads SQLite’s file' });
const A_YEAR_AND_A_DAY_MS = 366 * 24 * 60 * 60_000;
const inFile = () => {
  // What stands beside the file goes into it.
  stage.sql('pragma wal_checkpoint(truncate)');
  return readFileSync(stage.path).includes('Wolpertinger');
};

test('once the retention is over, the file of the database holds nothing of a request any more', async () => {
  const form = await openForm(stage.ana, '/nexudus team rename Acme to Wolpertinger', 'New name');
  await form.submit();
  await announced(stage);
  await stage.untilSettled();
  await stage.bot.stop();
  expect(inFile()).toBe(true);
  // Times stay as long as they were, so that no other part of the row moves.
  stage.sql('update submissions set updated_at = updated_at - ?', A_YEAR_AND_A_DAY_MS);
  stage.sql('update forms set updated_at = updated_at - ?', A_YEAR_AND_A_DAY_MS);
  await stage.startAgain();
  expect(stage.submissions()).toEqual([]);
  await stage.bot.stop();
  expect(inFile()).toBe(false);
  await stage.startAgain();
});
