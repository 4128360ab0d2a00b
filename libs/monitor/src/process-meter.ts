import { availableParallelism, cpus, totalmem } from 'node:os';
import { monitorEventLoopDelay } from 'node:perf_hooks';

export interface ProcessMeasurement {
  /** Of one core. */
  readonly cpuPercent: number;
  /** Of all cores of the machine. */
  readonly systemCpuPercent: number;
  readonly memoryBytes: number;
  readonly heapBytes: number;
  readonly systemMemoryPercent: number;
  /** 99th percentile since the last measurement. */
  readonly eventLoopLagMs: number;
}

/**
 * Coarse on purpose: the timer behind it is most of what the monitoring costs. Shorter blocks of the loop do not
 * matter.
 */
const LAG_RESOLUTION_MS = 200;

/** Measures this process; rates are those since the measurement before. */
export class ProcessMeter {
  private readonly lag = monitorEventLoopDelay({ resolution: LAG_RESOLUTION_MS });
  private lastAt = performance.now();
  private lastUsage = process.cpuUsage();
  private lastCores = coreTimes();

  start(): void {
    this.lag.enable();
  }

  stop(): void {
    this.lag.disable();
  }

  measure(): ProcessMeasurement {
    const now = performance.now();
    const usage = process.cpuUsage();
    const cores = coreTimes();
    const cpuMs = (usage.user + usage.system - this.lastUsage.user - this.lastUsage.system) / 1000;
    const elapsedMs = Math.max(now - this.lastAt, 1);
    const total = Math.max(cores.total - this.lastCores.total, 1);
    const busy = cores.busy - this.lastCores.busy;
    const { rss, heapUsed } = process.memoryUsage();
    // The histogram contains the timer's interval, so a value of LAG_RESOLUTION_MS means no lag.
    const p99 = this.lag.count === 0 ? LAG_RESOLUTION_MS : this.lag.percentile(99) / 1e6;
    this.lag.reset();
    this.lastAt = now;
    this.lastUsage = usage;
    this.lastCores = cores;
    return {
      cpuPercent: percent(cpuMs / elapsedMs, availableParallelism() * 100),
      systemCpuPercent: percent(busy / total),
      memoryBytes: rss,
      heapBytes: heapUsed,
      systemMemoryPercent: percent(1 - process.availableMemory() / memoryLimit()),
      eventLoopLagMs: Math.round(Math.max(0, p99 - LAG_RESOLUTION_MS) * 10) / 10,
    };
  }
}

/** The limit of the container where there is one. */
function memoryLimit(): number {
  const limit = process.constrainedMemory();
  return limit > 0 && limit < totalmem() ? limit : totalmem();
}

function coreTimes(): { busy: number; total: number } {
  let busy = 0;
  let total = 0;
  for (const { times } of cpus()) {
    const sum = times.user + times.nice + times.sys + times.irq + times.idle;
    total += sum;
    busy += sum - times.idle;
  }
  return { busy, total };
}

function percent(share: number, highest = 100): number {
  return Math.round(Math.min(Math.max(share * 100, 0), highest) * 10) / 10;
}
