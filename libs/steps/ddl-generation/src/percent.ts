/** `12.5%`; tiny shares are not 0. */
export function percent(share: number): string {
  const value = share * 100;
  return value > 0 && value < 0.1 ? '<0.1%' : `${Number(value.toFixed(1))}%`;
}
