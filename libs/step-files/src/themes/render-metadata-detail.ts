import type { ByLanguage, Language } from '#libs/language';
import type { Theme } from './theme.js';

/** `metadata_detail.md`: describes `metadata.txt`, with examples from the first themes. */
export function renderMetadataDetail(themes: readonly Theme[], language: Language): string {
  const tables = examples(themes, 2, (theme) => theme.relatedTables, language);
  const entities = examples(themes, 3, (theme) => theme.bizEntities, language);
  const metrics = examples(themes, 3, (theme) => theme.bizMetrics, language);
  const blocks = WORDS[language].blocks(tables, entities, metrics);
  return blocks.map((block) => `${block}\n`).join('\n');
}

function zhBlocks(tables: string, entities: string, metrics: string): string[] {
  return [
    '## metadata（存储分析主题元数据）',
    '`metadata` 记录当前数据库可以围绕哪些业务主题提问：每个主题涉及哪些表、关注哪些实体、统计哪些指标。',
    '字段列表：',
    [
      '- `id` (serial) - 主键ID [主键, 非空]',
      '- `topic_name` (varchar(100)) - 业务主题名称 [非空]',
      '- `description` (text) - 业务主题说明',
      `- \`related_tables\` (text[]) - 主题涉及的表${tables}`,
      `- \`biz_entities\` (text[]) - 主要业务实体名称${entities}`,
      `- \`biz_metrics\` (text[]) - 主要业务指标名称${metrics}`,
      '- `created_at` (timestamp) - 插入时间 [默认值: `CURRENT_TIMESTAMP`]',
    ].join('\n'),
    '字段补充说明：',
    [
      '- `id` 为主键，自增；',
      '- `related_tables` 以 `schema.table` 的形式指向主题所用的表；',
      '- `biz_entities` 是主题关注的业务对象；',
      '- `biz_metrics` 是主题可以统计、对比和排名的业务指标。',
    ].join('\n'),
  ];
}

function enBlocks(tables: string, entities: string, metrics: string): string[] {
  return [
    '## metadata (themes for analysis)',
    '`metadata` lists the business themes that can be asked about: their tables, entities and metrics.',
    'Columns:',
    [
      '- `id` (serial) - primary key [primary key, not null]',
      '- `topic_name` (varchar(100)) - name of the theme [not null]',
      '- `description` (text) - what the theme is about',
      `- \`related_tables\` (text[]) - tables of the theme${tables}`,
      `- \`biz_entities\` (text[]) - main business entities${entities}`,
      `- \`biz_metrics\` (text[]) - main business metrics${metrics}`,
      '- `created_at` (timestamp) - inserted at [default: `CURRENT_TIMESTAMP`]',
    ].join('\n'),
    'Notes:',
    [
      '- `id` is the primary key and numbers itself;',
      '- `related_tables` names the tables of the theme as `schema.table`;',
      '- `biz_entities` are the things that the theme is about;',
      '- `biz_metrics` are what can be counted, compared and ranked in it.',
    ].join('\n'),
  ];
}

interface DetailWords {
  readonly examples: string;
  readonly blocks: (tables: string, entities: string, metrics: string) => string[];
}

const WORDS: ByLanguage<DetailWords> = {
  zh: { examples: '示例', blocks: zhBlocks },
  en: { examples: 'examples', blocks: enBlocks },
};

/** The first `count` distinct values in theme order, so that the same themes give the same file. */
function examples(
  themes: readonly Theme[],
  count: number,
  valuesOf: (theme: Theme) => readonly string[],
  language: Language,
): string {
  const values = [...new Set(themes.flatMap((theme) => valuesOf(theme)))].slice(0, count);
  return values.length > 0
    ? ` [${WORDS[language].examples}: ${values.map((value) => value.replace(/\s+/g, ' ')).join(', ')}]`
    : '';
}
