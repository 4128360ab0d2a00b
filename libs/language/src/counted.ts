/** An English number with its noun: `1 pair`, `3 pairs`. Chinese needs none: its measure word is in the template. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
