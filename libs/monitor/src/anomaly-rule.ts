import type { AnomalySeverity } from '#libs/database';
import type { JsonObject } from '#libs/pipeline';
import type { Observation } from './observation.js';

/** One thing that is wrong now. */
export interface Finding {
  /** What it is about; a finding with the same rule and subject is the same anomaly going on. */
  readonly subject: string;
  readonly severity: AnomalySeverity;
  readonly zh: string;
  readonly en: string;
  readonly details: JsonObject;
}

/** One kind of anomaly. See docs/add-an-anomaly-rule.md. */
export interface AnomalyRule {
  /** Unique, snake_case, at most 50 characters. */
  readonly name: string;
  /** What is wrong at this moment. What is no longer found is closed. */
  check(observation: Observation): readonly Finding[];
}
