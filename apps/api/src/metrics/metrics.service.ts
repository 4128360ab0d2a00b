import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { lowestRates, MonitorService, StatisticsService } from '#libs/monitor';
import { JobQueue } from '#libs/queue';

/**
 * Sampling interval of the event loop, and the smallest value of `nodejs_eventloop_lag_p…`. The default of 10 ms wakes
 * the process a hundred times a second, most of the CPU time of an idle process.
 */
const LAG_PRECISION_MS = 50;

/** Numbers for Prometheus: those of this process, and those of the installation, which every api process gives alike. */
@Injectable()
export class MetricsService {
  private readonly registry = new Registry();
  private readonly requests = new Histogram({
    name: 'data_pipeline_http_request_duration_seconds',
    help: 'Time from the arrival of a request to the end of its answer',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [this.registry],
  });
  private readonly up = this.gauge('up', 'Whether database and queue answered for this scrape');
  private readonly tasks = this.gauge('tasks', 'Tasks by status', 'status');
  private readonly executions = this.gauge('executions', 'Ended executions by step and status', 'step', 'status');
  private readonly durations = this.gauge('step_duration_seconds', 'Duration of steps', 'step', 'quantile');
  private readonly recall = this.gauge(
    'self_check_table_recall',
    'Lowest table recall in the self-checks of the last day, by kind of question and depth',
    'kind',
    'depth',
  );
  private readonly sufficiency = this.gauge(
    'self_check_context_sufficiency',
    'Lowest context sufficiency in the self-checks of the last day, by kind of question',
    'kind',
  );
  private readonly jobs = this.gauge('queue_jobs', 'Jobs by queue and state', 'queue', 'state');
  private readonly files = this.gauge('output_files', 'Recorded output files');
  private readonly bytes = this.gauge('output_bytes', 'Recorded output bytes');
  private readonly anomalies = this.gauge(
    'anomalies_active',
    'Active anomalies by rule and severity',
    'rule',
    'severity',
  );
  private readonly backups = this.gauge('backups', 'Vector backups by state', 'state');
  private readonly backupBytes = this.gauge('backup_bytes', 'Bytes of all vector backups');
  private readonly backupAge = this.gauge('backup_age_seconds', 'Age of the newest usable vector backup; absent: none');
  private readonly verifiedAge = this.gauge(
    'backup_verified_age_seconds',
    'Age of the newest verified vector backup; absent: none',
  );
  private readonly copiedAge = this.gauge(
    'backup_copied_age_seconds',
    'Age of the newest vector backup with a whole copy on the second storage; absent: none',
  );
  private readonly copiesMissing = this.gauge(
    'backup_copies_missing',
    'Vector backups without a whole copy on the second storage; 0 without a second storage',
  );
  private readonly verificationAge = this.gauge(
    'backup_verification_age_seconds',
    'Time since a vector backup was verified; absent: never',
  );
  private readonly restoreSeconds = this.gauge(
    'backup_restore_seconds',
    'Time to check and load a vector backup, as the newest verification measured; absent: never',
  );
  private readonly processes = this.gauge('processes', 'Live processes by role', 'role');
  private readonly cpu = this.gauge('process_cpu_percent', 'CPU of a process, of one core', 'process', 'role');
  private readonly memory = this.gauge('process_memory_bytes', 'Resident memory of a process', 'process', 'role');
  private readonly lag = this.gauge('process_event_loop_lag_ms', 'Event loop lag, p99', 'process', 'role');

  constructor(
    private readonly monitorService: MonitorService,
    private readonly statisticsService: StatisticsService,
    private readonly queue: JobQueue,
  ) {
    collectDefaultMetrics({ register: this.registry, eventLoopMonitoringPrecision: LAG_PRECISION_MS });
  }

  /** @param route the pattern, never the path: a label with ids in it would never end. */
  observeRequest(method: string, route: string, status: number, milliseconds: number): void {
    this.requests.observe({ method, route, status }, milliseconds / 1000);
  }

  get contentType(): string {
    return this.registry.contentType;
  }

