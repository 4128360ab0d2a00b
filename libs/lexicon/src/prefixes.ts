import { expanded, isAbbreviation } from './abbreviations.js';
import { isTermWord } from './dictionary.js';
import { singularWord } from './inflection.js';

/** Words that say "a table", or its layer in a warehouse, and nothing about the business. */
const TABLE_WORDS = new Set(
  't tb tbl table v vw mv view dim fact fct stg ods dwd dws dwm ads dwh edw mst trn rpt tmp'.split(' '),
);
/** Usual names of the modules of an application. */
const MODULE_WORDS = new Set(
  'sys system infra bpm cms crm erp wms oms pms tms scm mes hrm hris pos bi base biz app core common platform mod fin pub bss oss ims mdm'.split(
    ' ',
  ),
);
const LEAST_COLUMNS = 3;
const LEAST_SHARED = 3;
const MOSTLY = 0.8;
const SPLITS_WELL = 0.6;

/**
 * The first words of tables that name a module, not the subject: several tables share one, none is a table of its own, and
 * it is usual for a module or no word of the language; or nearly all tables have such a word, and still differ without it.
 */
export function modulePrefixes(tables: readonly (readonly string[])[]): ReadonlySet<string> {
  const whole = new Set(tables.map((words) => words.map(singularWord).join(' ')));
  const firsts = Map.groupBy(
    tables.filter(({ length }) => length > 1),
    ([first = '']) => first,
  );
  const shared = [...firsts].filter(([first, { length }]) => length >= 2 && !whole.has(singularWord(first)));
  const usual = shared.filter(
    ([first, { length }]) => MODULE_WORDS.has(first) || (length >= LEAST_SHARED && isNoWord(first)),
  );
  const frequent = new Set(shared.flatMap(([first, { length }]) => (length >= LEAST_SHARED ? [first] : [])));
  const covered = tables.filter(([first = '']) => frequent.has(first)).length;
  const stripped = new Set(tables.map((words) => subjectWords(words, frequent).join(' ')));
  const coversAll =
    covered >= MOSTLY * tables.length && stripped.size === new Set(tables.map((words) => words.join(' '))).size;
  return new Set([...usual.map(([first]) => first), ...(coversAll ? frequent : [])]);
}

function isNoWord(word: string): boolean {
  return word.length <= 6 && !isTermWord(word) && !isAbbreviation(word);
}

/** The words of a table without what only says "table" or the module; never none. */
export function subjectWords(words: readonly string[], modules: ReadonlySet<string>): readonly string[] {
  const start = words.findIndex((word, at) => !TABLE_WORDS.has(word) && !(at <= 1 && modules.has(word)));
  return start <= 0 ? words : words.slice(start);
}

/**
 * The letters that the columns of a table begin with although they say nothing: `c_` of `c_name`, `sb` of `sbcustname`;
 * '' without such a prefix.
 */
export function columnPrefix(columns: readonly string[], splits: (word: string) => readonly string[]): string {
  if (columns.length < LEAST_COLUMNS) {
    return '';
  }
  const names = columns.map((name) => name.toLowerCase());
  return separatedPrefix(names) ?? gluedPrefix(names, splits) ?? '';
}

function separatedPrefix(names: readonly string[]): string | null {
  const groups = Map.groupBy(names, (name) => /^[a-z]{1,6}_(?=.)/.exec(name)?.[0] ?? '');
  const [prefix = '', group = []] = [...groups].sort(([, a], [, b]) => b.length - a.length)[0] ?? [];
  const word = prefix.slice(0, -1);
  const isMeaningful = word.length > 1 && (isTermWord(word) || /^(?:is|has|num|max|min|avg)$/.test(word));
  return word !== '' && !isMeaningful && group.length >= LEAST_COLUMNS && group.length >= MOSTLY * names.length
    ? prefix
    : null;
}

/** The letters that all names of a list begin with although they say nothing: `sb` of `sbcustomer`, `sbtrade`. */
export function gluedPrefix(names: readonly string[], splits: (word: string) => readonly string[]): string | null {
  const [first = ''] = names;
  if (names.length < LEAST_SHARED) {
    return null;
  }
  let length = Math.min(8, first.length - 1);
  while (length > 0 && !names.every((name) => name.startsWith(first.slice(0, length)) && name.length > length)) {
    length -= 1;
  }
  for (; length >= 2; length -= 1) {
    const prefix = first.slice(0, length);
    const rests = names.map((name) => name.slice(length));
    const good = rests.filter((rest) => /^[a-z]{2}/.test(rest) && splits(rest).every((word) => isWord(word)));
    const isWhole =
      names.filter((name) => splits(name).every((word) => isWord(word))).length >= SPLITS_WELL * names.length;
    if (!prefix.includes('_') && !isWhole && good.length >= SPLITS_WELL * rests.length) {
      return prefix;
    }
  }
  return null;
}

function isWord(word: string): boolean {
  return expanded([word]).every((part) => isTermWord(part)) || isAbbreviation(word) || /^\d+$/.test(word);
}
