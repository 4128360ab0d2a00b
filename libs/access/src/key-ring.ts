import type { ApiKeyEntity, ApiKeyScope } from '#libs/database';
import { DomainError } from '#libs/domain-errors';
import { hashApiKey } from './api-key.js';
import type { ApiKeyRepository } from './api-key.repository.js';
import { accessErrors } from './errors.js';

/** The sender of a request. */
export interface Principal {
  /** For the audit log. */
  readonly name: string;
  /** Null for keys of the variable, and without a key. */
  readonly keyId: string | null;
  readonly scopes: readonly ApiKeyScope[];
}

/** The sender of requests while no key is required: any process on this machine. */
export const ANYBODY: Principal = { name: 'anonymous', keyId: null, scopes: ['admin'] };

/** A revoked key works for this long at most. */
const FRESH_MS = 5_000;
const MARK_USED_EVERY_MS = 60_000;

/**
 * All keys: those of `API_KEYS`, with every scope, and those of the database. Keys are looked up by their hash, so the
 * time of a look-up reveals nothing about a key. Before the first key exists, none is required; the configuration then
 * lets the API listen on loopback only.
 */
export class KeyRing {
  private readonly configured: ReadonlyMap<string, Principal>;
  private stored: { readonly keys: ReadonlyMap<string, ApiKeyEntity>; readonly isEmpty: boolean } | null = null;
  private loadedAt = -Infinity;
  private loading: Promise<void> | null = null;
  private readonly usedAt = new Map<string, number>();

  constructor(
    configuredKeys: readonly string[],
    private readonly apiKeyRepository: Pick<ApiKeyRepository, 'list' | 'markUsed'>,
    private readonly now: () => number = Date.now,
  ) {
    this.configured = new Map(
      configuredKeys.map((key, index) => [
        hashApiKey(key),
        { name: `API_KEYS #${index + 1}`, keyId: null, scopes: ['admin'] },
      ]),
    );
  }

  /**
   * @param key the key that the client sent, or null
   * @throws DomainError `key_missing`, `key_unknown`; the error of the database while nothing was ever read from it
   */
  async identify(key: string | null): Promise<Principal> {
    return this.identifyHash(key === null ? null : hashApiKey(key));
  }

  /**
   * @param hash of the key, as a session keeps it, or null
   * @throws DomainError like `identify`
   */
  async identifyHash(hash: string | null): Promise<Principal> {
    const configured = hash === null ? undefined : this.configured.get(hash);
    if (configured !== undefined) {
      return configured;
    }
    const { keys, isEmpty } = await this.storedKeys();
    if (isEmpty && this.configured.size === 0) {
      return ANYBODY;
    }
    if (hash === null) {
      throw new DomainError(accessErrors.key_missing);
    }
    const entity = keys.get(hash);
    if (entity === undefined || (entity.expiresAt !== null && entity.expiresAt.getTime() <= this.now())) {
      throw new DomainError(accessErrors.key_unknown);
    }
    this.markUsed(entity.id);
    return { name: entity.name, keyId: entity.id, scopes: entity.scopes };
  }

  /** Whether the key is still accepted. Errors of another kind, such as a database that is away, do not end a stream. */
  async isValid(hash: string | null): Promise<boolean> {
    try {
      await this.identifyHash(hash);
      return true;
    } catch (error) {
      return !(error instanceof DomainError && error.kind === 'unauthorized');
    }
  }

  /** The next request reads the keys again: this process has just created or revoked one. */
  refresh(): void {
    this.loadedAt = -Infinity;
  }

  /** Old keys are good enough while the database is away: they were right a moment ago. */
  private async storedKeys(): Promise<NonNullable<KeyRing['stored']>> {
    if (this.now() - this.loadedAt > FRESH_MS) {
      this.loading ??= this.load().finally(() => (this.loading = null));
      await this.loading;
    }
    if (this.stored === null) {
      throw new Error('the keys were not read');
    }
    return this.stored;
  }

  private async load(): Promise<void> {
    try {
      const all = await this.apiKeyRepository.list();
      this.stored = {
        keys: new Map(all.filter(({ revokedAt }) => revokedAt === null).map((entity) => [entity.keyHash, entity])),
        isEmpty: all.length === 0,
      };
    } catch (error) {
      if (this.stored === null) {
        throw error;
      }
    }
    this.loadedAt = this.now();
  }

  private markUsed(id: string): void {
    if (this.now() - (this.usedAt.get(id) ?? 0) > MARK_USED_EVERY_MS) {
      this.usedAt.set(id, this.now());
      // Informational, for the list of keys: a request neither waits for it nor fails with it.
      void this.apiKeyRepository.markUsed(id).catch(() => undefined);
    }
  }
}
