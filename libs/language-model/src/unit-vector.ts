/** The vector scaled to length 1; null when it has no direction (zero) or holds something that is not a number. */
export function toUnitVector(values: ArrayLike<number>): Float32Array | null {
  let sum = 0;
  for (let index = 0; index < values.length; index++) {
    const value = values[index];
    sum += typeof value === 'number' ? value * value : Number.NaN;
  }
  const norm = Math.sqrt(sum);
  if (!Number.isFinite(norm) || norm === 0) {
    return null;
  }
  return Float32Array.from(values, (value) => value / norm);
}
