import { existsSync, readFileSync } from 'node:fs';
import dotenv from 'dotenv';
import { z } from 'zod';

/** All settings, from the environment. */
export interface Settings {
  slack: { botToken: string; apiUrl: string; transport: { appToken: string } | { signingSecret: string } };
  nexudus: { url: string; username: string; password: string; totpSecret?: string };
  /** Addresses of records in Nexudus's dashboard, by the API's name of their kind; an empty name stands for all others. */
  recordUrls?: ReadonlyMap<string, string>;
  access: {
    logins: ReadonlyMap<string, string>;
    unrestricted: ReadonlySet<string>;
    /** Set when access comes from user groups of Slack. */
    usergroup?: { group: string; rolesGroup?: string };
  };
  /** Where changes that grant access are approved. */
  approvalChannel?: string;
  /** The longest time that a role is given for, in days; undefined: for good, too. */
  roleMaxDays?: number;
  /** Where people ask for what they can't do. */
  requestsChannel?: string;
  /** False: everything but the write. */
  writes: boolean;
  /** Ids of the operations that exist. */
  operations: readonly string[];
  database: { url: string; retentionDays: number };
  port: number;
  /** Metrics are served there alone, if at all. */
  metrics?: { host: string; port: number };
  /** Traces are sent to the OpenTelemetry collector there, if at all. */
  telemetry?: string;
  logLevel: (typeof LOG_LEVELS)[number];
  /** Calls go through what HTTPS_PROXY or HTTP_PROXY names. */
  proxied: boolean;
}

/** All that is missing or wrong, as one text for the bot's administrator. */
export class SettingsWrong extends Error {
  override name = 'SettingsWrong';
  constructor(sentences: readonly string[]) {
    super(
      `These settings are missing or wrong (see .env.example):\n${sentences.map((s) => `  - ${s}`).join('\n')}`,
    );
  }
}

const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;

const splitList = (value: string): string[] =>
  value
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);

const required = z.string('is missing').min(1, 'is missing');
const webAddress = (otherwise: string) =>
  z
    .string()
    .default(otherwise)
    .refine(
      (value) => URL.canParse(value) && /^https?:/.test(value),
      'must be a web address starting with https://',
    )
    .refine(
      (value) =>
        !value.startsWith('http:') ||
        !URL.canParse(value) ||
        ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(value).hostname),
      'must start with https:// unless it is on this machine: it is sent passwords or tokens',
    );
const port = z
  .string()
  .regex(/^\d{1,5}$/, 'must be a port number from 1 to 65535')
  .transform(Number)
  .refine((n) => n >= 1 && n <= 65_535, 'must be a port number from 1 to 65535');

const isEmail = (value: string) => /^[^\s@,=]+@[^\s@,=]+$/.test(value);

const slackId = (start: string, what: string) =>
  z
    .string()
    .regex(
      new RegExp(`^${start}[A-Z0-9]{6,}$`),
      `must be the id of ${what}, as Slack shows it under its details`,
    );

/** Kinds of records that people change here. */
const RECORD_KINDS = ['videorooms', 'workspaces', 'teams', 'userroles'];

/** `https://…/{resource}/{id}`, or `teams=https://…/{id}` for one kind. */
function recordUrlOf(text: string): [kind: string, template: string] {
  const kind = RECORD_KINDS.find((each) => text.startsWith(`${each}=`)) ?? '';
  return [kind, kind ? text.slice(kind.length + 1) : text];
}

function isRecordUrl(text: string): boolean {
  const [kind, template] = recordUrlOf(text);
  const filled = template.replaceAll('{id}', '1').replaceAll('{resource}', 'teams');
  if (!template.includes('{id}') || (!kind && !template.includes('{resource}'))) return false;
  if (/[{}\s]/.test(filled) || !filled.startsWith('https://') || !URL.canParse(filled)) return false;
  const { username, password, host } = new URL(filled);
  // A record never decides on which machine it is looked for.
  return !username && !password && template.toLowerCase().startsWith(`https://${host}/`);
}

const databaseUrl = z
  .string()
  .default('file:data/nexudus-slack.sqlite')
  .refine((value) => /^(file:.+|postgres(ql)?:\/\/.+)/.test(value), 'must start with file: or postgres://');

/** `[address:]port`; an address of IPv6 stands in brackets. */
const METRICS_AT = /^(?:(\[[\da-f:.]+\]|[\w.-]+):)?(\d{1,5})$/i;

