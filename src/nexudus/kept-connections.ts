/** Servers keep an idle connection for a minute and longer (IIS, in front of Nexudus, for two: documented). */
const IDLE_MS = 45_000;

type AgentMaker = new (options: { keepAliveTimeout: number; keepAliveMaxTimeout: number }) => object;

let kept: object | undefined;

/**
 * Keeps idle connections longer than the four seconds that fetch does by itself, so that a person who clicks now and then waits
 * for no new one. A read that comes to nothing because the server has just closed its end is sent again, as any read is. Of a write
 * the outcome is then unknown: an update goes over the connection that its record was read over just before, and a create, which
 * couldn't be distinguished from a second one, takes none of these.
 * @returns what fetch takes as `dispatcher`; undefined before fetch was first used, behind a proxy, and where Node does it another way
 */
export function keptConnections(): object | undefined {
  if (kept) return kept;
  // Node's own agent (seen in Node 20 to 24): loading the undici package for another one takes 0.3 s of a start.
  const known = Reflect.get(globalThis, Symbol.for('undici.globalDispatcher.1')) as object | undefined;
  if (known?.constructor.name !== 'Agent') return undefined;
  kept = new (known.constructor as AgentMaker)({ keepAliveTimeout: IDLE_MS, keepAliveMaxTimeout: IDLE_MS });
  return kept;
}
