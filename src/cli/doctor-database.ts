import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Settings } from '../settings.ts';
import { fileOf, openDatabase } from '../store/database.ts';
import { sizeOf, tryWrite } from '../store/look-at-database.ts';
import { versionOf } from '../store/migrations.ts';
import { bad, type Finding, good } from './finding.ts';

const VERSIONS = {
  this: 'of this version of the bot',
  older: 'of an older version of the bot, whose next start brings it up to date',
};

const megabytes = (bytes: number) => `${(bytes / 1_000_000).toFixed(1)} MB`;
const sizeOfFile = (path: string) => statSync(path, { throwIfNoEntry: false })?.size ?? 0;
const filesOf = (path: string) => [path, `${path}-wal`, `${path}-shm`];

/** The first start makes the file, and folders that are not there. */
function lookAtPlace(path: string): Finding {
  let folder = dirname(path);
  while (!existsSync(folder)) folder = dirname(folder);
  if (!statSync(folder).isDirectory())
    return bad(`Database: ${path} can’t be made, as ${folder} is not a folder. Check DATABASE_URL.`);
  try {
    accessSync(folder, constants.W_OK);
    return good(`Database: ${path} is made at the first start.`);
  } catch {
    return bad(
      `Database: ${path} can’t be made, as this user may not write to ${folder}. Check DATABASE_URL, or give it the folder.`,
    );
  }
}

/** Whether others on this machine may read the database; the bot makes it private where it may. */
function lookAtModes(path: string): Finding[] {
  if (process.platform === 'win32') return [];
  const openToOthers = (at: string) => ((statSync(at, { throwIfNoEntry: false })?.mode ?? 0) & 0o077) !== 0;
  const files = filesOf(path).filter(openToOthers);
  if (files.length > 0)
    return [bad(`Database: others on this machine may read it. Run chmod 600 ${files.join(' ')}`)];
  const folder = dirname(path);
  return openToOthers(folder)
    ? [
        good(
          `Database: only the bot may read it. Others may see its name; chmod 700 ${folder} hides that too.`,
        ),
      ]
    : [];
}

/** Whether the database opens, is one of this bot, and can be written. Nothing of it is changed. */
export async function lookAtDatabase({ database: { url } }: Settings): Promise<Finding[]> {
  const path = fileOf(url);
  if (path !== undefined && !existsSync(path)) return [lookAtPlace(path)];
  // Only this part of an address is shown: the rest may hold a password.
  const where = path ?? new URL(url).host;
  const modes = path === undefined ? [] : lookAtModes(path);
  const db = openDatabase(url, { asItIs: true });
  try {
    // SQLite looks into its file only when something of it is wanted.
    const tables = await db.introspection.getTables();
    const isEmpty = !tables.some(({ name }) => name === 'submissions');
    const version = isEmpty ? 'this' : await versionOf(db);
    if (version === 'newer') {
      return [
        bad(
          `Database: ${where} was written by a newer version of the bot. Run that one, or restore the copy made before it.`,
        ),
      ];
    }
    const bytes =
      path === undefined
        ? await sizeOf(db)
        : filesOf(path)
            .map(sizeOfFile)
            .reduce((a, b) => a + b);
    const written = isEmpty ? undefined : await tryWrite(db);
    const about = `Database: ${where} can be opened (${isEmpty ? 'the first start sets it up' : `${VERSIONS[version]}, ${megabytes(bytes)}`})`;
    if (written !== undefined)
      return [
        bad(`${about}, but not written: ${written}. Check the rights of this user, and the disk.`),
        ...modes,
      ];
    return [good(isEmpty ? `${about}.` : `${about} and written.`), ...modes];
  } catch (error) {
    const { code, message } = error as Error & { code?: string };
    return [bad(`Database: ${where} can’t be opened (${message || code}). Check DATABASE_URL.`)];
  } finally {
    await db.destroy().catch(() => {});
  }
}
