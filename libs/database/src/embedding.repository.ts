import { endianness } from 'node:os';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { translatedQuery } from './translated-query.js';

/** Vectors that were not read for this long are deleted. */
const KEPT_DAYS = 180;
const SWEEP_EVERY_MS = 24 * 3600 * 1000;

/** Vectors of texts by model and SHA-256, for every process of the installation. */
@Injectable()
export class EmbeddingRepository {
  private sweptAt = 0;

  constructor(private readonly dataSource: DataSource) {}

  /** @param hashes hexadecimal, and so are the keys of the result */
  async find(model: string, hashes: readonly string[]): Promise<Map<string, Float32Array>> {
    const rows = await this.query<{ hash: string; vector: Buffer }>(
      `SELECT encode(content_hash, 'hex') AS hash, vector FROM data_pipeline_embeddings
        WHERE model = $1 AND content_hash IN (SELECT decode(hash, 'hex') FROM unnest($2::text[]) AS hash)`,
      [model, hashes],
    );
    await this.query(
      `UPDATE data_pipeline_embeddings SET last_used_at = now()
        WHERE model = $1 AND content_hash IN (SELECT decode(hash, 'hex') FROM unnest($2::text[]) AS hash)
          AND last_used_at < now() - interval '1 day'`,
      [model, hashes],
    );
    return new Map(rows.map(({ hash, vector }) => [hash, toFloats(vector)]));
  }

  async store(
    model: string,
    entries: readonly { readonly hash: string; readonly vector: Float32Array }[],
  ): Promise<void> {
    await this.query(
      `INSERT INTO data_pipeline_embeddings (model, content_hash, vector)
       SELECT $1, decode(hash, 'hex'), vector FROM unnest($2::text[], $3::bytea[]) AS entry (hash, vector)
        ORDER BY hash
       ON CONFLICT (model, content_hash)
       DO UPDATE SET vector = excluded.vector, created_at = now(), last_used_at = now()`,
      [model, entries.map(({ hash }) => hash), entries.map(({ vector }) => toBytes(vector))],
    );
    await this.sweep();
  }

  private async sweep(): Promise<void> {
    if (Date.now() - this.sweptAt > SWEEP_EVERY_MS) {
      this.sweptAt = Date.now();
      await this.query(`DELETE FROM data_pipeline_embeddings WHERE last_used_at < now() - $1 * interval '1 day'`, [
        KEPT_DAYS,
      ]);
    }
  }

  private query<T>(sql: string, parameters: unknown[]): Promise<T[]> {
    return translatedQuery<T>(this.dataSource, sql, parameters);
  }
}

function toBytes(vector: Float32Array): Buffer {
  const bytes = Buffer.from(new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength));
  return endianness() === 'LE' ? bytes : bytes.swap32();
}

function toFloats(bytes: Buffer): Float32Array {
  const aligned = new Uint8Array(bytes);
  const ordered = endianness() === 'LE' ? aligned : Buffer.from(aligned.buffer).swap32();
  return new Float32Array(ordered.buffer, ordered.byteOffset, bytes.length / 4);
}
