import type { S3Bucket } from './s3-bucket.js';
import { isOutdated } from './s3-errors.js';

interface Queue {
  text: string;
  done: Promise<void>;
}

/** Another process that appends at the same time costs one more round. */
const ROUNDS = 20;

/**
 * Appends to objects, which S3 cannot: the object is read and written again under the condition that it is still the
 * same. For logs of tasks: what comes while a round is under way goes with the next one, all of it together.
 */
export class S3Appender {
  private readonly waiting = new Map<string, Queue>();
  private readonly writing = new Map<string, Promise<void>>();

  /** @param requireFolder throws where there is nothing that the object to be made belongs to */
  constructor(
    private readonly bucket: S3Bucket,
    private readonly requireFolder: (key: string) => Promise<void>,
  ) {}

  /** Resolves when the text is in the object. */
  append(key: string, text: string): Promise<void> {
    const queue = this.waiting.get(key);
    if (queue !== undefined) {
      queue.text += text;
      return queue.done;
    }
    const before = this.writing.get(key) ?? Promise.resolve();
    const next: Queue = {
      text,
      done: before
        .catch(() => undefined)
        .then(() => {
          this.waiting.delete(key);
          return this.rewrite(key, next.text);
        })
        .finally(() => {
          if (this.writing.get(key) === next.done) {
            this.writing.delete(key);
          }
        }),
    };
    this.waiting.set(key, next);
    this.writing.set(key, next.done);
    return next.done;
  }

  private async rewrite(key: string, text: string): Promise<void> {
    for (let round = 1; ; round += 1) {
      const current = await this.bucket.read(key);
      if (current === null) {
        await this.requireFolder(key);
      }
      try {
        await this.bucket.put(
          key,
          Buffer.concat([current?.bytes ?? Buffer.alloc(0), Buffer.from(text, 'utf8')]),
          current === null ? { ifNoneMatch: '*' } : { ifMatch: current.etag },
        );
        return;
      } catch (error) {
        if (round === ROUNDS || !isOutdated(error)) {
          throw error;
        }
      }
    }
  }
}
