import { rmSync } from 'node:fs';
import { build } from 'esbuild';

// `npm start` runs what this makes. The bot's own files and the packages that come in hundreds of files become one file of
// each program: read one by one, they take as much of a start as everything else.

rmSync('dist', { recursive: true, force: true });
await build({
  entryPoints: [
    'src/main.ts',
    'src/cli/doctor.ts',
    'src/cli/export-audit.ts',
    'src/cli/erase-person.ts',
    'src/cli/move-to-postgres.ts',
  ],
  outdir: 'dist',
  outbase: 'src',
  bundle: true,
  // What is loaded only where it is used stays a file of its own.
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  sourcemap: true,
  // Bolt's packages load each other in their own way; the others have parts that are no JavaScript, or load parts of themselves.
  external: ['@slack/*', '@photostructure/sqlite', 'pg', 'pino', 'prom-client', 'undici'],
  // For the CommonJS packages among them.
  banner: {
    js: "import { createRequire as requireFrom_ } from 'node:module'; const require = requireFrom_(import.meta.url);",
  },
  logLevel: 'error',
});
