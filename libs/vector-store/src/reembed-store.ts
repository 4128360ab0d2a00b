import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import { DomainError } from '#libs/domain-errors';
import { inTransaction } from '#libs/postgres';
import { describeCollections, objectOf } from './describe-collections.js';
import { vectorStoreErrors } from './errors.js';
import { lockMerges } from './merge-load.js';
import { dropIndexesOfOtherDimensions } from './similarity-index.js';
import { someEmbedder } from './store-fit.js';
import { embeddingOfRecord, isOfEmbedder, nameOfEmbedder, type EmbedderDescription } from './embedder-description.js';
import type { VectorTables } from './vector-tables.js';

export interface ReembedOptions {
  readonly embedder: EmbedderDescription;
  /** @returns one vector a text, all of one length */
  readonly embed: (texts: readonly string[]) => Promise<readonly Float32Array[]>;
  readonly progress: (done: number, total: number) => void;
}

/** A record without a vector of the embedder. */
interface OtherRecord {
  readonly key: string;
  readonly document: string;
}

const PAGE = 256;

/**
 * Gives every record of the tables a vector of the embedder; of Vanna's tables only those of our collections. Vectors are
 * computed without locks and wait in temporary tables; then all records change in one transaction, with the indexes that
 * the new length does not fit. Records that another load writes meanwhile are embedded too.
 * @returns number of records that have changed
 * @throws DomainError `vector_dimension_differs` for a column of Vanna declared with another length; errors of the embedder
 */
export async function reembedStore(
  client: pg.ClientBase,
  stores: readonly VectorTables[],
  options: ReembedOptions,
): Promise<number> {
  const turns: StoreInTurn[] = [];
  try {
    for (const tables of stores) {
      turns.push(await StoreInTurn.open(client, tables, options));
    }
    for (;;) {
      await embedOthers(client, turns, options.progress);
      const changed = await inTransaction(client, () => replaceAll(client, turns));
      if (changed !== null) {
        return changed;
      }
    }
  } finally {
    // A broken connection takes its temporary tables along.
    await Promise.all(turns.map((turn) => turn.close().catch(() => undefined)));
  }
}

async function embedOthers(
  client: pg.ClientBase,
  turns: readonly StoreInTurn[],
  progress: ReembedOptions['progress'],
): Promise<void> {
  let total = 0;
  for (const turn of turns) {
    total += turn.done + (await inTransaction(client, () => turn.countOthers()));
  }
  const tell = (): void => {
    const done = turns.reduce((sum, turn) => sum + turn.done, 0);
    progress(done, Math.max(total, done));
  };
  for (const turn of turns) {
    await turn.embedOthers(tell);
  }
}

/** @returns null, without a change, where other loads have written records that have no new vector yet */
async function replaceAll(client: pg.ClientBase, turns: readonly StoreInTurn[]): Promise<number | null> {
  for (const { tables } of turns) {
    await lockMerges(client, tables);
  }
  for (const turn of turns) {
    if ((await turn.countOthers()) > 0) {
      return null;
    }
  }
  let changed = 0;
  for (const turn of turns) {
    changed += await turn.replaceVectors();
  }
  return changed;
}

class StoreInTurn {
  private dimensions: number | null = null;
  done = 0;

  private constructor(
    private readonly client: pg.ClientBase,
    readonly tables: VectorTables,
    private readonly options: ReembedOptions,
    private readonly renewed: string,
  ) {}

  static async open(client: pg.ClientBase, tables: VectorTables, options: ReembedOptions): Promise<StoreInTurn> {
    const renewed = `renewed_${randomBytes(6).toString('hex')}`;
    await client.query(`CREATE TEMP TABLE ${renewed} (key text, document text, embedding vector)`);
    return new StoreInTurn(client, tables, options, renewed);
  }

  async close(): Promise<void> {
    await this.client.query(`DROP TABLE IF EXISTS ${this.renewed}`);
  }

  async embedOthers(onProgress: () => void): Promise<void> {
    for (;;) {
      const page = await inTransaction(this.client, () => this.nextOthers());
      if (page.length === 0) {
        return;
      }
      const vectors = await this.options.embed(page.map(({ document }) => document));
      this.dimensions ??= vectors[0]?.length ?? null;
      await this.checkLength();
      await this.client.query(
        `INSERT INTO ${this.renewed} SELECT key, document, embedding::vector
           FROM unnest($1::text[], $2::text[], $3::text[]) AS page (key, document, embedding)`,
        [
          page.map(({ key }) => key),
          page.map(({ document }) => document),
          vectors.map((vector) => `[${vector.join(',')}]`),
        ],
      );
      this.done += page.length;
      onProgress();
    }
  }

