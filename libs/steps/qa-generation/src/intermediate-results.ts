import { isoTimestamp } from '#libs/clock';
import { intermediateFileName, intermediateResultsFile, type IntermediateResult } from '#libs/step-files';
import type { StepContext, StepInput } from '#libs/steps/step';
import type { GeneratedPair } from './pair.js';

/**
 * `qs_intermediate_{ts}.json`: the pairs of each finished theme, published at once, so that a run that resumes after a
 * crash does not request (and pay for) them twice.
 */
export class IntermediateResults {
  readonly fileName: string;
  private entries: IntermediateResult[] = [];
  private writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly input: StepInput,
    private readonly context: StepContext,
  ) {
    this.fileName = intermediateFileName(input.startedAt, input.timeZone);
  }

  /** Takes up what an earlier attempt of this run has left; a damaged file counts as none. */
  async load(): Promise<void> {
    if ((await this.context.files.list()).includes(this.fileName)) {
      this.entries = intermediateResultsFile.parse(await this.context.files.read(this.fileName)) ?? [];
    }
  }

  pairsOf(theme: string): GeneratedPair[] | null {
    return this.entries.find((entry) => entry.theme === theme)?.questions ?? null;
  }

  async add(theme: string, pairs: readonly GeneratedPair[]): Promise<void> {
    this.entries.push({
      theme,
      timestamp: isoTimestamp(new Date(), this.input.timeZone),
      questions_count: pairs.length,
      questions: [...pairs],
    });
    // One write after the other: themes finish at the same time.
    this.writing = this.writing.then(() =>
      this.context.files.write(this.fileName, intermediateResultsFile.render(this.entries), { immediate: true }),
    );
    await this.writing;
  }

  async remove(): Promise<void> {
    await this.context.files.remove(this.fileName);
  }
}
