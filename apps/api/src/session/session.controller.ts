import { Body, Controller, Delete, Get, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { allows, ANYBODY, hashApiKey, type Principal } from '#libs/access';
import { isoTimestamp } from '#libs/clock';
import { CONFIG, type ResolvedConfig } from '#libs/config';
import { API_KEY_SCOPES } from '#libs/database';
import { DomainError } from '#libs/domain-errors';
import { ApiEnvelope } from '../http/api-envelope.js';
import { ApiFailures } from '../http/api-failures.js';
import { Answers } from '../http/envelope.interceptor.js';
import { productVersion } from '#libs/product-version';
import { Authenticator } from '../security/authenticator.js';
import { setPrincipal } from '../security/request-facts.js';
import { keyOfRequest } from '../security/request-key.js';
import { Needs } from '../security/scope.js';
import { SessionCookies } from '../security/session-cookie.js';
import { LogInRequest, SessionView } from './session.dto.js';

@ApiTags('security')
@Controller('session')
@Needs('read')
export class SessionController {
  private readonly version = productVersion();

  constructor(
    private readonly authenticator: Authenticator,
    private readonly sessions: SessionCookies,
    @Inject(CONFIG) private readonly config: ResolvedConfig,
  ) {}

  @Get()
  @Answers({ zh: '获取会话成功', en: 'session' })
  @ApiOperation({ summary: 'Who sends the request and what it may do; needs no key' })
  @ApiEnvelope(200, SessionView)
  @ApiFailures()
  async get(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<SessionView> {
    const expiresAt = keyOfRequest(request) === null ? (this.sessions.read(request)?.expiresAt ?? null) : null;
    try {
      return this.view(await this.authenticator.identify(request, reply), expiresAt);
    } catch (error) {
      if (error instanceof DomainError && error.kind === 'unauthorized') {
        return this.view(null, null);
      }
      throw error;
    }
  }

  // The sender is not known yet, so the scope refuses no one; it puts logins into the audit log.
  @Post()
  @Needs('run')
  @HttpCode(200)
  @Answers({ zh: '登录成功', en: 'logged in' })
  @ApiOperation({
    summary: 'Log a browser in with an API key; needs no other key',
    description:
      'The answer sets a cookie (HttpOnly, SameSite=Strict) that stands for the key for seven days. It ends earlier when ' +
      'the key is revoked or expires.',
  })
  @ApiEnvelope(200, SessionView)
  @ApiFailures(400, 413, 415)
  async logIn(
    @Body() { key }: LogInRequest,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SessionView> {
    const principal = await this.authenticator.identifyKey(key, request, reply);
    if (principal === ANYBODY) {
      return this.view(principal, null);
    }
    setPrincipal(request, principal);
    return this.view(principal, this.sessions.begin(request, reply, hashApiKey(key)).expiresAt);
  }

  @Delete()
  @Answers({ zh: '已退出登录', en: 'logged out' })
  @ApiOperation({ summary: 'Log a browser out; needs no key' })
  @ApiEnvelope(200, SessionView)
  @ApiFailures(400, 413, 415)
  logOut(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): SessionView {
    this.sessions.end(request, reply);
    return this.view(null, null);
  }

  private view(principal: Principal | null, expiresAt: Date | null): SessionView {
    const needsKey = principal !== ANYBODY;
    return {
      signed_in: principal !== null,
      key_required: needsKey,
      name: needsKey ? (principal?.name ?? null) : null,
      scopes: API_KEY_SCOPES.filter((scope) => principal !== null && allows(principal.scopes, scope)),
      expires_at: needsKey && expiresAt !== null ? isoTimestamp(expiresAt, this.config.timeZone) : null,
      time_zone: this.config.timeZone,
      version: principal === null ? null : this.version,
    };
  }
}
