import type { Outcome, Reason } from '#libs/answer-judging';
import type { Remedy } from '#libs/evaluation';
import * as names from '#libs/evaluation-words';
import type { ByLanguage, Text } from '#libs/language';

/** The words of the console too. */
export const OUTCOME_NAMES: Readonly<Record<Outcome, Text>> = names.OUTCOME_NAMES;
export const REASON_NAMES: Readonly<Record<Reason, Text>> = names.REASON_NAMES;

export const REMEDY_SENTENCES: ByLanguage<(remedy: Remedy) => string> = {
  zh: (remedy) => {
    switch (remedy.kind) {
      case 'add_synonym':
        return `为 ${remedy.column === null ? remedy.table : `${remedy.table}.${remedy.column}`} 添加同义词“${remedy.synonym}”`;
      case 'add_join':
        return `添加关联 ${remedy.from} = ${remedy.to}`;
      case 'add_pair':
        return '把这个问题及其标准 SQL 加入问答对';
    }
  },
  en: (remedy) => {
    switch (remedy.kind) {
      case 'add_synonym':
        return `add the synonym “${remedy.synonym}” to ${remedy.column === null ? remedy.table : `${remedy.table}.${remedy.column}`}`;
      case 'add_join':
        return `add the join ${remedy.from} = ${remedy.to}`;
      case 'add_pair':
        return 'add the question with its gold statement as a pair';
    }
  },
};
