import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const NAME = 'nexudus-for-slack';

/** The version in the package.json above the program that runs, wherever it was built to. */
export function ownVersion(from = dirname(process.argv[1] ?? process.cwd())): string {
  try {
    const { name, version } = JSON.parse(readFileSync(join(from, 'package.json'), 'utf8'));
    if (name === NAME) return String(version);
  } catch {
    // There is none in this folder.
  }
  const above = dirname(from);
  return above === from ? 'unknown' : ownVersion(above);
}
