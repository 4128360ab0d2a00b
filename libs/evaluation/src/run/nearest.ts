/** The best `limit` of any number of candidates, by their score. */
export class Nearest<T> {
  private readonly found: { readonly score: number; readonly item: T }[] = [];

  constructor(private readonly limit: number) {}

  offer(score: number, item: T): void {
    const last = this.found.at(-1);
    if (this.found.length >= this.limit && last !== undefined && score <= last.score) {
      return;
    }
    let place = this.found.length;
    while (place > 0 && (this.found[place - 1]?.score ?? 0) < score) {
      place--;
    }
    this.found.splice(place, 0, { score, item });
    this.found.length = Math.min(this.found.length, this.limit);
  }

  /** The best first; of equal ones, the one that came first. */
  get items(): readonly T[] {
    return this.found.map(({ item }) => item);
  }
}
