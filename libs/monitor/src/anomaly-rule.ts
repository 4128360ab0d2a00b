import type { AnomalySeverity } from '#libs/database';
import type { Text } from '#libs/language';
import type { JsonObject } from '#libs/pipeline';
import type { Observation } from './observation.js';

/** One thing that is wrong now. */
export interface Finding extends Text {
  /** A queue, a machine, a task, …; rule and subject together identify an anomaly. */
  readonly subject: string;
  readonly severity: AnomalySeverity;
  readonly details: JsonObject;
}

/** One kind of anomaly. See docs/add-an-anomaly-rule.md. */
export interface AnomalyRule {
  /** Unique, snake_case, at most 50 characters. */
  readonly name: string;
  /** The problems at this moment. An open anomaly without a finding is closed. */
  check(observation: Observation): readonly Finding[];
}
