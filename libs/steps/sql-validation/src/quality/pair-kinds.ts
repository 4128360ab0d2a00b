import { z } from 'zod';
import type { StepFiles } from '#libs/steps/step';

/** Written by qa_generation beside the pair file: what kind of question each one is. */
const KINDS_FILE = 'qa_generation_kinds.json';

const fileSchema = z.object({ kinds: z.record(z.string(), z.string()) });

/** @returns kinds by question; empty where the file is missing or damaged, because pairs may come from elsewhere. */
export async function readPairKinds(files: StepFiles): Promise<ReadonlyMap<string, string>> {
  if (!(await files.list()).includes(KINDS_FILE)) {
    return new Map();
  }
  try {
    const parsed = fileSchema.safeParse(JSON.parse(await files.read(KINDS_FILE)));
    return new Map(parsed.success ? Object.entries(parsed.data.kinds) : []);
  } catch (error) {
    if (error instanceof SyntaxError) {
      return new Map();
    }
    throw error;
  }
}

/** Pairs of each kind; those whose kind nobody knows count as `other`. */
export function countKinds(
  questions: readonly string[],
  kinds: ReadonlyMap<string, string>,
): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const question of kinds.size === 0 ? [] : questions) {
    const kind = kinds.get(question) ?? 'other';
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return Object.fromEntries([...counts].sort(([a], [b]) => a.localeCompare(b, 'en')));
}
