import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';

const here = hostname();

/** Names this process in leases: host, process id and a random part, because process ids come again. */
export const newOwner = (): string => `${here}/${process.pid}/${randomUUID()}`;

/**
 * True when the process that an owner names is gone for certain: it ran on this host, and its process id is free or
 * this process's own. Then its requests need not wait for their leases to run out.
 */
export function isDead(owner: string, mine: string): boolean {
  const [host, pid] = owner.split('/');
  if (host !== here || owner === mine) return false;
  if (Number(pid) === process.pid) return true;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}
