import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type ResolvedConfig } from '#libs/config';
import type { AnomalyEntity, MonitorSampleEntity } from '#libs/database';
import { BackupCatalog, type BackupOverview } from '#libs/vector-backup';
import { ALIVE_INTERVALS } from './anomaly-detector.js';
import { AnomalyRepository } from './anomaly.repository.js';
import { SampleRepository, type HistoryPoint } from './sample.repository.js';

export type Health = 'healthy' | 'degraded' | 'unhealthy';

/** Points that a history has at most. */
const MOST_POINTS = 300;

/** Samples and anomalies, summarised for the API. */
@Injectable()
export class MonitorService {
  constructor(
    private readonly sampleRepository: SampleRepository,
    private readonly anomalyRepository: AnomalyRepository,
    private readonly catalog: BackupCatalog,
    @Inject(CONFIG) private readonly config: ResolvedConfig,
  ) {}

  /** The newest sample of every process that is alive. */
  processes(): Promise<MonitorSampleEntity[]> {
    return this.sampleRepository.latest((this.config.monitor.intervalMs * ALIVE_INTERVALS) / 1000);
  }

  activeAnomalies(): Promise<AnomalyEntity[]> {
    return this.anomalyRepository.allOpen();
  }

  /** Of the configured vector database. */
  backups(): Promise<BackupOverview> {
    return this.catalog.overview();
  }

  anomalies(hours: number, limit: number): Promise<{ anomalies: AnomalyEntity[]; total: number }> {
    return this.anomalyRepository.since(hours, limit);
  }

  /** At most 300 points, oldest first, however long the time. */
  async history(minutes: number): Promise<{ points: HistoryPoint[]; resolutionSeconds: number }> {
    const resolutionSeconds = resolutionOf(minutes, this.config.monitor.intervalMs / 1000);
    return { points: await this.sampleRepository.history(minutes, resolutionSeconds), resolutionSeconds };
  }
}

/** Seconds a point: a multiple of the interval, as long as it takes to stay within the number of points. */
export function resolutionOf(minutes: number, intervalSeconds: number): number {
  return Math.max(1, Math.ceil((minutes * 60) / MOST_POINTS / intervalSeconds)) * intervalSeconds;
}

/** A critical anomaly makes an installation unhealthy, any other one degraded. */
export function healthOf(anomalies: readonly Pick<AnomalyEntity, 'severity'>[]): Health {
  if (anomalies.some(({ severity }) => severity === 'critical')) {
    return 'unhealthy';
  }
  return anomalies.length > 0 ? 'degraded' : 'healthy';
}
