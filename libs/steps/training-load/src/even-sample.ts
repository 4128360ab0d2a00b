/** At most `most` of any number of items, evenly spread over all of them, without knowing how many will come. */
export class EvenSample<T> {
  private kept: T[] = [];
  private stride = 1;
  private seen = 0;

  constructor(private readonly most: number) {}

  get items(): readonly T[] {
    return this.kept;
  }

  offer(item: T): void {
    if (this.seen++ % this.stride !== 0) {
      return;
    }
    if (this.kept.length === this.most) {
      this.kept = this.kept.filter((_kept, index) => index % 2 === 0);
      this.stride *= 2;
      if ((this.seen - 1) % this.stride !== 0) {
        return;
      }
    }
    this.kept.push(item);
  }
}
