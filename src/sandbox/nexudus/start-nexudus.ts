import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { blankRecord } from './blank-record.ts';
import { nexudusApp } from './nexudus-app.ts';
import type {
  NexudusCall,
  NexudusRecord,
  RecordChange,
  RecordName,
  ResourceName,
} from './nexudus-stand-in.ts';
import { Pace } from './pace.ts';
import { Permissions } from './permissions.ts';
import { Records } from './records.ts';
import { isStored, showRecord } from './show-record.ts';
import { fillStartData } from './start-data/fill-start-data.ts';
import { switchesOff } from './switches.ts';
import { Tokens } from './tokens.ts';

export type {
  NexudusCall,
  NexudusRecord,
  NexudusSwitches,
  ReadAs,
  RecordChange,
  RecordName,
  ResourceName,
} from './nexudus-stand-in.ts';

export type NexudusStandIn = Awaited<ReturnType<typeof startNexudus>>;

interface StartNexudusOptions {
  /** 0: any that is free. */
  port?: number;
  /** 100,000 customers and 10,000 teams. */
  large?: boolean;
  /** Added to every call, the token endpoint too. */
  latencyMs?: number;
}

/** A stand-in for the Nexudus admin API, on 127.0.0.1. Every user's password is `sandbox`. */
export async function startNexudus(options: StartNexudusOptions = {}) {
  if (process.env.NODE_ENV === 'production') {
    throw new Error('The stand-in Nexudus does not start with NODE_ENV=production.');
  }
  const { port = 0, large = false, latencyMs = 0 } = options;
  const records = new Records();
  fillStartData(records, large);
  const tokens = new Tokens(records);
  const pace = new Pace();
  let round = new AbortController();
  const listeners = new Set<() => void>();
  const changed = () => {
    for (const listener of listeners) listener();
  };
  const show = (resource: ResourceName, record: NexudusRecord) =>
    structuredClone(showRecord(resource, record, records));

  const app = nexudusApp({
    records,
    tokens,
    permissions: new Permissions(records),
    pace,
    standIn: () => standIn,
    latencyMs,
    changed,
    over: () => round.signal,
  });
  // Left on, this would replace Request and Response for the whole process: the bot's tests run in it too.
  const server = createAdaptorServer({ fetch: app.fetch, overrideGlobalObjects: false }) as Server;
  server.keepAliveTimeout = 65_000;
  // assumed: it doesn't say how long it keeps a connection, which Node's server does where this is not set.
  server.prependListener('request', (_, response) => response.setHeader('connection', 'keep-alive'));
  server.on('connection', () => {
    standIn.connections += 1;
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');

  const standIn = {
    /** Without a path: callers add /api/… */
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls: [] as NexudusCall[],
    /** Opened so far. */
    connections: 0,
    switches: switchesOff(),
    /** Deep copies, complete: as "get one" answers them. */
    records: (resource: ResourceName) => records.all(resource).map((record) => show(resource, record)),
    record(resource: ResourceName, id: number): NexudusRecord | undefined {
      const record = records.get(resource, id);
      return record && show(resource, record);
    },
    /** Ids and names only, so that it stays quick with 100,000 records: the first that contain the query. */
    names(resource: ResourceName, query: string, limit: number): { total: number; first: RecordName[] } {
      const wanted = query.trim().toLowerCase();
      const all = records.all(resource);
      const fits = (record: NexudusRecord) =>
        `${nameOf(record)}\n${record.Id}`.toLowerCase().includes(wanted);
      const found = wanted ? all.filter(fits) : all;
      const first = found.slice(0, limit).map((record) => ({ id: record.Id, name: nameOf(record) }));
      return { total: found.length, first };
    },
    /** What was made, changed or removed since the start data. */
    changes: (resource: ResourceName): RecordChange[] =>
      [...records.changesOf(resource)].flatMap(([id, was]) => {
        const is = records.get(resource, id);
        if (!was && !is) return [];
        const before = was && show(resource, was);
        const after = is && show(resource, is);
        if (JSON.stringify(before) === JSON.stringify(after)) return [];
        return { id, name: nameOf((is ?? was) as NexudusRecord), before, after };
      }),
    /** By Name, FullName or Email; throws when none or several match. */
    named(resource: ResourceName, name: string): NexudusRecord {
      const found = records
        .all(resource)
        .filter((record) => [record.Name, record.FullName, record.Email].includes(name));
      const [record, second] = found;
      if (!record || second) throw new Error(`${found.length} ${resource} are called "${name}".`);
      return show(resource, record);
    },
    /** Creates, or overwrites the given properties of the record with this Id; no rule is checked. */
    put(resource: ResourceName, given: Partial<NexudusRecord>): NexudusRecord {
      const id = given.Id ?? records.newId(resource);
      const before = records.get(resource, id) ?? newRecord(resource, id, records);
      const stored = Object.fromEntries(Object.entries(given).filter(([name]) => isStored(resource, name)));
      const UpdatedOn = `${new Date().toISOString().slice(0, 19)}Z`;
      const after = structuredClone({ ...before, UpdatedOn, ...stored, Id: id });
      records.save(resource, after);
      changed();
      return show(resource, after);
    },
    remove(resource: ResourceName, id: number): void {
      records.remove(resource, id);
      changed();
    },
    /** Every access token now gives 401; refresh tokens stay good. */
    expireTokens: () => tokens.expire(),
    /** Access and refresh tokens stop working. */
    revokeAll: () => tokens.revokeAll(),
    /** Called after each call and each record change. Returns a function that stops it. */
    onChange(listener: () => void): () => void {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    /** Start data, no calls, switches off; tokens stay valid. Calls that still wait are cut off. */
    reset(): void {
      round.abort();
      round = new AbortController();
      fillStartData(records, large);
      pace.clear();
      // The same objects: a caller may hold on to them.
      standIn.calls.length = 0;
      standIn.switches.only = undefined;
      standIn.switches.times = undefined;
      Object.assign(standIn.switches, switchesOff());
      changed();
    },
    async close(): Promise<void> {
      round.abort();
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
  return standIn;
}

const nameOf = ({ Id, Name, FullName }: NexudusRecord): string => String(Name ?? FullName ?? Id);

/** As if it had been made in the dashboard, in the first location. */
function newRecord(resource: ResourceName, id: number, records: Records): NexudusRecord {
  const blank = blankRecord(resource, id);
  const soho = records.any('businesses')?.Id ?? null;
  if ('BusinessId' in blank) blank.BusinessId = soho;
  if (resource === 'coworkers') Object.assign(blank, { InvoicingBusinessId: soho, Businesses: [soho] });
  const CreatedOn = `${new Date().toISOString().slice(0, 19)}Z`;
  return { ...blank, CreatedOn };
}
