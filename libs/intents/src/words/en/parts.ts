import type { Condition, Intent } from '../../intent.js';
import type { Names } from '../names.js';
import type { Phrase } from './conditions.js';

/** The noun of one group, and of several. */
export interface Group {
  readonly one: string;
  readonly many: string;
  /** For yes and no: `whether they are discontinued`. */
  readonly whether?: string;
  readonly isEntity?: boolean;
}

/** The parts of an English question. */
export interface Parts {
  readonly intent: Intent;
  readonly names: Names;
  /** The conditions on the rows, without those on the groups. */
  readonly where: readonly Condition[];
  readonly rows: Phrase;
  readonly groups: readonly Group[];
  /** Present tense, or past where a period is over. */
  readonly be: 'are' | 'were';
  readonly is: 'is' | 'was';
  readonly does: 'does' | 'did';
  readonly have: 'have' | 'had';
  readonly when: string;
}

/** `have no reviews`, `had no reviews`. */
export function inTense(said: string, be: Parts['be']): string {
  return be === 'were'
    ? said
        .replace(/\bare\b/g, 'were')
        .replace(/\bhave (?=(failed|expired)\b)/g, '')
        .replace(/\bhave\b(?! not been\b)/g, 'had')
    : said;
}
