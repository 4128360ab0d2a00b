import { Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import { AccessModule } from '#libs/access';
import { ScopeGuard } from '../security/scope.guard.js';
import { EnvelopeInterceptor } from './envelope.interceptor.js';
import { ErrorResponder } from './error-responder.js';
import { ErrorFilter } from './error.filter.js';
import { RouteTable } from './route-table.js';
import { RequestValidation } from './validation.pipe.js';

/** How every request is authorised, validated, wrapped and refused. */
@Module({
  imports: [AccessModule],
  providers: [
    RouteTable,
    ErrorResponder,
    { provide: APP_GUARD, useClass: ScopeGuard },
    { provide: APP_FILTER, useClass: ErrorFilter },
    { provide: APP_INTERCEPTOR, useClass: EnvelopeInterceptor },
    { provide: APP_PIPE, useClass: RequestValidation },
  ],
})
export class HttpModule {}
