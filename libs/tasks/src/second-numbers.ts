/** Number of seconds remembered; a request for an older one restarts the count and retries on taken ids. */
const REMEMBERED = 100;

/** Numbers what this process has named after the same second, so that its requests do not try the same name. */
export class SecondNumbers {
  private readonly last = new Map<string, number>();

  /** 1, 2, 3, … @param second a text that identifies the second */
  next(second: string): number {
    const number = (this.last.get(second) ?? 0) + 1;
    if (number === 1 && this.last.size >= REMEMBERED) {
      this.last.clear();
    }
    this.last.set(second, number);
    return number;
  }

  /** Continues after `taken` at the earliest: other processes have used these numbers. */
  skip(second: string, taken: number): void {
    this.last.set(second, Math.max(this.last.get(second) ?? 0, taken));
  }
}
