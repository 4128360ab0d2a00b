import type { Language, Text } from '#libs/language';
import type { ReaderContext } from './context-sources.js';

const TABLES: Text = { zh: '## 表', en: '## Tables' };
const ABOUT: Text = { zh: '## 说明', en: '## About the tables' };
const PAIRS: Text = { zh: '## 相似问题及其 SQL', en: '## Similar questions and their SQL' };

/** The context as text, ready for a prompt. */
export function renderContext({ tables, documents, pairs }: ReaderContext, language: Language): string {
  const about = [...tables.flatMap(({ document }) => document ?? []), ...documents];
  const parts: [string, string[]][] = [
    [TABLES[language], tables.map(({ ddl }) => (ddl.trimEnd().endsWith(';') ? ddl.trimEnd() : `${ddl.trimEnd()};`))],
    [ABOUT[language], about],
    [PAIRS[language], pairs.map(({ question, sql }) => `-- ${question.replace(/\s+/g, ' ')}\n${sql}`)],
  ];
  return parts
    .filter(([, texts]) => texts.length > 0)
    .map(([title, texts]) => [title, ...texts].join('\n\n'))
    .join('\n\n');
}