  /** The exposition text. Unreachable sources are left out, and `data_pipeline_up` is 0 then. */
  async expose(): Promise<string> {
    const collected = await Promise.allSettled([
      this.collectTasks(),
      this.collectSelfChecks(),
      this.collectQueues(),
      this.collectProcesses(),
      this.collectBackups(),
    ]);
    this.up.set(collected.every(({ status }) => status === 'fulfilled') ? 1 : 0);
    return this.registry.metrics();
  }

  private async collectTasks(): Promise<void> {
    for (const gauge of [this.tasks, this.executions, this.durations]) {
      gauge.reset();
    }
    const [tasks, steps, files] = await Promise.all([
      this.statisticsService.tasks(),
      this.statisticsService.steps(),
      this.statisticsService.files(),
    ]);
    for (const [status, count] of Object.entries(tasks.byStatus)) {
      this.tasks.set({ status }, count);
    }
    for (const { step, completed, failed, cancelled, medianSeconds, p95Seconds } of steps) {
      this.executions.set({ step, status: 'completed' }, completed);
      this.executions.set({ step, status: 'failed' }, failed);
      this.executions.set({ step, status: 'cancelled' }, cancelled);
      this.durations.set({ step, quantile: '0.5' }, medianSeconds ?? 0);
      this.durations.set({ step, quantile: '0.95' }, p95Seconds ?? 0);
    }
    this.files.set(files.files);
    this.bytes.set(files.bytes);
  }

  private async collectSelfChecks(): Promise<void> {
    this.recall.reset();
    this.sufficiency.reset();
    for (const { kind, recall, sufficiency } of lowestRates(await this.statisticsService.selfChecks())) {
      for (const [depth, share] of Object.entries(recall)) {
        this.recall.set({ kind, depth: depth.replace('at_', '') }, share);
      }
      this.sufficiency.set({ kind }, sufficiency);
    }
  }

  private async collectQueues(): Promise<void> {
    this.jobs.reset();
    for (const [queue, depth] of Object.entries(await this.queue.depths())) {
      for (const [state, count] of Object.entries(depth)) {
        this.jobs.set({ queue, state }, Number(count));
      }
    }
  }

  private async collectProcesses(): Promise<void> {
    for (const gauge of [this.processes, this.cpu, this.memory, this.lag, this.anomalies]) {
      gauge.reset();
    }
    for (const { rule, severity } of await this.monitorService.activeAnomalies()) {
      this.anomalies.inc({ rule, severity });
    }
    for (const sample of await this.monitorService.processes()) {
      const labels = { process: sample.processId, role: sample.role };
      this.processes.inc({ role: sample.role });
      this.cpu.set(labels, sample.cpuPercent);
      this.memory.set(labels, sample.memoryBytes);
      this.lag.set(labels, sample.eventLoopLagMs);
    }
  }

  private async collectBackups(): Promise<void> {
    for (const gauge of [this.backupAge, this.verifiedAge, this.copiedAge, this.verificationAge, this.restoreSeconds]) {
      // Without a label a reset leaves a 0, which would be the best age of all.
      gauge.remove({});
    }
    const found = await this.monitorService.backups();
    this.backups.set({ state: 'verified' }, found.verified);
    this.backups.set({ state: 'unverified' }, found.total - found.verified - found.damaged);
    this.backups.set({ state: 'damaged' }, found.damaged);
    this.backupBytes.set(found.bytes);
    setKnown(this.backupAge, found.newest?.ageSeconds);
    setKnown(this.verifiedAge, found.newestVerified?.ageSeconds);
    setKnown(this.copiedAge, found.newestCopied?.ageSeconds);
    this.copiesMissing.set(found.copiesMissing);
    setKnown(this.verificationAge, found.lastVerification?.ageSeconds);
    setKnown(this.restoreSeconds, found.lastVerification?.backup.restoreSeconds);
  }

  private gauge(name: string, help: string, ...labelNames: string[]): Gauge {
    return new Gauge({ name: `data_pipeline_${name}`, help, labelNames, registers: [this.registry] });
  }
}

function setKnown(gauge: Gauge, value: number | null | undefined): void {
  if (value !== null && value !== undefined) {
    gauge.set(value);
  }
}
