/** Longer keys are not remembered: they hardly repeat and take memory. */
const LONGEST_KEY = 64;

/** Results by key; all are forgotten when there are too many, so that memory is bounded and a hit costs one look-up. */
export class BoundedMemo<T> {
  private readonly results = new Map<string, T>();

  constructor(
    private readonly make: (key: string) => T,
    private readonly most: number,
  ) {}

  get(key: string): T {
    if (key.length > LONGEST_KEY) {
      return this.make(key);
    }
    const known = this.results.get(key);
    if (known !== undefined) {
      return known;
    }
    if (this.results.size >= this.most) {
      this.results.clear();
    }
    const own = copyOf(key);
    const made = this.make(own);
    this.results.set(own, made);
    return made;
  }
}

/** V8 keeps a part of a string as a view of the whole, which would keep whole documents in memory. */
function copyOf(text: string): string {
  return Buffer.from(text, 'utf16le').toString('utf16le');
}
