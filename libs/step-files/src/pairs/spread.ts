/** At most so many items, from all over the list: pairs to show, questions to ask. */
export function spread<T>(items: readonly T[], most: number): T[] {
  const step = Math.max(1, items.length / Math.max(most, 1));
  return items.filter((_, at) => Math.floor(at / step) !== Math.floor((at - 1) / step)).slice(0, most);
}
