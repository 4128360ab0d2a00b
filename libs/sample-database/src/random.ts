/** Numbers that look random and are the same for the same seed on every machine. */
export class Random {
  constructor(private state: number) {}

  /** Uniform in [0, 1). The generator is mulberry32. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  between(low: number, high: number): number {
    return low + this.next() * (high - low);
  }

  integer(low: number, high: number): number {
    return Math.floor(this.between(low, high + 1));
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(items: readonly [T, ...T[]]): T {
    return items[this.integer(0, items.length - 1)] ?? items[0];
  }

  /** 32 hexadecimal digits, as the ids of the domain are. */
  id(): string {
    const words = Array.from({ length: 4 }, () => Math.floor(this.next() * 2 ** 32));
    return words
      .map((word) => word.toString(16).padStart(8, '0'))
      .join('')
      .toUpperCase();
  }
}
