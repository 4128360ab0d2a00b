import type { Field } from '#libs/semantic-model';

/**
 * The share of the rows with the value, 0 to 1: as measured; of values that are rarer than the measured ones, an equal part of
 * what these leave. Null where nothing was measured.
 */
export function expectedShare({ values, distinctCount, nullShare }: Field, value: string): number | null {
  const own = values.find((each) => each.value === value);
  const known = values.flatMap(({ share }) => share ?? []);
  if (!own || own.share !== null || known.length === 0) {
    return own?.share ?? null;
  }
  const others = Math.max(distinctCount ?? 0, values.length) - known.length;
  return Math.max(0, 1 - (nullShare ?? 0) - known.reduce((sum, share) => sum + share, 0)) / others;
}
