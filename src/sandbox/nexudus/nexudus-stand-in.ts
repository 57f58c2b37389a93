export type ResourceName =
  | 'videorooms'
  | 'workspaces'
  | 'teams'
  | 'userroles'
  | 'roles'
  | 'users'
  | 'businesses'
  | 'coworkers'
  | 'tariffs'
  | 'extraservices';

export type NexudusRecord = { Id: number; [property: string]: unknown };

export interface RecordName {
  id: number;
  name: string;
}

/** One side is missing when the record is new, or gone. */
export interface RecordChange {
  id: number;
  name: string;
  before?: NexudusRecord;
  after?: NexudusRecord;
}

/** One answered (or cut) call. Passwords and tokens read '•••'. */
export interface NexudusCall {
  /** Milliseconds since 1970, when the call arrived. */
  at: number;
  method: string;
  path: string;
  /** Without the question mark. */
  query: string;
  /** 0 when the connection was cut instead of answered. */
  status: number;
  ms: number;
  /** E-mail of the user whose token was sent. */
  user?: string;
  requestBody?: unknown;
  responseBody?: unknown;
}

/** A property that reads otherwise than it is stored; `me` is the answer of api/auth/me. */
export interface ReadAs {
  resource: ResourceName | 'me';
  /** Of this record alone. */
  id?: number;
  property: string;
  /** Undefined: the property is absent. */
  value?: unknown;
}

/** What can go wrong. All off by default; a test or the sandbox page sets them while the server runs. */
export interface NexudusSwitches {
  /** Wait before acting. */
  slowMs: number;
  /** Wait after acting (the write is done), before answering. */
  slowAfterMs: number;
  /** 'cut' destroys the socket before acting. */
  down: 'no' | '500' | '502-html' | '503' | 'cut' | 'ooops400';
  /** Acts, then destroys the socket. */
  cutAfterActing: boolean;
  /** Every call is answered with this status and acts on nothing. */
  throttle: 'off' | '409' | '429';
  /** What a 409 asks for, in seconds. */
  retryAfter: number;
  /** Keeps each token to 1 call per 100 ms, 120 a minute, 60 writes a minute. */
  pace: boolean;
  /** Every PUT and POST is refused with these errors. */
  refuse: { property: string; message: string }[];
  /** Refusals come as HTTP 200 with WasSuccessful: false. */
  refuseWith200: boolean;
  /** The status for a missing permission. */
  denyWith: 401 | 403;
  /** Value of a success is the whole record instead of { Id }. */
  valueIsRecord: boolean;
  /** A successful PUT or POST is answered with `Value: null`. */
  withoutValue: boolean;
  /** A successful PUT or POST answers 200 with an empty body. */
  emptyBodies: boolean;
  /** What "get one" and api/auth/me answer in place of what is stored. */
  readAs: ReadAs[];
  /** Makes another text of what a GET of this path answers, lists too. */
  bodyAs?: (path: string, json: string) => string;
  /** Called when a call arrives, before anything is done. */
  onArrival?: (method: string, path: string) => void;
  /**
   * Which calls slowMs, slowAfterMs, down, cutAfterActing and throttle apply to.
   * Undefined: all but the token endpoint.
   */
  only?: 'reads' | 'writes' | 'token';
  /** How many matching calls are affected before those five switch themselves off; undefined: until changed. */
  times?: number;
}
