import { distance } from 'fastest-levenshtein';

/** Suggestions for one name. */
export const MAX_NEAR = 3;

/** Names within a third of the length of the wanted one, or that hold or are held by it; the nearest first. */
export function namesLike(wanted: string, names: Iterable<string>): string[] {
  const text = wanted.toLowerCase();
  const limit = Math.max(1, Math.floor(text.length / 3));
  return [...names]
    .map((name) => ({ name, away: text === '' ? Infinity : awayFrom(text, name.toLowerCase()) }))
    .filter(({ away }) => away <= limit)
    .sort((a, b) => a.away - b.away || (a.name < b.name ? -1 : 1))
    .slice(0, MAX_NEAR)
    .map(({ name }) => name);
}

function awayFrom(wanted: string, name: string): number {
  const contained = wanted.length >= 3 && name.length >= 3 && (name.includes(wanted) || wanted.includes(name));
  return contained ? Math.min(1, distance(wanted, name)) : distance(wanted, name);
}
