import { several } from '../operations/listed.ts';
import { readDatabaseUrl, SettingsWrong } from '../settings.ts';
import { openDatabase, patiently } from '../store/database.ts';
import { erasePerson } from '../store/erase-person.ts';
import { versionOf } from '../store/migrations.ts';

const USAGE =
  'Usage: npm run erase -- U012ABC [ana@example.com] ["Ana Ruiz"] …\nThe Slack id, then what else names the person: e-mail addresses, the name in Nexudus.';

const fail = (text: string): never => {
  process.stderr.write(`${text}\n`);
  process.exit(1);
};

const [chatId = '', ...words] = process.argv.slice(2);
// A short word or a number would be found in what isn't about the person.
if (!/^[UW][A-Z0-9]{6,}$/.test(chatId) || !words.every((word) => /\p{L}/u.test(word) && word.length >= 5))
  fail(USAGE);
try {
  const db = openDatabase(readDatabaseUrl(), { asItIs: true, unhurried: true });
  if ((await versionOf(db)) !== 'this')
    fail('The database was written by another version of the bot. Run this with that one.');
  const { submissions, underWay, forms } = await patiently(() => erasePerson(db, chatId, words));
  process.stdout.write(
    `Erased from ${several(submissions, 'submission')} and ${several(forms, 'open form')}.\n`,
  );
  await db.destroy();
  if (underWay > 0)
    fail(
      `${underWay} submissions are still under way, not announced yet, or gave access that still runs. Run this again once they are over.`,
    );
} catch (error) {
  fail(error instanceof SettingsWrong ? error.message : `Nothing was erased: ${(error as Error).message}`);
}