const environment = (operationIds: readonly string[]) =>
  z.object({
    SLACK_BOT_TOKEN: required.startsWith('xoxb-', 'must start with xoxb-'),
    SLACK_SIGNING_SECRET: z.string().optional(),
    SLACK_APP_TOKEN: z.string().startsWith('xapp-', 'must start with xapp-').optional(),
    SLACK_API_URL: webAddress('https://slack.com/api/'),
    NEXUDUS_USERNAME: required,
    NEXUDUS_PASSWORD: required,
    NEXUDUS_TOTP_SECRET: z
      .string()
      .regex(
        /^[A-Z2-7 ]+=*$/i,
        'must be the base32 text that Nexudus showed when two-factor sign-in was set up',
      )
      .optional(),
    NEXUDUS_API_URL: webAddress('https://spaces.nexudus.com'),
    NEXUDUS_RECORD_URL: z
      .string()
      .transform(splitList)
      .refine(
        (list) => list.length > 0 && list.every(isRecordUrl),
        `must look like https://example.com/{resource}/{id}, or teams=https://example.com/team/{id} for one of: ${RECORD_KINDS.join(', ')}`,
      )
      .optional(),
    DATABASE_URL: databaseUrl,
    JOURNAL_RETENTION_DAYS: z
      .string()
      .regex(/^[1-9]\d{0,4}$/, 'must be a whole number of days, 1 or more')
      .transform(Number)
      .default(365),
    ACCESS_MODE: z.enum(['nexudus', 'usergroup'], 'must be nexudus or usergroup').default('nexudus'),
    ACCESS_USERGROUP: slackId('S', 'a user group').optional(),
    ACCESS_ROLES_USERGROUP: slackId('S', 'a user group').optional(),
    UNRESTRICTED_ADMINS: z
      .string()
      .default('')
      .transform(splitList)
      .refine((list) => list.every(isEmail), 'must be e-mail addresses separated by commas'),
    NEXUDUS_LOGINS: z
      .string()
      .default('')
      .transform(splitList)
      .refine(
        (list) =>
          list.every((pair) => /^[UW][A-Z0-9]+=/.test(pair) && isEmail(pair.slice(pair.indexOf('=') + 1))),
        'must look like U012ABC=ana@example.com, separated by commas',
      ),
    APPROVAL_CHANNEL: slackId('[CG]', 'a channel').optional(),
    ROLE_MAX_DAYS: z
      .string()
      .regex(/^[1-9]\d{0,3}$/, 'must be a whole number of days, from 1 to 9999')
      .transform(Number)
      .optional(),
    REQUESTS_CHANNEL: slackId('[CG]', 'a channel').optional(),
    WRITES: z.enum(['on', 'off'], 'must be on or off').default('on'),
    OPERATIONS: z
      .string()
      .default(operationIds.join(','))
      .transform(splitList)
      .refine((list) => list.length > 0 && list.every((id) => operationIds.includes(id)), {
        error: `must be some of: ${operationIds.join(', ')}`,
      }),
    PORT: port.default(3000),
    METRICS_PORT: z
      .string()
      .regex(METRICS_AT, 'must be a port number, or address:port')
      .transform((value) => {
        const [, host = '127.0.0.1', number] = METRICS_AT.exec(value) ?? [];
        return { host: host.replace(/^\[|\]$/g, ''), port: Number(number) };
      })
      .refine(({ port }) => port >= 1 && port <= 65_535, 'must be a port number, or address:port')
      .optional(),
    OTEL_EXPORTER_OTLP_ENDPOINT: z
      .string()
      .refine(
        (value) => /^https?:/.test(value) && URL.canParse(value),
        'must be the web address of a collector, such as http://127.0.0.1:4318',
      )
      .optional(),
    LOG_LEVEL: z.enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(', ')}`).default('info'),
  });

// Of the environment rather than of this bot: undici reads them itself.
const PROXIES = ['https_proxy', 'HTTPS_PROXY', 'http_proxy', 'HTTP_PROXY'];

export const settingNames = Object.keys(environment([]).shape);

/**
 * Says which settings hold less than their line in `.env`: a # that is not in quotes begins a comment there, also in the
 * middle of a password.
 */
export function cutShort(given: Record<string, string | undefined> = process.env): string[] {
  const file = existsSync('.env') ? readFileSync('.env', 'utf8') : '';
  const read = dotenv.parse(file);
  return settingNames.flatMap((name) => {
    const lines = [...file.matchAll(new RegExp(`^\\s*(?:export\\s+)?${name}\\s*[=:]\\s*(.*)$`, 'gm'))];
    const written = lines.at(-1)?.[1] ?? '';
    const value = read[name] ?? '';
    const isCut = written.startsWith(`${value}#`) && (value !== '' || /^#\S/.test(written));
    // What stands in the environment wins over the file.
    const isUsed = (given[name] ?? '') === value;
    return isCut && isUsed
      ? [`${name} in .env is read only up to its #. Put it in single quotes: ${name}='…'.`]
      : [];
  });
}

