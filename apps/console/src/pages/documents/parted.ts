/**
 * Where quartiles part a range: the widths of its quarters, 0 to 1, which sum up to 1.
 * @returns null where the values are no numbers or times, or do not rise
 */
export function parted(min: string, max: string, quartiles: readonly string[]): number[] | null {
  const points = [min, ...quartiles, max].map(positionOf);
  const [first = NaN, last = NaN] = [points[0], points.at(-1)];
  const isRising = points.every(
    (point, index) => Number.isFinite(point) && (index === 0 || point >= (points[index - 1] ?? NaN)),
  );
  if (quartiles.length === 0 || !isRising || last <= first) {
    return null;
  }
  return points.slice(1).map((point, index) => (point - (points[index] ?? first)) / (last - first));
}

/** A number, or the instant of a date or timestamp in PostgreSQL's text form. */
function positionOf(text: string): number {
  if (/^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text)) {
    return Number(text);
  }
  const [, day, time = '', zone = ''] =
    /^(\d{4,6}-\d\d-\d\d)(?: (\d\d:\d\d:\d\d(?:\.\d+)?))?([+-]\d\d(?::\d\d)?)?$/.exec(text) ?? [];
  return day === undefined
    ? NaN
    : Date.parse(`${day}T${time || '00:00:00'}${zone === '' ? 'Z' : zone.padEnd(6, ':00')}`);
}
