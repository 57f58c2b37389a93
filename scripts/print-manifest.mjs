import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

// The Slack CLI reads JSON alone; .slack/hooks.json has it ask here.
const manifest = readFileSync(new URL('../manifest.yml', import.meta.url), 'utf8');
process.stdout.write(JSON.stringify(parse(manifest)));
