import { Option, type Command } from 'commander';
import { loadConfig, type ResolvedConfig } from '#libs/config';
import type { ByLanguage, Language } from '#libs/language';
import { describeConnection } from '#libs/postgres';
import { resolveServices } from '#libs/process';
import { addLexicalSide, COLLECTIONS, withVectorDatabase, type Collection, type StoreHit } from '#libs/vector-store';
import { snakeCase } from '../output/snake-case.js';
import { reportFailure } from '../report-failure.js';
import type { Session } from '../session.js';
import { wholeNumber } from '../whole-number.js';
import { askStore } from './ask-store.js';

interface SearchOptions {
  readonly collections: Collection[];
  readonly limit: number;
  readonly mode: 'hybrid' | 'vector';
  readonly database?: string;
  readonly connection?: string;
}

const MOST_HITS = 100;
const SHOWN_CHARACTERS = 160;
const JOINED_TO: ByLanguage<(table: string) => string> = {
  zh: (table) => `与 ${table} 关联：`,
  en: (table) => `joins ${table}:`,
};

/** `vector search` and `vector words`: they read, or index, the store and need no task database. */
export function addSearchCommands(vector: Command, session: Session): void {
  const t = session.text.bind(session);
  vector
    .command('search')
    .description(
      t({
        zh: '按词语与向量查找与问题相关的 DDL、文档和问答对',
        en: 'find the DDL, documents and pairs for a question, by words and vectors',
      }),
    )
    .argument('<question>')
    .addOption(
      new Option('--collections <collection...>', t({ zh: '只处理这些', en: 'only these' }))
        .choices(COLLECTIONS)
        .default([...COLLECTIONS]),
    )
    .addOption(
      new Option('--limit <number>', t({ zh: '每个集合的条数', en: 'hits of each collection' }))
        .argParser(wholeNumber(1, MOST_HITS))
        .default(5),
    )
    .addOption(
      new Option('--mode <mode>', t({ zh: 'hybrid 同时按词语，vector 只按向量', en: 'by words too, or vectors alone' }))
        .choices(['hybrid', 'vector'])
        .default('hybrid'),
    )
    .option('--database <name>', t({ zh: '只查此数据库的记录', en: 'only records about this database' }))
    .option(
      '--connection <url>',
      t({ zh: 'VECTOR_DATABASE_URL 以外的数据库', en: 'another database than VECTOR_DATABASE_URL' }),
    )
    .action((question: string, options: SearchOptions) =>
      reportFailure(() => search(question, options, session), session),
    );
  vector
    .command('words')
    .description(
      t({
        zh: '为其他程序写入的记录建立词语索引；加载时也会自动进行',
        en: 'index the words of records that other programs wrote; a load does it too',
      }),
    )
    .option(
      '--connection <url>',
      t({ zh: 'VECTOR_DATABASE_URL 以外的数据库', en: 'another database than VECTOR_DATABASE_URL' }),
    )
    .action((options: Pick<SearchOptions, 'connection'>) =>
      reportFailure(
        () =>
          withStore(session, options.connection, async ({ vectorDatabaseUrl }) => {
            const count = await withVectorDatabase(vectorDatabaseUrl, new AbortController().signal, addLexicalSide);
            const indexed = session.text({ zh: `已建立索引的记录：${count}`, en: `records indexed: ${count}` });
            session.result({ records_indexed: count }, () => console.log(indexed));
          }),
        session,
      ),
    );
}

function search(question: string, options: SearchOptions, session: Session): Promise<void> {
  return withStore(session, options.connection, async (config) => {
    const { collections, limit, mode, database } = options;
    const limits = Object.fromEntries(collections.map((collection) => [collection, limit]));
    const filter = database === undefined ? {} : { filter: { database } };
    const found = await askStore(config, { text: question, limits, mode, ...filter }, new AbortController().signal);
    if (session.json) {
      console.log(JSON.stringify(snakeCase(found)));
      return;
    }
    console.log(session.text({ zh: `检索方式：${found.mode}`, en: `mode: ${found.mode}` }));
    for (const collection of collections) {
      console.log(`${collection}:`);
      found.hits[collection].forEach((hit) => console.log(`  ${lineOf(hit, session.language)}`));
    }
  });
}

/** The score, the rank on each side, the words that were found, the table that led here, and the beginning. */
export function lineOf(hit: StoreHit, language: Language): string {
  const { score, vectorRank, lexicalRank, matchedTerms = [], joinedTo, document } = hit;
  const ranks = `v${vectorRank ?? '–'} w${lexicalRank ?? '–'}`;
  const words = matchedTerms.length > 0 ? ` [${matchedTerms.join(' ')}]` : '';
  const join = joinedTo === undefined ? '' : ` ${JOINED_TO[language](joinedTo)}`;
  return `${score.toFixed(3)} ${ranks}${words}${join} ${document.replaceAll(/\s+/g, ' ').slice(0, SHOWN_CHARACTERS)}`;
}

type Store = Pick<ResolvedConfig, 'vectorDatabaseUrl' | 'embedding'>;

/** The store that the command or the environment names; otherwise the embedded one. */
async function withStore(
  session: Session,
  connection: string | undefined,
  work: (store: Store) => Promise<void>,
): Promise<void> {
  const settings = loadConfig(session.environment);
  const named = connection ?? settings.vectorDatabaseUrl;
  if (named !== null) {
    session.noteDatabases(describeConnection(named));
    return work({ vectorDatabaseUrl: named, embedding: settings.embedding });
  }
  const services = await resolveServices(settings);
  try {
    session.noteDatabases(describeConnection(services.config.vectorDatabaseUrl));
    await work(services.config);
  } finally {
    await services.release();
  }
}
