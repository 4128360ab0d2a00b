import type { EditedFile, SchemaState } from '#libs/step-files';
import type { StepFiles } from '#libs/steps/step';
import { sha256 } from './schema-state.js';

export interface TrackedWriteOptions {
  readonly primary?: boolean;
  /** Other steps rely on the content: an edit is reported and overwritten. */
  readonly data?: boolean;
  /** The content holds the edits of the file that it replaces. */
  readonly merged?: boolean;
}

/**
 * Writes the files of the step, except edited and unchanged ones. A file counts as edited when its hash differs from
 * the one that the earlier run recorded.
 */
export class TrackedFiles {
  private readonly hashes = new Map<string, string>();
  private readonly edits: EditedFile[] = [];

  constructor(
    private readonly files: StepFiles,
    private readonly before: SchemaState | null,
    private readonly published: ReadonlySet<string>,
  ) {}

  async write(
    name: string,
    content: string | Uint8Array,
    { primary = false, data = false, merged = false }: TrackedWriteOptions = {},
  ): Promise<void> {
    const hash = sha256(content);
    const recorded = this.before?.files[name];
    const found = recorded !== undefined && this.published.has(name) ? sha256(await this.files.read(name)) : null;
    this.hashes.set(name, hash);
    if (found === hash) {
      await this.files.keep(name, { primary });
    } else if (found === null || found === recorded) {
      await this.files.write(name, content, { primary });
    } else if (merged) {
      this.edits.push({ file: name, kept: true, generated_as: null });
      await this.files.write(name, content, { primary });
    } else if (data) {
      this.edits.push({ file: name, kept: false, generated_as: name });
      await this.files.write(name, content, { primary });
    } else {
      await this.keepEdited(name, hash === recorded ? null : content, primary);
    }
  }

  private async keepEdited(name: string, newer: string | Uint8Array | null, primary: boolean): Promise<void> {
    const generatedName = `${name}.generated`;
    await this.files.keep(name, { primary });
    if (newer !== null) {
      await this.files.write(generatedName, newer);
    } else if (this.published.has(generatedName)) {
      await this.files.keep(generatedName);
    }
    this.edits.push({
      file: name,
      kept: true,
      generated_as: newer !== null || this.published.has(generatedName) ? generatedName : null,
    });
  }

  /** Files of the run before that this one has no use for go when the step succeeds, unless a person edited them. */
  async keepEditedLeftovers(): Promise<void> {
    for (const [name, recorded] of Object.entries(this.before?.files ?? {})) {
      const left = !this.hashes.has(name) && this.published.has(name);
      if (left && sha256(await this.files.read(name)) !== recorded) {
        this.hashes.set(name, recorded);
        await this.files.keep(name);
        this.edits.push({ file: name, kept: true, generated_as: null });
      }
    }
  }

  /** Names written or kept by this run with the hash of their generated text. */
  recorded(): Record<string, string> {
    return Object.fromEntries([...this.hashes].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  edited(): readonly EditedFile[] {
    return this.edits;
  }
}
