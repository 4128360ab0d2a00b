import { Inject, Injectable, Logger } from '@nestjs/common';
import { CONFIG, type ResolvedConfig } from '#libs/config';
import type { QueueDepth } from '#libs/database';
import { AnomalyRepository, type AnomalyChanges, type RuleFindings } from './anomaly.repository.js';
import type { AnomalyRule } from './anomaly-rule.js';
import { ObservationReader } from './observation.reader.js';
import type { Observation } from './observation.js';

/** Injection token of the list of rules. */
export const RULES = Symbol('anomaly rules');

/** A process that has missed three samples counts as dead. */
export const ALIVE_INTERVALS = 3.5;

/** Evaluates every rule and records the anomalies. */
@Injectable()
export class AnomalyDetector {
  private readonly logger = new Logger(AnomalyDetector.name);

  constructor(
    private readonly observations: ObservationReader,
    private readonly anomalyRepository: AnomalyRepository,
    @Inject(RULES) private readonly rules: readonly AnomalyRule[],
    @Inject(CONFIG) private readonly config: ResolvedConfig,
  ) {}

  async detect(queues: Readonly<Record<string, QueueDepth>>): Promise<AnomalyChanges> {
    const aliveSeconds = (this.config.monitor.intervalMs * ALIVE_INTERVALS) / 1000;
    const observation = await this.observations.read(queues, aliveSeconds);
    const results = this.rules.flatMap((rule) => this.apply(rule, observation));
    const changes = await this.anomalyRepository.record(results, this.config.monitor.webhook !== null);
    for (const anomaly of changes.opened) {
      this.logger.warn(`anomaly ${anomaly.rule} opened: ${anomaly.messageEn}`);
    }
    for (const anomaly of changes.closed) {
      this.logger.log(`anomaly ${anomaly.rule} of ${anomaly.subject} is over`);
    }
    return changes;
  }

  /** A rule that throws is skipped: its open anomalies stay as they are, and the other rules continue. */
  private apply(rule: AnomalyRule, observation: Observation): RuleFindings[] {
    try {
      return [{ rule: rule.name, findings: rule.check(observation) }];
    } catch (error) {
      this.logger.error(`anomaly rule ${rule.name} failed`, error instanceof Error ? error.stack : String(error));
      return [];
    }
  }
}
