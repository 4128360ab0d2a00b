import type { Share } from '#libs/evaluation-statistics';

export function percent(value: number): string {
  return `${(100 * value).toFixed(1)}%`;
}

/** `68.3% (59.8–75.7)` */
export function shareText(share: Share | null): string {
  return share === null
    ? '–'
    : `${percent(share.share)} (${(100 * share.low).toFixed(1)}–${(100 * share.high).toFixed(1)})`;
}

export function optionalPercent(value: number | null): string {
  return value === null ? '–' : percent(value);
}

/** In points of a hundred: `+3.4 (−0.8 to +7.5)`. */
export function pointsText({ difference, low, high }: { difference: number; low: number; high: number }): string {
  return `${points(difference)} (${points(low)} … ${points(high)})`;
}

function points(value: number): string {
  const text = (100 * Math.abs(value)).toFixed(1);
  return Number(text) === 0 ? '0.0' : `${value < 0 ? '−' : '+'}${text}`;
}

/** `2026-01-02 03:04 UTC` */
export function timeText(iso: string): string {
  return `${iso.slice(0, 16).replace('T', ' ')} UTC`;
}