  /** @returns number of records changed */
  async replaceVectors(): Promise<number> {
    const { client, tables, options, renewed, dimensions } = this;
    if (dimensions === null) {
      return 0;
    }
    const { embedder } = options;
    const metadata = `e.${tables.metadataColumn}`;
    await this.makeRoom(dimensions);
    const { rowCount } = await client.query(
      `UPDATE ${tables.table} e
          SET embedding = r.embedding,${tables.hasWords ? ' embedding_model = $1,' : ''}
              ${tables.metadataColumn} = (${objectOf(metadata)}
                || jsonb_build_object('embedding_model', $1::text, 'embedding', $2::jsonb))::${tables.metadataType}
         FROM ${renewed} r WHERE e.${tables.keyColumn}::text = r.key AND e.${tables.documentColumn} = r.document`,
      [embedder.model, JSON.stringify(embeddingOfRecord(embedder, dimensions))],
    );
    if (tables.hasWords) {
      await client.query(`ALTER TABLE ${tables.table} ALTER COLUMN embedding SET NOT NULL`);
    }
    await describeCollections(client, tables, Object.values(tables.collectionIds), { embedder, dimensions });
    return rowCount ?? 0;
  }

  async countOthers(): Promise<number> {
    const { rows } = await this.client.query<{ count: string }>(
      `SELECT count(*) AS count ${this.fromOthers()}`,
      this.values(),
    );
    return Number(rows[0]?.count ?? 0);
  }

  /** Indexes, and the column of a table that declares its length, take vectors of this length from here on. */
  private async makeRoom(dimensions: number): Promise<void> {
    const { client, tables } = this;
    await dropIndexesOfOtherDimensions(client, tables, dimensions);
    if (tables.hasWords) {
      const type =
        tables.declaredDimensions === dimensions ? '' : `, ALTER embedding TYPE vector(${dimensions}) USING NULL`;
      await client.query(`ALTER TABLE ${tables.table} ALTER embedding DROP NOT NULL${type}`);
    }
  }

  private async nextOthers(): Promise<OtherRecord[]> {
    const { keyColumn, documentColumn } = this.tables;
    const { rows } = await this.client.query<OtherRecord>(
      `SELECT e.${keyColumn}::text AS key, e.${documentColumn} AS document ${this.fromOthers()} LIMIT ${PAGE}`,
      this.values(),
    );
    return rows;
  }

  private values(): unknown[] {
    const { model, documentPrefix = '' } = this.options.embedder;
    return [Object.values(this.tables.collectionIds), model, documentPrefix];
  }

  private fromOthers(): string {
    const { table, keyColumn, documentColumn, metadataColumn, collectionColumn, collectionType, hasWords } =
      this.tables;
    // A column of one length holds no vectors of two, whoever wrote them.
    const ours = `e.${collectionColumn} = ANY ($1::${collectionType}[])${hasWords ? ' OR true' : ''}`;
    return `FROM ${table} e
       WHERE (${ours}) AND e.${documentColumn} IS NOT NULL
         AND (e.embedding IS NULL OR NOT ${isOfEmbedder(`e.${metadataColumn}`, '$2', '$3')})
         AND NOT EXISTS (SELECT FROM ${this.renewed} r
                          WHERE r.key = e.${keyColumn}::text AND r.document = e.${documentColumn})`;
  }

  private async checkLength(): Promise<void> {
    const { declaredDimensions: existing, table, hasWords } = this.tables;
    const offered = this.dimensions;
    if (!hasWords && existing !== null && offered !== null && existing !== offered) {
      const { model, documentPrefix } = this.options.embedder;
      const existing_model = (await someEmbedder(this.client, this.tables)) ?? '–';
      const params = {
        collection: table,
        existing,
        existing_model,
        model: nameOfEmbedder(model, documentPrefix),
        offered,
      };
      throw new DomainError(vectorStoreErrors.vector_dimension_differs, params);
    }
  }
}
