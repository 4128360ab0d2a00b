import type { RelationOutline } from '#libs/catalog';
import { hasIntent, namedFigures, readBack, type ReadBack } from '#libs/pair-read-back';
import { readTree } from '#libs/sql-reading';
import { checkAndDescribe, KnownRelations, type SyntaxObject } from '#libs/sql-safety';
import { isValid, type ValidationOptions } from '#libs/statement-validation';
import type { QuestionSqlPair } from '#libs/step-files';
import type { StepLog } from '#libs/steps/step';
import { messages } from '../messages.js';
import { currentSql } from '../outcome.js';
import { ColumnValues } from './column-values.js';
import { wasRepaired, type PairResult } from '../pair-result.js';

/** @param tree of the pair's statement */
export type ReadBackOf = (pair: QuestionSqlPair, tree: SyntaxObject | null) => Promise<ReadBack>;

/** Slots that the log names. */
const NAMED = 5;

/** @param listed the relations of the task, which are read meanwhile */
export function readBacks(listed: Promise<readonly RelationOutline[]>, options: ValidationOptions): ReadBackOf {
  const values = new ColumnValues(options);
  const known = listed.then((relations) => new KnownRelations(relations));
  known.catch(() => undefined);
  let columnsOf: ReturnType<typeof columnsIn> | undefined;
  return async (pair, tree) => {
    const relations = await known;
    columnsOf ??= columnsIn(relations);
    const reading = tree === null ? null : readTree(tree, relations);
    // Only the words of a question are compared with the database and the names of figures.
    if (tree === null || reading === null || hasIntent(pair)) {
      return readBack(pair, reading);
    }
    await values.load(reading, relations);
    return readBack(pair, reading, { valuesOf: values.of, columnsOf, figures: namedFigures(tree) });
  };
}

/** Of a table as readings name it: without the schema public. */
function columnsIn(known: KnownRelations): (table: string) => readonly string[] {
  const read = new Map<string, readonly string[]>();
  return (table) => {
    const before = read.get(table);
    if (before !== undefined) {
      return before;
    }
    const [name = '', schema = 'public'] = table.split('.').toReversed();
    const columns = [...(known.relation({ schema, name })?.columns.keys() ?? [])];
    read.set(table, columns);
    return columns;
  };
}

/** Repaired statements are read again, as those that were right at once. */
export async function withReadBacks(results: readonly PairResult[], readBackOf: ReadBackOf): Promise<PairResult[]> {
  return Promise.all(
    results.map(async (result) => {
      if (!wasRepaired(result) || !isValid(result.final)) {
        return result;
      }
      const { tree } = await checkAndDescribe(currentSql(result));
      return { ...result, readBack: await readBackOf(result.pair, tree) };
    }),
  );
}

/** Valid pairs whose statement does not ask what the question asks. */
export function disagreements(results: readonly PairResult[]): PairResult[] {
  return results.filter((result) => result.readBack?.agrees === false);
}

/** How often each slot differs, the most frequent first. */
export function slotCounts(results: readonly PairResult[]): (readonly [string, number])[] {
  const slots = results.flatMap(({ readBack }) => [...new Set(readBack?.slots.map(({ slot }) => slot))]);
  return [...Map.groupBy(slots, (slot) => slot)]
    .map(([slot, { length }]) => [slot, length] as const)
    .sort(([a, many], [b, few]) => few - many || a.localeCompare(b, 'en'));
}

export function logDisagreements(results: readonly PairResult[], log: StepLog, component: string): void {
  const found = disagreements(results);
  if (found.length > 0) {
    const slots = slotCounts(found)
      .slice(0, NAMED)
      .map(([slot, count]) => `${slot} × ${count}`);
    log.warn(component, messages.disagree({ count: found.length, slots }));
  }
}
