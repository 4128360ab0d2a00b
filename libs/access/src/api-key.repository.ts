import { IsNull, type DataSource, type Repository } from 'typeorm';
import { ApiKeyEntity, type ApiKeyScope } from '#libs/database';
import { DomainError } from '#libs/domain-errors';
import { generateApiKey, hashApiKey } from './api-key.js';
import { accessErrors } from './errors.js';

export interface NewApiKey {
  readonly name: string;
  readonly scopes: readonly ApiKeyScope[];
  readonly expiresAt: Date | null;
}

/** The keys in the database. */
export class ApiKeyRepository {
  private readonly rows: Repository<ApiKeyEntity>;

  constructor(dataSource: DataSource) {
    this.rows = dataSource.getRepository(ApiKeyEntity);
  }

  /** @returns also the key itself, which is not stored and cannot be shown again. */
  async create({ name, scopes, expiresAt }: NewApiKey): Promise<{ entity: ApiKeyEntity; key: string }> {
    const key = generateApiKey();
    const entity = await this.rows.save(
      this.rows.create({ name, scopes: [...scopes], expiresAt, keyHash: hashApiKey(key), keyPrefix: key.slice(0, 12) }),
    );
    return { entity, key };
  }

  /** Newest first, revoked ones included. */
  list(): Promise<ApiKeyEntity[]> {
    return this.rows.find({ order: { id: 'DESC' } });
  }

  /** @throws DomainError `key_not_found` */
  async revoke(id: string): Promise<ApiKeyEntity> {
    const entity = await this.rows.findOneBy({ id, revokedAt: IsNull() });
    if (entity === null) {
      throw new DomainError(accessErrors.key_not_found, { id });
    }
    await this.rows.update(id, { revokedAt: () => 'now()' });
    return entity;
  }

  async markUsed(id: string): Promise<void> {
    await this.rows.update(id, { lastUsedAt: () => 'now()' });
  }
}
