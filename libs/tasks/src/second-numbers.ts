/** So many seconds are remembered; requests of an older one restart the count, and find out which ids are taken. */
const REMEMBERED = 100;

/** Numbers what this process has named after the same second, so that its requests do not try the same name. */
export class SecondNumbers {
  private readonly last = new Map<string, number>();

  /** 1, 2, 3, … @param second any text that stands for it */
  next(second: string): number {
    const number = (this.last.get(second) ?? 0) + 1;
    if (number === 1 && this.last.size >= REMEMBERED) {
      this.last.clear();
    }
    this.last.set(second, number);
    return number;
  }

  /** Goes on after `taken` at the earliest: others have named so many. */
  skip(second: string, taken: number): void {
    this.last.set(second, Math.max(this.last.get(second) ?? 0, taken));
  }
}
