import type { Entity, Field } from '#libs/semantic-model';
import type { Condition, FieldRef, Intent } from '../intent.js';

/**
 * What the model is sure of in one language. A part that is not sure is left out of questions: few good questions are worth
 * more than many odd ones.
 */
export interface Certainty {
  /** Rows are called by the name: its words make a noun of something that is counted. */
  readonly isThing: (name: string) => boolean;
  /** Rows have what the name says. */
  readonly isColumn: (name: string, field: Field | null) => boolean;
  /** The time is that of the rows: they happened, began or were made then. */
  readonly isTimeOf: (time: FieldRef, rows: Entity) => boolean;
  /** People would say the values in it, and see how the rows at the end of its path belong to the subject. */
  readonly isCondition: (condition: Condition, subject: Entity) => boolean;
  /** Its parts are about one event: `closed in March` is said of the day of closing only. */
  readonly isOneMatter: (intent: Intent) => boolean;
}
