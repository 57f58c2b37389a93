// Loaded into a bot before its own code: how late its event loop was is written into the file that LOOP names when it ends.
import { writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';

const STARTS_MS = 8000;
const RESOLUTION_MS = 5;
const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });

// A start is not what people meet.
setTimeout(() => delay.enable(), STARTS_MS).unref();
process.on('exit', () => {
  // The timer's own five milliseconds are counted, too.
  const ms = (ns) => Math.max(0, ns / 1e6 - RESOLUTION_MS);
  const late = { p99: ms(delay.percentile(99)), p999: ms(delay.percentile(99.9)), max: ms(delay.max) };
  writeFileSync(process.env.LOOP, JSON.stringify(late));
});
