import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite';
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  Kysely,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import { migrate } from '../../src/store/migrations.ts';
import type { Database, Tables } from '../../src/store/schema.ts';
import { EPOCH, type Machine, type WorkAhead } from './timeline.ts';

/** What may go wrong with one use of the store. */
export interface StoreFaults {
  /** How long it takes until its turn comes; undefined: at once. */
  delay(): Promise<void> | undefined;
  /** Not done, and the database says so; done, but the connection breaks before the answer. */
  next(): 'none' | 'refused' | 'lost';
}

const NO_FAULTS: StoreFaults = { delay: () => undefined, next: () => 'none' };

const fault = (message: string, code?: string) => Object.assign(new Error(message), { code });

/** One SQLite database in memory, which several processes use: each through connections of its own. */
export class SharedStore implements WorkAhead {
  readonly #sqlite = new DatabaseSync(':memory:');
  readonly #statements = new Map<
    string,
    { statement: ReturnType<DatabaseSyncInstance['prepare']>; reads: boolean; writes: boolean }
  >();
  #turn: Promise<void> = Promise.resolve();
  /** Grows with every write. */
  version = 0;
  #known: { version: number; rows: { due: number; kind: string }[]; running: boolean } | undefined;

  static async open(): Promise<SharedStore> {
    const store = new SharedStore();
    await migrate(store.connect(NO_FAULTS));
    return store;
  }

  connect(faults: StoreFaults): Database {
    return new Kysely<Tables>({
      dialect: {
        createAdapter: () => new SqliteAdapter(),
        createDriver: () => this.#driver(faults),
        createIntrospector: (db) => new SqliteIntrospector(db),
        createQueryCompiler: () => new SqliteQueryCompiler(),
      },
    });
  }

  /** For the invariants alone: rows as they stand. */
  rows<T>(sql: string, ...parameters: (string | number)[]): T[] {
    return this.#prepared(sql).statement.all(...parameters) as T[];
  }

  clear(): void {
    for (const table of ['submissions', 'approvals', 'outbox', 'forms', 'temporary_access'])
      this.#sqlite.exec(`delete from ${table}`);
    this.#turn = Promise.resolve();
    this.#known = undefined;
    this.version += 1;
  }

  dueAt({ skew }: Machine): number {
    const { rows } = this.#work();
    return rows.reduce((least, { due }) => Math.min(least, due - EPOCH - skew), Number.POSITIVE_INFINITY);
  }

  anyRunning(): boolean {
    return this.#work().running;
  }

  /** When something can be done at the earliest: as the statements of the rooms ask for it, or before. */
  #work() {
    if (this.#known?.version === this.version) return this.#known;
    const rows = this.rows<{ due: number; kind: string }>(`
      select max(lease_until + 1, case status when 'running' then 0 else next_at end) as due, status as kind
        from submissions where status in ('running', 'queued', 'waiting') and not exists (select 1
          from submissions other where other.record_key = submissions.record_key
          and other.status = 'running' and other.id <> submissions.id)
      union all select max(due_at, lease_until + 1), 'outbox' from outbox where state = 'pending'
        and (kind = 'card' or not exists (select 1 from submissions
          where submissions.id = outbox.submission_id and submissions.status in ('running', 'queued')))
      union all select until, 'approval' from approvals join submissions on submissions.id = submission_id
        where status = 'awaiting-approval'
      union all select next_at, 'access' from temporary_access where status = 'running'`);
    const running = this.rows("select 1 from submissions where status = 'running' limit 1").length > 0;
    this.#known = { version: this.version, rows, running };
    return this.#known;
  }

  #prepared(sql: string) {
    let known = this.#statements.get(sql);
    if (!known) {
      const statement = this.#sqlite.prepare(sql);
      known = { statement, reads: statement.columns().length > 0, writes: !/^\s*select/i.test(sql) };
      this.#statements.set(sql, known);
    }
    return known;
  }

  #run({ sql, parameters }: Pick<CompiledQuery, 'sql' | 'parameters'>): QueryResult<never> {
    const { statement, reads, writes } = this.#prepared(sql);
    if (writes) this.version += 1;
    if (reads) return { rows: statement.all(...(parameters as never[])) as never[] };
    const { changes } = statement.run(...(parameters as never[]));
    return { numAffectedRows: BigInt(changes), rows: [] };
  }

  #driver(faults: StoreFaults): Driver {
    const control = (sql: string) => void this.#run({ sql, parameters: [] });
    interface Connection extends DatabaseConnection {
      release(): void;
      fate: ReturnType<StoreFaults['next']>;
      inTransaction: boolean;
    }
    const connect = async (): Promise<Connection> => {
      await faults.delay();
      const before = this.#turn;
      let release = () => {};
      this.#turn = new Promise((resolve) => {
        release = resolve;
      });
      await before;
      const connection: Connection = {
        release,
        fate: faults.next(),
        inTransaction: false,
        executeQuery: async <R>(query: CompiledQuery): Promise<QueryResult<R>> => {
          if (connection.inTransaction) return this.#run(query) as QueryResult<R>;
          if (connection.fate === 'refused') throw fault('the disk is full', 'ERR_SQLITE_ERROR');
          const result = this.#run(query) as QueryResult<R>;
          if (connection.fate === 'lost') throw fault('the connection to the store broke');
          return result;
        },
        streamQuery: () => {
          throw new Error('nothing is streamed');
        },
      };
      return connection;
    };
    return {
      init: async () => {},
      acquireConnection: connect,
      beginTransaction: async (connection) => {
        (connection as Connection).inTransaction = true;
        control('begin');
      },
      commitTransaction: async (connection) => {
        const { fate } = connection as Connection;
        if (fate === 'refused') throw fault('the disk is full', 'ERR_SQLITE_ERROR');
        control('commit');
        if (fate === 'lost') throw fault('the connection to the store broke');
      },
      rollbackTransaction: async (connection) => {
        if (this.#sqlite.isTransaction && (connection as Connection).inTransaction) control('rollback');
      },
      releaseConnection: async (connection) => (connection as Connection).release(),
      destroy: async () => {},
    };
  }
}
