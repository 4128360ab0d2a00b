import type { MonitorSampleEntity, QueueDepth } from '#libs/database';
import type { Message } from '#libs/language';
import type { StepName } from '#libs/pipeline';
import type { BackupObservation } from './backups/backup-observation.js';
import type { TaskSelfCheck } from './self-checks.js';

export interface RunningExecution {
  readonly executionId: string;
  readonly taskId: string;
  readonly step: StepName;
  readonly runningSeconds: number;
  /** Since the last heartbeat. */
  readonly silentSeconds: number;
}

export interface StepHistory {
  /** Number of completed executions in it. */
  readonly count: number;
  readonly medianSeconds: number;
  readonly p95Seconds: number;
}

/** A live process, by its own report. */
export interface ReportedProcess {
  readonly processId: string;
  /** Why it takes no jobs, or not all. */
  readonly refusal: Message | null;
  /** How much the clock of PostgreSQL is ahead of its own. */
  readonly clockOffsetMs: number | null;
}

/** Everything known about the installation at one instant: the input of the anomaly rules. */
export interface Observation {
  /** Time over which there are samples of any process; short after a start. */
  readonly watchedSeconds: number;
  /** Samples of the last five minutes of every process that is alive, oldest first. */
  readonly processes: readonly (readonly MonitorSampleEntity[])[];
  /** Jobs in each queue now. */
  readonly queues: Readonly<Record<string, QueueDepth>>;
  /** The fewest jobs that waited in each queue at any moment of the last five minutes. */
  readonly leastWaiting: Readonly<Record<string, number>>;
  readonly running: readonly RunningExecution[];
  readonly stepHistory: Readonly<Partial<Record<StepName, StepHistory>>>;
  /** Executions that ended during the last hour; without failures that the request or its data caused. */
  readonly ended: { readonly completed: number; readonly failed: number };
  /** Seconds, null where it never happened. */
  readonly queueRepair: {
    /** Since the newest sweep for lost jobs. */
    readonly sweptAgo: number | null;
    /** Since the queue was found without its data. */
    readonly lostAgo: number | null;
    /** Age at which a sweep is overdue. */
    readonly overdueAfter: number;
  };
  /** Of the newest load of each task during the last day. */
  readonly selfChecks: readonly TaskSelfCheck[];
  /** Backups of the configured vector database. */
  readonly backups: BackupObservation;
  /** Live processes, by their own reports. */
  readonly fleet: readonly ReportedProcess[];
  /** Tasks with error lines during the last five minutes. */
  readonly errorLines: readonly { readonly taskId: string; readonly count: number }[];
}
