import { closest, distance } from 'fastest-levenshtein';

/** Longer names are not misspellings, and are slow to compare. */
const LONGEST = 100;

/** The known name that was probably meant, or null. */
export function nearestName(given: string, known: readonly string[]): string | null {
  if (given.length > LONGEST || known.length === 0) {
    return null;
  }
  const name = given.trim().toLowerCase().replace(/[- ]/g, '_');
  const near = closest(name, known);
  const allowed = Math.max(1, Math.floor(Math.min(name.length, near.length) / 3));
  return distance(name, near.toLowerCase()) <= allowed ? near : null;
}
