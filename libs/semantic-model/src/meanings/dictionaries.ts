import type { Dictionary } from '#libs/catalog';
import { commentLabel, isChinese, nameWords, splitGlued } from '#libs/column-concepts';
import type { ColumnFacts, TableFacts } from '../roles/column-facts.js';

/** One kind of code of a dictionary table: its values with their labels. */
interface CodeKind {
  readonly relation: string;
  /** `system_user_sex`, 用户性别 */
  readonly type: string;
  readonly words: ReadonlySet<string>;
  readonly labels: ReadonlyMap<string, string>;
}

/** Words of a type code that fit every column. */
const GENERIC = new Set('common sys system base general global dict code type enum status flag kind yes no'.split(' '));

/** The kinds of codes of all dictionary tables, found by the words of their names. */
export class Dictionaries {
  private readonly byWord = new Map<string, CodeKind[]>();
  private readonly chinese: CodeKind[] = [];

  add(relation: string, dictionary: Dictionary): void {
    for (const [type, entries] of Map.groupBy(dictionary.entries, (entry) => entry.type)) {
      const words = new Set(nameWords(type).flatMap(splitGlued));
      const kind: CodeKind = {
        relation,
        type,
        words,
        labels: new Map(entries.map(({ value, label }) => [value, label])),
      };
      if (isChinese(type)) {
        this.chinese.push(kind);
      }
      for (const word of words) {
        const kinds = this.byWord.get(word);
        if (kinds) {
          kinds.push(kind);
        } else {
          this.byWord.set(word, [kind]);
        }
      }
    }
  }

  /** The labels of the values of a column: all of them are of one kind, which is named like the column. */
  labelsFor(table: TableFacts, facts: ColumnFacts, values: readonly string[]): ReadonlyMap<string, string> | null {
    const relation = `${table.relation.schema}.${table.relation.name}`;
    const scores = [...this.byName(table, facts, values), ...this.byLabel(facts)]
      .filter(([kind]) => kind.relation !== relation && covers(kind.labels, values))
      .filter(([, score]) => score > 0)
      .sort(([, a], [, b]) => b - a);
    const [first, second] = scores;
    return first && first[1] > (second?.[1] ?? 0) ? first[0].labels : null;
  }

  private byName(
    table: TableFacts,
    { words }: ColumnFacts,
    values: readonly string[],
  ): (readonly [CodeKind, number])[] {
    const kinds = this.byWord.get(words.at(-1) ?? '') ?? [];
    if (kinds.length === 0) {
      return [];
    }
    const own = new Set(words);
    const around = new Set([...nameWords(table.relation.name).flatMap(splitGlued), ...own]);
    const named = kinds.map((kind) => [kind, similarity(kind.words, own, around, values.length > 0)] as const);
    // The only kind that ends in this word may be shared by other tables: `user_sex` for the sex of a student.
    const ending = kinds.filter(({ words: own }) => [...own].at(-1) === words.at(-1));
    const [only] = ending;
    return only && ending.length === 1 && values.length >= 2 && !GENERIC.has(words.at(-1) ?? '')
      ? [...named, [only, 0.5]]
      : named;
  }

  private byLabel({ column }: ColumnFacts): (readonly [CodeKind, number])[] {
    const label = isChinese(column.name) ? column.name : commentLabel(column.comment);
    return label === null || !isChinese(label) || label.length < 2
      ? []
      : this.chinese.map((kind) => [kind, kind.type === label ? 100 : kind.type.endsWith(label) ? 10 : 0] as const);
  }
}

/** One code without a label may occur, such as 0 for unknown. */
function covers(labels: ReadonlyMap<string, string>, values: readonly string[]): boolean {
  const known = values.filter((value) => labels.has(value)).length;
  return known === values.length || (known >= 2 && known === values.length - 1);
}

/** 0 where the kind speaks of something else than the column and its table. */
function similarity(
  kind: ReadonlySet<string>,
  own: ReadonlySet<string>,
  around: ReadonlySet<string>,
  hasValues: boolean,
): number {
  const words = [...kind];
  const isForeign = words.some((word) => !isAmong(word, around) && !GENERIC.has(word));
  const fromColumn = words.filter((word) => own.has(word)).length;
  const fromTable = words.filter((word) => isAmong(word, around)).length;
  const isWhole = [...own].every((word) => kind.has(word) || GENERIC.has(word));
  if (isForeign || fromColumn === 0 || !isWhole || (!hasValues && fromTable <= fromColumn)) {
    return 0;
  }
  return 2 * fromColumn + fromTable;
}

function isAmong(word: string, words: ReadonlySet<string>): boolean {
  return words.has(word) || words.has(`${word}s`) || (word.endsWith('s') && words.has(word.slice(0, -1)));
}
