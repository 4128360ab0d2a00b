import type { Entity, Field } from '#libs/semantic-model';
import type { Condition, FieldRef, Intent } from '../intent.js';

/**
 * What people are sure to say, and to understand, in one language. Anything else is left out of the questions, unless
 * somebody has asked it already: a few good questions are worth more than many odd ones.
 */
export interface Certainty {
  /** The business asks about rows with this name. */
  readonly isOfBusiness: (name: string) => boolean;
  /** The name is a noun for rows that can be counted. */
  readonly isThing: (name: string) => boolean;
  /** The name is a noun for the row at the other end of a relation. */
  readonly isRole: (name: string) => boolean;
  /** The name says something that a row has. */
  readonly isColumn: (name: string, field: Field | null) => boolean;
  /** The rows happened, began or were made at the time. */
  readonly isTimeOf: (time: FieldRef, rows: Entity) => boolean;
  /** People would say its values, and would see how the rows at the end of its path belong to the subject. */
  readonly isCondition: (condition: Condition, subject: Entity) => boolean;
  /** The parts of the question fit together as people would put them. */
  readonly isQuestion: (intent: Intent) => boolean;
  /** People would choose these words. */
  readonly isWording: (text: string, intent: Intent) => boolean;
}
