import { readFile } from 'node:fs/promises';
import type { ByLanguage, Language, Text } from '#libs/language';
import { databaseNameOf } from '#libs/postgres';
import { SAMPLE_BUSINESS_CONTEXT, SAMPLE_TABLES } from '#libs/sample-database';
import { decodeTableList, parseTableList } from '#libs/table-list';
import type { NewTask } from '../api-client.js';
import type { DemoOptions } from './demo-options.js';

const CJK = /\p{Script=Han}/u;

const SAMPLE_CONTEXT: Text = { zh: SAMPLE_BUSINESS_CONTEXT, en: 'Management of motorway service areas' };
const CONTEXT: ByLanguage<(database: string) => string> = {
  zh: (database) => `${database} 业务数据库`,
  en: (database) => `The business database ${database}`,
};

/** The task request from the options. @throws DomainError for a table list that cannot be read */
export async function demoRequest(
  options: DemoOptions,
  businessUrl: string | null,
): Promise<{ body: NewTask; language: Language }> {
  const context = options.context ?? defaultContext(options.language, businessUrl);
  const language = options.language ?? (CJK.test(context) ? 'zh' : 'en');
  return { body: { business_context: context, language, tables: await tablesOf(options, businessUrl) }, language };
}

function defaultContext(language: DemoOptions['language'], businessUrl: string | null): string {
  if (businessUrl === null) {
    return SAMPLE_CONTEXT[language ?? 'zh'];
  }
  return CONTEXT[language ?? 'en'](databaseNameOf(businessUrl));
}

async function tablesOf(options: DemoOptions, businessUrl: string | null): Promise<string[]> {
  const text = options.tableList === undefined ? options.tables : decodeTableList(await readFile(options.tableList));
  if (text === undefined) {
    return businessUrl === null ? [...SAMPLE_TABLES] : ['*.*'];
  }
  return parseTableList(text).map((item) => item.text);
}
