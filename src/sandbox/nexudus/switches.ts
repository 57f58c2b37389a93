import type { NexudusRecord, NexudusSwitches, ReadAs } from './nexudus-stand-in.ts';

export type CallKind = 'reads' | 'writes' | 'token';

/** The five faults that `only` and `times` are about. */
export type Faults = Pick<NexudusSwitches, 'slowMs' | 'slowAfterMs' | 'down' | 'cutAfterActing' | 'throttle'>;

const NO_FAULTS: Readonly<Faults> = {
  slowMs: 0,
  slowAfterMs: 0,
  down: 'no',
  cutAfterActing: false,
  throttle: 'off',
};

export const switchesOff = (): NexudusSwitches => ({
  ...NO_FAULTS,
  pace: false,
  refuse: [],
  refuseWith200: false,
  denyWith: 401,
  valueIsRecord: false,
  withoutValue: false,
  emptyBodies: false,
  readAs: [],
  retryAfter: 1,
  bodyAs: undefined,
  onArrival: undefined,
});

/** The faults for the call that just arrived; counts it against `times` and switches them off after the last. */
export function faultsFor(switches: NexudusSwitches, kind: CallKind): Readonly<Faults> {
  const matches = switches.only ? switches.only === kind : kind !== 'token';
  if (!matches) return NO_FAULTS;
  const { slowMs, slowAfterMs, down, cutAfterActing, throttle, times } = switches;
  const faults = { slowMs, slowAfterMs, down, cutAfterActing, throttle };
  const any = slowMs > 0 || slowAfterMs > 0 || down !== 'no' || cutAfterActing || throttle !== 'off';
  if (!any || times === undefined) return faults;
  if (times <= 1) {
    Object.assign(switches, NO_FAULTS);
    delete switches.times;
  } else {
    switches.times = times - 1;
  }
  return times <= 0 ? NO_FAULTS : faults;
}

/** The record as the switches have it answered. */
export function asRead(
  { readAs }: NexudusSwitches,
  resource: ReadAs['resource'],
  record: NexudusRecord,
): NexudusRecord {
  const shown = { ...record };
  for (const { resource: of, id, property, value } of readAs) {
    if (of !== resource || (id !== undefined && id !== record.Id)) continue;
    if (value === undefined) delete shown[property];
    else shown[property] = value;
  }
  return shown;
}
