import type { ByLanguage } from '#libs/language';
import { singularWord } from './inflection.js';
import { measureWordOf } from './measure-words.js';
import type { Name } from './name.js';

/** Nouns that say nothing without what they are of. */
const OF_SOMETHING =
  /^(结果|明细|详情|记录|历史记录|条目|信息|数据|备注|附件|内容|评分|进度|步骤|状态|事件|变更|日志|图片|照片)$/u;

interface Table {
  readonly schema: string;
  readonly name: string;
  readonly columns: readonly { readonly name: string }[];
}

/**
 * Tables of what another table has, called by that one too: outcomes with a `treatment_id` are 治疗结果.
 * @param wordsOf words of a column
 */
export function withOwners(
  names: ReadonlyMap<string, ByLanguage<Name>>,
  tables: ReadonlyMap<string, Table>,
  wordsOf: (column: string) => readonly string[],
): ReadonlyMap<string, ByLanguage<Name>> {
  const taken = new Set([...names.values()].map(({ zh }) => zh.text));
  const byNoun = new Map([...tables].map(([id, { schema, name }]) => [`${schema}.${noun(wordsOf(name))}`, id]));
  return new Map(
    [...names].map(([id, name]) => {
      const table = tables.get(id);
      if (!table || !name.zh.known || !OF_SOMETHING.test(name.zh.text)) {
        return [id, name];
      }
      const owners = table.columns.flatMap((column) => {
        const words = wordsOf(column.name);
        const owner = words.at(-1) === 'id' ? byNoun.get(`${table.schema}.${noun(words.slice(0, -1))}`) : undefined;
        return owner === undefined || owner === id ? [] : (names.get(owner)?.zh ?? []);
      });
      const text = `${owners[0]?.text}${name.zh.text}`;
      if (!owners[0]?.known || taken.has(text)) {
        return [id, name];
      }
      const zh = {
        ...name.zh,
        text,
        plural: text,
        measureWord: measureWordOf(text),
        ...(owners[0].isGuessed ? { isGuessed: true } : {}),
        synonyms: [name.zh.text],
      };
      return [id, { ...name, zh }];
    }),
  );
}

const noun = (words: readonly string[]): string => words.map(singularWord).join(' ');
