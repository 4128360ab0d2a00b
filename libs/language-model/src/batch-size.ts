/** Answers in time after which a size that has timed out is tried again. */
const ANSWERS_BEFORE_GROWTH = 16;

/** How many texts an endpoint gets in one request, learnt from its answers. */
export class BatchSize {
  private size: number;
  private answers = 0;

  /** @param most no batch is larger; it shrinks for good when the endpoint refuses a batch as too big */
  constructor(private most: number) {
    this.size = most;
  }

  get current(): number {
    return this.size;
  }

  refused(size: number): void {
    this.most = Math.min(this.most, size);
    this.size = Math.min(this.size, size);
  }

  timedOut(size: number): void {
    this.answers = 0;
    this.size = Math.min(this.size, size);
  }

  /** A server may have been busy for a while, so that the size grows again; one that is still slow keeps it. */
  answered(isSlow: boolean): void {
    this.answers = isSlow ? 0 : this.answers + 1;
    if (this.answers >= ANSWERS_BEFORE_GROWTH && this.size < this.most) {
      this.answers = 0;
      this.size = Math.min(this.most, 2 * this.size);
    }
  }
}
