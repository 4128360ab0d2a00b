import { chineseConcept } from './chinese-heads.js';
import type { Concept } from './concept.js';
import { englishConcept } from './english-concept.js';
import { splitGlued } from './split-glued.js';
import { commentLabel, isChinese, nameWords } from './words.js';

/** A column's name, the comment on it, and the words of its name where the table is known. */
export interface Named {
  readonly name: string;
  readonly comment: string | null;
  readonly words?: readonly string[];
}

/** What a column denotes by the head of its name, else by the label in its comment; null when neither is known. */
export function conceptOf({ name, comment, words }: Named): Concept | null {
  const label = commentLabel(comment);
  // A Chinese label is chosen for people; the name under it may be an abbreviation.
  const spoken = label !== null && isChinese(label) ? nameConcept(label) : null;
  const own = words && !isChinese(name) ? englishConcept(words) : nameConcept(name);
  return spoken ?? own ?? (label === null ? null : nameConcept(label));
}

export function nameConcept(name: string): Concept | null {
  return isChinese(name)
    ? chineseConcept(name.replace(/[（(【[].*$/u, '').replace(/[\s\d_]+$/u, ''))
    : englishConcept(nameWords(name).flatMap(splitGlued));
}
