import { z } from 'zod';
import type { StepFiles } from '#libs/steps/step';

/** Written by qa_generation beside the pair file: what kind of question each one is, and who made it. */
const KINDS_FILE = 'qa_generation_kinds.json';

const names = z.array(z.string()).default([]);
const fileSchema = z.object({
  kinds: z.record(z.string(), z.string()),
  sources: z.record(z.string(), z.string()).default({}),
  technical_columns: names,
  unreadable_tables: names,
});

/** What qa_generation knows of its pairs and of the schema. */
export interface PairNotes {
  /** By question. */
  readonly kinds: ReadonlyMap<string, string>;
  /** By question: `model` or `offline`. */
  readonly sources: ReadonlyMap<string, string>;
  /** `schema.table.column`: machinery that no question should be about. */
  readonly technicalColumns: ReadonlySet<string>;
  /** `schema.table` */
  readonly unreadableTables: ReadonlySet<string>;
}

/** Empty where the file is missing or damaged, because pairs may come from elsewhere. */
export async function readPairNotes(files: StepFiles): Promise<PairNotes> {
  const text = (await files.list()).includes(KINDS_FILE) ? await files.read(KINDS_FILE) : '{}';
  const parsed = fileSchema.safeParse(parsedJson(text));
  return {
    kinds: new Map(parsed.success ? Object.entries(parsed.data.kinds) : []),
    sources: new Map(parsed.success ? Object.entries(parsed.data.sources) : []),
    technicalColumns: new Set(parsed.data?.technical_columns),
    unreadableTables: new Set(parsed.data?.unreadable_tables),
  };
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Pairs of each kind, or from each source; those of which nobody knows it count as `other`. */
export function countNamed(
  questions: readonly string[],
  names: ReadonlyMap<string, string>,
): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const question of names.size === 0 ? [] : questions) {
    const name = names.get(question) ?? 'other';
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return Object.fromEntries([...counts].sort(([a], [b]) => a.localeCompare(b, 'en')));
}
