import { counted, defineMessages } from '#libs/language';

/** Facts behind a key or a join. */
export const messages = defineMessages('joins', {
  declared: { zh: '数据库中声明的约束', en: 'a constraint declares it' },
  name_of_table: { zh: '列名 {column} 指表 {table}', en: 'the column name {column} names the table {table}' },
  name_of_column: {
    zh: '列名与 {table} 的键列 {column} 一致',
    en: 'it has the name of the key column {column} of {table}',
  },
  name_of_self: {
    zh: '列名 {column} 指本表的上级',
    en: 'the column name {column} means a row above it in the same table',
  },
  name_of_person: { zh: '列名 {column} 指人员', en: 'the column name {column} means a person' },
  name_near_table: {
    zh: '列名 {column} 接近表名 {table}',
    en: 'the column name {column} is close to the table name {table}',
  },
  name_of_key: { zh: '列名符合键的命名', en: 'it is named like a key' },
  comment: { zh: '注释指向 {table}', en: 'its comment points to {table}' },
  contained: {
    zh: '抽样的 {seen} 个不同值中有 {matched} 个存在于 {table}',
    en: ({ seen, matched, table }: { seen: number; matched: number; table: string }) =>
      `${matched} of ${counted(seen, 'distinct sampled value')} ${matched === 1 ? 'exists' : 'exist'} in ${table}`,
  },
  only_values: { zh: '取值只与 {table} 的键吻合', en: 'its values fit the key of {table} only' },
  no_rows: { zh: '没有可供核对的取值', en: 'no values exist to check it' },
  type_decides: {
    zh: '{column} 的取值决定关联哪张表',
    en: 'the value of {column} decides which table it refers to',
  },
  unreadable: { zh: '取值无法核对', en: 'its values could not be checked' },
  distinct: {
    zh: '{rows} 行中该键非空且不重复',
    en: ({ rows }: { rows: number }) => `never null and all distinct in ${counted(rows, 'row')}`,
  },
});
