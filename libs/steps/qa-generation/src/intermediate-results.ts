import { z } from 'zod';
import { fileTimestamp, isoTimestamp } from '#libs/clock';
import type { StepContext, StepInput } from '#libs/steps/step';
import { PAIR_SOURCES, type GeneratedPair } from './pair.js';

const fileSchema = z.array(
  z.object({
    theme: z.string(),
    timestamp: z.string(),
    questions_count: z.number(),
    questions: z.array(
      z.object({
        question: z.string(),
        sql: z.string(),
        kind: z.string().default('other'),
        source: z.enum(PAIR_SOURCES).default('model'),
      }),
    ),
  }),
);

/**
 * `qs_intermediate_{ts}.json`: the pairs of each finished theme, published at once, so that a run that resumes after a
 * crash does not request (and pay for) them twice.
 */
export class IntermediateResults {
  readonly fileName: string;
  private entries: z.infer<typeof fileSchema> = [];
  private writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly input: StepInput,
    private readonly context: StepContext,
  ) {
    this.fileName = `qs_intermediate_${fileTimestamp(input.startedAt, input.timeZone)}.json`;
  }

  /** Takes up what an earlier attempt of this run has left; a damaged file counts as none. */
  async load(): Promise<void> {
    if ((await this.context.files.list()).includes(this.fileName)) {
      const parsed = fileSchema.safeParse(parsedJson(await this.context.files.read(this.fileName)));
      this.entries = parsed.success ? parsed.data : [];
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
      this.context.files.write(this.fileName, JSON.stringify(this.entries, null, 2), { immediate: true }),
    );
    await this.writing;
  }

  async remove(): Promise<void> {
    await this.context.files.remove(this.fileName);
  }
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
