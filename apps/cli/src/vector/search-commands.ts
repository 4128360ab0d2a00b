import { InvalidArgumentError, Option, type Command } from 'commander';
import { loadConfig, type ResolvedConfig } from '#libs/config';
import { resolveServices } from '#libs/process';
import { addLexicalSide, COLLECTIONS, withVectorDatabase, type Collection, type StoreHit } from '#libs/vector-store';
import { reportFailure } from '../report-failure.js';
import { askStore } from './ask-store.js';

interface SearchOptions {
  readonly collections: Collection[];
  readonly limit: number;
  readonly mode: 'hybrid' | 'vector';
  readonly database?: string;
  readonly connection?: string;
  readonly json?: true;
}

const MOST_HITS = 100;
const SHOWN_CHARACTERS = 160;

/** `vector search` and `vector words`: they read, or index, the store and need no task database. */
export function addSearchCommands(vector: Command, environment: NodeJS.ProcessEnv): void {
  vector
    .command('search')
    .description('find the DDL, documents and pairs for a question, by words and vectors')
    .argument('<question>')
    .addOption(new Option('--collections <collection...>', 'only these').choices(COLLECTIONS).default([...COLLECTIONS]))
    .addOption(new Option('--limit <number>', 'hits of each collection').argParser(hits).default(5))
    .addOption(
      new Option('--mode <mode>', 'by words too, or vectors alone').choices(['hybrid', 'vector']).default('hybrid'),
    )
    .option('--database <name>', 'only records about this database')
    .option('--connection <url>', 'another database than VECTOR_DATABASE_URL')
    .option('--json', 'one line of JSON')
    .action((question: string, options: SearchOptions) => reportFailure(() => search(question, options, environment)));
  vector
    .command('words')
    .description('index the words of records that other programs wrote; a load does it too')
    .option('--connection <url>', 'another database than VECTOR_DATABASE_URL')
    .action((options: Pick<SearchOptions, 'connection'>) =>
      reportFailure(() =>
        withStore(environment, options.connection, async ({ vectorDatabaseUrl }) => {
          const count = await withVectorDatabase(vectorDatabaseUrl, new AbortController().signal, addLexicalSide);
          console.log(`records indexed: ${count}`);
        }),
      ),
    );
}

function search(question: string, options: SearchOptions, environment: NodeJS.ProcessEnv): Promise<void> {
  return withStore(environment, options.connection, async (config) => {
    const { collections, limit, mode, database, json } = options;
    const limits = Object.fromEntries(collections.map((collection) => [collection, limit]));
    const filter = database === undefined ? {} : { filter: { database } };
    const found = await askStore(config, { text: question, limits, mode, ...filter }, new AbortController().signal);
    if (json) {
      console.log(JSON.stringify(found));
      return;
    }
    console.log(`mode: ${found.mode}`);
    for (const collection of collections) {
      console.log(`${collection}:`);
      found.hits[collection].forEach((hit) => console.log(`  ${lineOf(hit)}`));
    }
  });
}

/** The score, the rank on each side, the words that were found, and the beginning of the document. */
export function lineOf({ score, vectorRank, lexicalRank, matchedTerms = [], document }: StoreHit): string {
  const ranks = `v${vectorRank ?? '–'} w${lexicalRank ?? '–'}`;
  const words = matchedTerms.length > 0 ? ` [${matchedTerms.join(' ')}]` : '';
  return `${score.toFixed(3)} ${ranks}${words} ${document.replaceAll(/\s+/g, ' ').slice(0, SHOWN_CHARACTERS)}`;
}

type Store = Pick<ResolvedConfig, 'vectorDatabaseUrl' | 'embedding'>;

/** The store that the command or the environment names; otherwise the embedded one. */
async function withStore(
  environment: NodeJS.ProcessEnv,
  connection: string | undefined,
  work: (store: Store) => Promise<void>,
): Promise<void> {
  const settings = loadConfig(environment);
  const named = connection ?? settings.vectorDatabaseUrl;
  if (named !== null) {
    return work({ vectorDatabaseUrl: named, embedding: settings.embedding });
  }
  const services = await resolveServices(settings);
  try {
    await work(services.config);
  } finally {
    await services.release();
  }
}

function hits(value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1 || number > MOST_HITS) {
    throw new InvalidArgumentError(`Expected a number from 1 to ${MOST_HITS}.`);
  }
  return number;
}
