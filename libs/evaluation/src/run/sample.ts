/** Whether an item is among `wanted` of `all`, evenly spread; the same ones in every run. @param position from 0 */
export function isSampled(position: number, wanted: number, all: number): boolean {
  return Math.floor(((position + 1) * wanted) / all) > Math.floor((position * wanted) / all);
}
