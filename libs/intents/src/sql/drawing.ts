import type { Intent } from '../intent.js';
import type { Labels } from '../words/labels.js';
import type { Rows } from './measures.js';

/** An intent under way to SQL. */
export interface Drawing extends Rows {
  readonly intent: Intent;
  readonly labels: Labels;
  /** Conditions of WHERE, so far without those that leave removed rows out. */
  readonly where: readonly string[];
}
