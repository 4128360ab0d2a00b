import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiKeyRepository, KeyRing } from '#libs/access';
import { isoTimestamp } from '#libs/clock';
import { CONFIG, type ResolvedConfig } from '#libs/config';
import type { ApiKeyEntity } from '#libs/database';
import { ApiEnvelope } from '../http/api-envelope.js';
import { ApiFailures } from '../http/api-failures.js';
import { Answers } from '../http/envelope.interceptor.js';
import { Needs } from '../security/scope.js';
import { CreatedKey, CreateKeyRequest, KeyList, KeyPath, KeyView, type KeyState } from './key.dto.js';

const DAY_MS = 86_400_000;

@ApiTags('security')
@Controller('keys')
@Needs('admin')
export class KeysController {
  constructor(
    private readonly keys: ApiKeyRepository,
    private readonly keyRing: KeyRing,
    @Inject(CONFIG) private readonly config: ResolvedConfig,
  ) {}

  @Get()
  @Answers({ zh: '获取密钥列表成功', en: 'API keys' })
  @ApiOperation({ summary: 'Every API key of the database, without the keys themselves; newest first' })
  @ApiEnvelope(200, KeyList)
  @ApiFailures()
  async list(): Promise<KeyList> {
    const keys = await this.keys.list();
    return { keys: keys.map((key) => this.view(key)) };
  }

  @Post()
  @HttpCode(201)
  @Answers({ zh: '密钥创建成功', en: 'API key created' })
  @ApiOperation({
    summary: 'Create an API key; it is in this answer only',
    description: 'From the first key on, every request needs one.',
  })
  @ApiEnvelope(201, CreatedKey)
  @ApiFailures(400, 413, 415)
  async create(@Body() { name, scopes, expires_days: days }: CreateKeyRequest): Promise<CreatedKey> {
    const expiresAt = days === undefined ? null : new Date(Date.now() + days * DAY_MS);
    const { entity, key } = await this.keys.create({ name, scopes: [...new Set(scopes)], expiresAt });
    this.keyRing.refresh();
    return { ...this.view(entity), api_key: key };
  }

  @Delete(':key_id')
  @Answers({ zh: '密钥已吊销', en: 'API key revoked' })
  @ApiOperation({ summary: 'Revoke an API key; it works for five more seconds at most' })
  @ApiEnvelope(200, KeyView)
  @ApiFailures(400, 404, 413, 415)
  async revoke(@Param() { key_id: id }: KeyPath): Promise<KeyView> {
    const revoked = await this.keys.revoke(id);
    this.keyRing.refresh();
    return this.view({ ...revoked, revokedAt: new Date() });
  }

  private view(key: ApiKeyEntity): KeyView {
    const time = (instant: Date | null) => (instant === null ? null : isoTimestamp(instant, this.config.timeZone));
    return {
      key_id: key.id,
      name: key.name,
      key_prefix: key.keyPrefix,
      scopes: key.scopes,
      state: stateOf(key),
      created_at: isoTimestamp(key.createdAt, this.config.timeZone),
      expires_at: time(key.expiresAt),
      revoked_at: time(key.revokedAt),
      last_used_at: time(key.lastUsedAt),
    };
  }
}

function stateOf({ revokedAt, expiresAt }: ApiKeyEntity): KeyState {
  if (revokedAt !== null) {
    return 'revoked';
  }
  return expiresAt !== null && expiresAt.getTime() <= Date.now() ? 'expired' : 'valid';
}
