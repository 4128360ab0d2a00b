import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import { DomainError } from '#libs/domain-errors';
import { inTransaction } from '#libs/postgres';
import { describeCollections, objectOf } from './describe-collections.js';
import { vectorStoreErrors } from './errors.js';
import { lockMerges } from './merge-load.js';
import { dropIndexesOfOtherDimensions } from './similarity-index.js';
import type { VectorTables } from './vector-tables.js';

export interface ReembedOptions {
  readonly model: string;
  /** @returns one vector a text, all of one length */
  readonly embed: (texts: readonly string[]) => Promise<readonly Float32Array[]>;
  readonly progress: (done: number, total: number) => void;
}

/** A record without a vector of the model. */
interface OtherRecord {
  readonly key: string;
  readonly document: string;
}

const PAGE = 256;

/**
 * Gives every record of our collections a vector of the model. Vectors are computed without locks and wait in a temporary
 * table; then all records change in one transaction, with the indexes that the new length does not fit. Records that
 * another load writes meanwhile are embedded too.
 * @returns number of records that have changed
 * @throws DomainError `vector_dimension_differs` for a column declared with another length; errors of the embedder
 */
export async function reembedStore(
  client: pg.ClientBase,
  tables: VectorTables,
  options: ReembedOptions,
): Promise<number> {
  const renewed = `renewed_${randomBytes(6).toString('hex')}`;
  await client.query(`CREATE TEMP TABLE ${renewed} (key text, document text, embedding vector)`);
  try {
    const store = new StoreInTurn(client, tables, options, renewed);
    for (;;) {
      await store.embedOthers();
      const changed = await store.replaceVectors();
      if (changed !== null) {
        return changed;
      }
    }
  } finally {
    // A broken connection takes its temporary tables along.
    await client.query(`DROP TABLE IF EXISTS ${renewed}`).catch(() => undefined);
  }
}

class StoreInTurn {
  private dimensions: number | null = null;
  private done = 0;

  constructor(
    private readonly client: pg.ClientBase,
    private readonly tables: VectorTables,
    private readonly options: ReembedOptions,
    private readonly renewed: string,
  ) {}

  async embedOthers(): Promise<void> {
    const { embed, progress } = this.options;
    const total = this.done + (await inTransaction(this.client, () => this.countOthers()));
    for (;;) {
      const page = await inTransaction(this.client, () => this.nextOthers());
      if (page.length === 0) {
        return;
      }
      const vectors = await embed(page.map(({ document }) => document));
      this.dimensions ??= vectors[0]?.length ?? null;
      this.checkLength();
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
      progress(this.done, Math.max(total, this.done));
    }
  }

  /** @returns null, without a change, where other loads have written records that have no new vector yet */
  async replaceVectors(): Promise<number | null> {
    const { client, tables, options, renewed } = this;
    return inTransaction(client, async () => {
      await lockMerges(client);
      if ((await this.countOthers()) > 0) {
        return null;
      }
      if (this.dimensions === null) {
        return 0;
      }
      await dropIndexesOfOtherDimensions(client, this.dimensions);
      const { rowCount } = await client.query(
        `UPDATE langchain_pg_embedding e
            SET embedding = r.embedding,
                cmetadata = (${objectOf('e.cmetadata')} || jsonb_build_object('embedding_model', $1::text))
                            ::${tables.metadataType}
           FROM ${renewed} r WHERE e.${tables.keyColumn}::text = r.key AND e.document = r.document`,
        [options.model],
      );
      const { model } = options;
      await describeCollections(client, Object.values(tables.collectionIds), { model, dimensions: this.dimensions });
      return rowCount ?? 0;
    });
  }

  private async countOthers(): Promise<number> {
    const { rows } = await this.client.query<{ count: string }>(`SELECT count(*) AS count ${this.fromOthers()}`, [
      Object.values(this.tables.collectionIds),
      this.options.model,
    ]);
    return Number(rows[0]?.count ?? 0);
  }

  private async nextOthers(): Promise<OtherRecord[]> {
    const { rows } = await this.client.query<OtherRecord>(
      `SELECT e.${this.tables.keyColumn}::text AS key, e.document ${this.fromOthers()} LIMIT ${PAGE}`,
      [Object.values(this.tables.collectionIds), this.options.model],
    );
    return rows;
  }

  private fromOthers(): string {
    return `FROM langchain_pg_embedding e
       WHERE e.collection_id = ANY ($1::uuid[]) AND e.document IS NOT NULL
         AND (e.embedding IS NULL OR e.cmetadata ->> 'embedding_model' IS DISTINCT FROM $2)
         AND NOT EXISTS (SELECT FROM ${this.renewed} r
                          WHERE r.key = e.${this.tables.keyColumn}::text AND r.document = e.document)`;
  }

  private checkLength(): void {
    const { declaredDimensions: existing } = this.tables;
    const offered = this.dimensions;
    if (existing !== null && offered !== null && existing !== offered) {
      const params = {
        collection: 'langchain_pg_embedding',
        existing,
        existing_model: '–',
        model: this.options.model,
        offered,
      };
      throw new DomainError(vectorStoreErrors.vector_dimension_differs, params);
    }
  }
}
