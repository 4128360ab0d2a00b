import type { FileView } from '../api-client.js';
import type { QuestionSqlPair } from '#libs/step-files';
import type { DemoSummary } from './summary.js';
import { lineOf } from '../vector/search-commands.js';
import type { SearchHits } from './try-search.js';

type Print = (line: string) => void;

/** Prints the result of the run. */
export function printSummary(
  print: Print,
  summary: DemoSummary,
  files: readonly FileView[],
  pairs: readonly QuestionSqlPair[],
  search: SearchHits | null,
): void {
  print('');
  print(`Task ${summary.task_id}: ${summary.status} in ${summary.duration_s} s`);
  print(`  tables documented   ${summary.tables} (${summary.ddl_files} .ddl, ${summary.md_files} _detail.md)`);
  print(`  question–SQL pairs  ${summary.pairs}, of which ${summary.valid_pairs} are valid`);
  print(`  records loaded      ${summary.records_loaded}`);
  print(`  files               ${summary.output_directory}`);
  printFiles(print, files);
  for (const { question, sql } of spread(pairs, 4)) {
    print('');
    print(`  Q  ${question}`);
    print(`     ${sql.replace(/\s*\n\s*/g, '\n     ')}`);
  }
  if (search !== null) {
    print('');
    print(`  Search in the vector store: ${search.question}`);
    for (const hit of [...search.pairs, ...search.tables]) {
      print(`     ${lineOf(hit)}`);
    }
  }
}

function printFiles(print: Print, files: readonly FileView[]): void {
  for (const { file_name: name, file_size_formatted: size } of files.slice(0, 40)) {
    print(`     ${size.padStart(9)}  ${name}`);
  }
  if (files.length > 40) {
    print(`     … and ${files.length - 40} more`);
  }
}

/** `count` items, evenly spread over the list. */
function spread<T>(items: readonly T[], count: number): T[] {
  const step = Math.max(1, items.length / count);
  return items.filter((_, index) => Math.floor(index / step) !== Math.floor((index - 1) / step)).slice(0, count);
}