/** The one setting that the audit export needs. */
export function readDatabaseUrl(): string {
  dotenv.config({ quiet: true });
  const result = databaseUrl.safeParse(process.env.DATABASE_URL?.trim() || undefined);
  if (!result.success) throw new SettingsWrong(result.error.issues.map((i) => `DATABASE_URL ${i.message}.`));
  return result.data;
}

/**
 * Reads the settings from the environment and from `.env`.
 * @throws SettingsWrong with every problem at once
 */
export function readSettings(
  operationIds: readonly string[],
  env?: Record<string, string | undefined>,
): Settings {
  if (!env) dotenv.config({ quiet: true });
  const given = env ?? process.env;
  // An empty setting is an absent one: that is how .env.example is filled in.
  const filled = Object.fromEntries(
    settingNames.flatMap((name) => (given[name]?.trim() ? [[name, given[name]?.trim()]] : [])),
  );
  const result = environment(operationIds).safeParse(filled);
  const wrong = result.success ? [] : result.error.issues.map((i) => `${i.path.join('.')} ${i.message}.`);
  if (!filled.SLACK_APP_TOKEN && !filled.SLACK_SIGNING_SECRET) {
    wrong.push('SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP) is missing.');
  }
  if (filled.ACCESS_MODE === 'usergroup' && !filled.ACCESS_USERGROUP) {
    wrong.push('ACCESS_USERGROUP is missing: ACCESS_MODE=usergroup needs to know which one.');
  }
  if (filled.ACCESS_MODE !== 'usergroup' && (filled.ACCESS_USERGROUP || filled.ACCESS_ROLES_USERGROUP)) {
    wrong.push('ACCESS_USERGROUP and ACCESS_ROLES_USERGROUP are only used with ACCESS_MODE=usergroup.');
  }
  const proxies = PROXIES.filter((name) => given[name]?.trim());
  for (const name of proxies) {
    if (!/^https?:\/\/./.test(given[name] ?? '') || !URL.canParse(given[name] ?? ''))
      wrong.push(`${name} must be a web address such as http://proxy.example.com:3128.`);
  }
  if (!result.success || wrong.length > 0) wrong.push(...cutShort(given));
  if (!result.success || wrong.length > 0) throw new SettingsWrong([...new Set(wrong)]);
  const s = result.data;
  return {
    slack: {
      botToken: s.SLACK_BOT_TOKEN,
      apiUrl: s.SLACK_API_URL.replace(/\/?$/, '/'),
      transport: s.SLACK_APP_TOKEN
        ? { appToken: s.SLACK_APP_TOKEN }
        : { signingSecret: s.SLACK_SIGNING_SECRET ?? '' },
    },
    nexudus: {
      url: s.NEXUDUS_API_URL.replace(/\/+$/, '').replace(/\/api$/, ''),
      username: s.NEXUDUS_USERNAME,
      password: s.NEXUDUS_PASSWORD,
      totpSecret: s.NEXUDUS_TOTP_SECRET?.replaceAll(' ', ''),
    },
    recordUrls: s.NEXUDUS_RECORD_URL && new Map(s.NEXUDUS_RECORD_URL.map(recordUrlOf)),
    access: {
      logins: new Map(s.NEXUDUS_LOGINS.map((pair) => pair.split('=') as [string, string])),
      unrestricted: new Set(s.UNRESTRICTED_ADMINS.map((email) => email.toLowerCase())),
      usergroup: s.ACCESS_USERGROUP
        ? { group: s.ACCESS_USERGROUP, rolesGroup: s.ACCESS_ROLES_USERGROUP }
        : undefined,
    },
    approvalChannel: s.APPROVAL_CHANNEL,
    roleMaxDays: s.ROLE_MAX_DAYS,
    requestsChannel: s.REQUESTS_CHANNEL ?? s.APPROVAL_CHANNEL,
    writes: s.WRITES === 'on',
    operations: s.OPERATIONS,
    database: { url: s.DATABASE_URL, retentionDays: s.JOURNAL_RETENTION_DAYS },
    port: s.PORT,
    metrics: s.METRICS_PORT,
    telemetry: s.OTEL_EXPORTER_OTLP_ENDPOINT,
    logLevel: s.LOG_LEVEL,
    proxied: proxies.length > 0,
  };
}
