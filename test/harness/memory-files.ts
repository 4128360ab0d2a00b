import { text } from 'node:stream/consumers';
import type { StepFiles, WriteOptions } from '#libs/steps/step';

/** The files of a step, in memory. */
export class MemoryFiles implements StepFiles {
  /** Files that the step has written, or that a test has provided. */
  readonly written = new Map<string, string>();
  /** Files that would stay although the step fails. */
  readonly immediate = new Set<string>();
  /** With whether they are primary. */
  readonly kept = new Map<string, boolean>();

  /** @param earlier what was published before, by this step or by others */
  constructor(private readonly earlier: ReadonlyMap<string, string> = new Map()) {}

  /** Files of this step after it has succeeded. */
  published(): Map<string, string> {
    return new Map([...[...this.earlier].filter(([name]) => this.kept.has(name)), ...this.written]);
  }

  async write(name: string, content: string | Uint8Array, options?: WriteOptions): Promise<void> {
    this.written.set(name, content.toString());
    if (options?.immediate) {
      this.immediate.add(name);
    }
  }

  async writeStream(name: string, pieces: AsyncIterable<string>): Promise<void> {
    this.written.set(name, await text(pieces));
  }

  async read(name: string): Promise<string> {
    return this.textOf(name);
  }

  async *readStream(name: string): AsyncGenerator<Uint8Array> {
    yield Buffer.from(this.textOf(name));
  }

  async list(): Promise<string[]> {
    return [...new Set([...this.earlier.keys(), ...this.written.keys()])].sort();
  }

  async keep(name: string, options: Pick<WriteOptions, 'primary'> = {}): Promise<void> {
    this.kept.set(name, options.primary ?? false);
  }

  async remove(name: string): Promise<void> {
    this.written.delete(name);
  }

  private textOf(name: string): string {
    const content = this.written.get(name) ?? this.earlier.get(name);
    if (content === undefined) {
      throw new Error(`no such file: ${name}`);
    }
    return content;
  }
}
