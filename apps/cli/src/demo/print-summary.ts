import type { FileView } from '../api-client.js';
import type { Language } from '#libs/language';
import { spread, type QuestionSqlPair } from '#libs/step-files';
import type { DemoSummary } from './summary.js';
import { demoTexts, figures } from './texts.js';
import { lineOf } from '../vector/search-commands.js';
import type { SearchHits } from './try-search.js';

type Print = (line: string) => void;

const SHOWN_FILES = 40;

/** Prints the result of the run, in the language of the terminal. */
export function printSummary(
  print: Print,
  language: Language,
  summary: DemoSummary,
  files: readonly FileView[],
  pairs: readonly Pick<QuestionSqlPair, 'question' | 'sql'>[],
  search: SearchHits | null,
): void {
  print('');
  figures[language](summary).forEach((line) => print(line));
  printFiles(print, language, files);
  for (const { question, sql } of spread(pairs, 4)) {
    print('');
    print(`  Q  ${question}`);
    print(`     ${sql.replace(/\s*\n\s*/g, '\n     ')}`);
  }
  if (search !== null) {
    print('');
    print(`  ${demoTexts.search[language](search.question)}`);
    for (const hit of [...search.pairs, ...search.tables]) {
      print(`     ${lineOf(hit, language)}`);
    }
  }
}

function printFiles(print: Print, language: Language, files: readonly FileView[]): void {
  for (const { file_name: name, file_size_formatted: size } of files.slice(0, SHOWN_FILES)) {
    print(`     ${size.padStart(9)}  ${name}`);
  }
  if (files.length > SHOWN_FILES) {
    print(`     ${demoTexts.moreFiles[language](String(files.length - SHOWN_FILES))}`);
  }
}
