import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import type { AppShown } from './shown.ts';

export type AppManifest = Pick<AppShown, 'commands' | 'shortcuts' | 'readOnlyMessages'>;

interface Yaml {
  features: {
    app_home?: { messages_tab_read_only_enabled?: boolean };
    shortcuts?: { name: string; type: 'global' | 'message'; callback_id: string; description: string }[];
    slash_commands?: { command: string; description: string; usage_hint?: string }[];
  };
}

/** What Slack knows of an app before the app says anything: from the manifest that it is installed with. */
export async function readAppManifest(): Promise<AppManifest> {
  const text = await readFile(new URL('../../../manifest.yml', import.meta.url), 'utf8');
  const { features } = parse(text) as Yaml;
  return {
    commands: (features.slash_commands ?? []).map(({ command, description, usage_hint }) => ({
      command,
      description,
      hint: usage_hint ?? '',
    })),
    shortcuts: (features.shortcuts ?? []).map(({ callback_id, name, description, type }) => ({
      id: callback_id,
      name,
      description,
      type,
    })),
    readOnlyMessages: features.app_home?.messages_tab_read_only_enabled ?? false,
  };
}
