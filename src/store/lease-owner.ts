import { randomUUID } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

const read = (look: () => string): string | undefined => {
  try {
    return look().trim();
  } catch {
    return undefined;
  }
};

/** When a process started, in ticks since the boot (proc_pid_stat(5)); its name, which may hold anything, stands before. */
const startOf = (pid: number): string | undefined =>
  read(
    () =>
      readFileSync(`/proc/${pid}/stat`, 'utf8')
        .replace(/^.*\) /s, '')
        .split(' ')[19] ?? '',
  );

/**
 * Where a process id means one process: this boot of this machine, and this container. Undefined where Linux doesn't
 * tell, as on other systems.
 */
function placeOfIds(): string | undefined {
  const boot = read(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8'));
  const namespace = read(() => readlinkSync('/proc/self/ns/pid'));
  return boot && namespace && `${hostname()} ${boot} ${namespace}`;
}

const place = placeOfIds();

/** Names this process in leases. */
export const newOwner = (): string =>
  [place ?? hostname(), process.pid, startOf(process.pid) ?? '', randomUUID()].join('/');

/**
 * True when the process that an owner names is gone for certain: its id belongs to no process here, or to a process that
 * started at another time. Then its submissions need not wait for their leases to run out; in doubt they do.
 */
export function isDead(owner: string): boolean {
  const [where, pid, start] = owner.split('/');
  if (!place || where !== place || !start) return false;
  try {
    process.kill(Number(pid), 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
  const found = startOf(Number(pid));
  return found !== undefined && found !== start;
}
