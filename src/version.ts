import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const NAME = 'nexudus-for-slack';

/** The version in the program's own package.json, wherever the program was built to. */
export function ownVersion(from = dirname(fileURLToPath(import.meta.url))): string {
  try {
    const { name, version } = JSON.parse(readFileSync(join(from, 'package.json'), 'utf8'));
    if (name === NAME) return String(version);
  } catch {
    // There is none in this folder.
  }
  const above = dirname(from);
  return above === from ? 'unknown' : ownVersion(above);
}
