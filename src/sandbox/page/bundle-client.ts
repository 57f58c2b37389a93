import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

export interface Client {
  script: string;
  style: string;
}

/** The page's program and style sheet, made in memory at each start. */
export async function bundleClient(): Promise<Client> {
  const folder = fileURLToPath(new URL('client/', import.meta.url));
  const { outputFiles } = await build({
    entryPoints: [`${folder}main.tsx`, `${folder}page.css`],
    outdir: '/',
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    minify: true,
    logLevel: 'silent',
  });
  const made = (name: string): string => {
    const file = outputFiles.find(({ path }) => path.endsWith(name));
    if (!file) throw new Error(`esbuild made no ${name}`);
    return file.text;
  };
  return { script: made('.js'), style: made('.css') };
}
